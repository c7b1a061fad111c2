import { systemClock } from '../../nodes/shared/clock';
import { Once } from '../../nodes/shared/idempotency/once';
import { SharedKeys } from '../../nodes/shared/idempotency/sharedKeys';
import { RedisStore } from '../../nodes/shared/store/redis';
import { closeStores } from '../../nodes/shared/store/registry';
import { waitFor } from '../n8n-host';
import { deliveries, orders, useOrders } from '../engine/sending/idempotencyCases';
import { credentialFor } from '../engine/support/credential';
import { startRedis, type RedisServer } from '../servers';
import { keysIn, processIdOf, say, settingsFor } from './support';

const HOUR_MS = 3_600_000;
const KEY = { host: 'https://graph.facebook.com', phoneNumberIds: ['1'], key: 'A-0' };

let redis: RedisServer;
let prefix: string;

beforeAll(async () => {
	redis = await startRedis({ keepsData: true });
});
beforeEach(() => {
	prefix = `test:${Math.random()}:`;
});
afterEach(() => closeStores());
afterAll(async () => await redis.close());

describe('a Redis that is stopped and started again in the middle of a batch with idempotency keys', () => {
	const { simulator, send } = useOrders();

	it.each(['continue', 'fail'])('fails nothing, and nothing is sent twice: %s', async (mode) => {
		const credential = {
			...credentialFor(simulator()),
			sharedState: 'redis',
			redisUrl: redis.url,
			redisKeyPrefix: prefix,
			whenRedisIsAway: mode,
		};
		const { ledger } = simulator();
		const running = send(orders(160), { options: { messagesPerSecond: 40 } }, { credential });
		await waitFor(() => ledger.accepted.length >= 40, {
			what: '40 messages',
			timeoutMs: 30_000,
			intervalMs: 20,
		});
		await redis.stop();
		await redis.start();
		const run = await running;
		expect(deliveries(run).filter(({ sentAt }) => sentAt === undefined)).toEqual([]);
		expect(deliveries(run).filter(({ idempotency }) => idempotency)).toEqual([]);
		const bodies = ledger.accepted.map(({ payload }) => payload.to);
		expect(bodies).toHaveLength(160);
		expect(new Set(bodies).size).toBe(160);
		const again = await send(orders(160), {}, { credential });
		expect(deliveries(again).filter(({ alreadySent }) => !alreadySent)).toEqual([]);
	});
});

describe('a claim', () => {
	let store: RedisStore;
	beforeEach(() => {
		store = new RedisStore(settingsFor(redis, { prefix }));
	});
	afterEach(() => store.close());

	const newRun = () => new Once(new SharedKeys(store, HOUR_MS, 1, systemClock), false);

	it('whose reply got lost is taken back where nothing was posted', async () => {
		const run = newRun();
		await run.begin(0, KEY);
		const id = await processIdOf(redis);
		process.kill(id, 'SIGSTOP');
		try {
			await expect(run.claim(0)).rejects.toThrow(/cannot be reached/);
		} finally {
			process.kill(id, 'SIGCONT');
		}
		await waitFor(async () => (await keysIn(redis, prefix)).length === 1, {
			what: 'The claim',
			timeoutMs: 30_000,
		});
		run.settled(0, false);
		await store.ping().catch(() => undefined);
		await run.finish();
		expect(await keysIn(redis, prefix)).toEqual([]);
		expect(await newRun().begin(0, KEY)).toBeUndefined();
	});

	it('holds for longer than a try may take, from the latest try on', async () => {
		const keys = new SharedKeys(store, 1_000, 1, systemClock);
		const hold = await keys.claim(KEY, false);
		if (hold.state !== 'held') throw new Error(`It is ${hold.state}`);
		const [name] = await keysIn(redis, prefix);
		const ttl = async () =>
			Number(/:(\d+)\r\n\+OK\r\n$/.exec(await say(redis, `PTTL ${prefix}${name}`))?.[1]);
		expect(await ttl()).toBeGreaterThan(280_000);
		await say(redis, `PEXPIRE ${prefix}${name} 5000`);
		expect(await hold.renew?.()).toMatchObject({ state: 'held' });
		expect(await ttl()).toBeGreaterThan(280_000);
		await hold.confirm({ answer: {}, phoneNumberId: '1', sentAt: 0 });
		expect(await ttl()).toBeLessThanOrEqual(1_000);
	});
});
