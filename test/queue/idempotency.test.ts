import { Script } from '../../nodes/shared/store/store';
import { closeStores, getStore } from '../../nodes/shared/store/registry';
import { readSharedState, type RedisSettings } from '../../nodes/shared/store/settings';
import { systemClock } from '../../nodes/shared/clock';
import { SharedKeys } from '../../nodes/shared/idempotency/sharedKeys';
import {
	deliveries,
	detailsOf,
	itSendsOnce,
	orders,
	useOrders,
} from '../engine/sending/idempotencyCases';
import { phoneNumberIds } from '../engine/sending/support';
import { credentialFor } from '../engine/support/credential';
import { startRedis, type RedisServer } from '../servers';

const HOUR_MS = 3_600_000;
const KEY = { host: 'https://graph.facebook.com', phoneNumberIds: ['1', '2'], key: 'A-0' };
const FIRST = { answer: { messages: [{ id: 'wamid.1' }] }, phoneNumberId: '2', sentAt: 1_000 };

let redis: RedisServer;
beforeAll(async () => {
	redis = await startRedis({ keepsData: true });
});
afterAll(async () => {
	closeStores();
	await redis.close();
});

/** Of its own in each test: they may share a Redis. */
let prefix: string;
beforeEach(() => {
	prefix = `test:${process.pid}:${Math.random()}:`;
});

const sharedState = (whenRedisIsAway = 'continue') => ({
	sharedState: 'redis',
	redisUrl: redis.url,
	redisPassword: redis.password,
	redisDatabase: redis.database,
	redisKeyPrefix: prefix,
	whenRedisIsAway,
});

/** As another worker sees them. */
const keysOfWorker = (rememberMs = HOUR_MS, numbers = KEY.phoneNumberIds.length) => {
	const settings = readSharedState(sharedState()).redis as RedisSettings;
	return new SharedKeys(getStore(settings), rememberMs, numbers, systemClock);
};

const claimed = async (keys: SharedKeys, takeOver = false) => {
	const claim = await keys.claim(KEY, takeOver);
	if (claim.state !== 'held') throw new Error(`It is ${claim.state}`);
	return claim;
};

describe('keys in Redis', () => {
	const inRedis = useOrders(() => ({
		credential: { ...credentialFor(inRedis.simulator()), ...sharedState() },
	}));
	const { simulator, send } = inRedis;
	const accepted = () => simulator().ledger.accepted;

	itSendsOnce(inRedis, true);

	it('of several workers that claim a key one gets it', async () => {
		const claims = await Promise.all(
			Array.from({ length: 8 }, async () => await keysOfWorker().claim(KEY, false)),
		);
		expect(claims.filter(({ state }) => state === 'held')).toHaveLength(1);
		expect(claims.filter(({ state }) => state === 'claimed')).toHaveLength(7);
	});

	it('what a crash leaves claimed stays so, with its time, until somebody takes it over', async () => {
		const before = Date.now();
		await claimed(keysOfWorker());
		const second = keysOfWorker();
		const found = await second.lookUp(KEY);
		expect(found).toEqual({ state: 'claimed', at: expect.any(Number) });
		expect((found as { at: number }).at).toBeGreaterThanOrEqual(before - 1);
		expect(await second.claim(KEY, false)).toMatchObject({ state: 'claimed' });
		const hold = await claimed(second, true);
		expect(hold.wasClaimed).toBe(true);
		await hold.confirm(FIRST);
		expect(await keysOfWorker().lookUp(KEY)).toEqual({ state: 'sent', first: FIRST });
	});

	it('a release takes back one’s own claim only', async () => {
		const first = await claimed(keysOfWorker());
		const second = await claimed(keysOfWorker(), true);
		await first.release();
		expect(await keysOfWorker().lookUp(KEY)).toMatchObject({ state: 'claimed' });
		await second.release();
		expect(await keysOfWorker().lookUp(KEY)).toEqual({ state: 'new' });
	});

	it('what was sent is not claimed, by no means', async () => {
		await (await claimed(keysOfWorker())).confirm(FIRST);
		for (const takeOver of [false, true]) {
			expect(await keysOfWorker().claim(KEY, takeOver)).toEqual({ state: 'sent', first: FIRST });
		}
	});

	it('claims and answers are forgotten in time, and the key cannot be read from them', async () => {
		await claimed(keysOfWorker(2 * HOUR_MS));
		await send(orders(1), { options: { idempotencyHours: 3 } });
		const settings = readSharedState(sharedState()).redis as RedisSettings;
		const all = new Script(
			`local all = {} for _, key in ipairs(redis.call('KEYS', ARGV[1])) do all[#all + 1] = key .. ' ' .. redis.call('PTTL', key) end return all`,
		);
		const found = (await getStore(settings).run(all, [], [`${prefix}sent:*`])) as string[];
		const hours = found.map((each) => Number(each.split(' ')[1]) / HOUR_MS);
		expect(hours.map(Math.round).sort()).toEqual([2, 2, 3]);
		expect(found.join()).not.toContain('A-0');
	});

	it('a message whose worker died in mid-call is reported, and not sent unless asked for', async () => {
		const host = simulator().url;
		const worker = keysOfWorker(HOUR_MS, 1);
		await worker.claim({ host, phoneNumberIds: [phoneNumberIds.high], key: 'A-0' }, false);
		const second = await send(orders(2));
		expect(detailsOf(second)[0]).toMatchObject({
			mayHaveBeenSent: true,
			attempts: 0,
			cause: expect.stringMatching(/was claimed at \d{4}-/),
		});
		expect(deliveries(second)[1]).toMatchObject({ attempts: 1 });
		const third = await send(orders(2), { options: { unknownOutcome: 'resend' } });
		expect(deliveries(third)).toEqual([
			expect.objectContaining({ attempts: 1, possibleDuplicate: true }),
			expect.objectContaining({ attempts: 0, alreadySent: true }),
		]);
		expect(accepted()).toHaveLength(2);
	});

	it.each(['continue', 'fail'])(
		'nothing is sent while Redis is away, and all once it is back: %s',
		async (whenRedisIsAway) => {
			const credential = {
				...credentialFor(simulator()),
				...sharedState(whenRedisIsAway),
			};
			await redis.stop();
			const run = await send(orders(3), {}, { credential });
			await redis.start();
			for (const details of detailsOf(run)) expect(details).toMatchObject({ kind: 'keys-away' });
			expect(accepted()).toEqual([]);
			await reachable();
			await send(orders(3), {}, { credential });
			expect(accepted()).toHaveLength(3);
		},
	);

	it('what was sent while Redis went away says that it is not recorded, and is not sent again', async () => {
		// Meta's answer comes when Redis is gone, however long that takes.
		const slow = simulator().faults.add({ next: 1, action: { delay: HOUR_MS } });
		const running = send(orders(1));
		await until(() => slow.fired === 1);
		await redis.kill();
		simulator().clock.advance(HOUR_MS);
		expect(deliveries(await running)[0]).toMatchObject({ idempotency: 'not recorded' });
		await redis.start();
		await reachable();
		expect(detailsOf(await send(orders(1)))[0]).toMatchObject({ mayHaveBeenSent: true });
		expect(accepted()).toHaveLength(1);
	});
});

/** The connection opens again by itself, some moments after Redis is back. */
async function reachable(): Promise<void> {
	const settings = readSharedState(sharedState()).redis as RedisSettings;
	await until(async () =>
		getStore(settings)
			.ping()
			.then(
				() => true,
				() => false,
			),
	);
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
	while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
}
