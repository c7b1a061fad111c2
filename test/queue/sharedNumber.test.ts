import { systemClock } from '../../nodes/shared/clock';
import { Dispatcher } from '../../nodes/shared/delivery';
import type { Slot } from '../../nodes/shared/delivery/sharing/commons';
import { StoreCommons } from '../../nodes/shared/delivery/sharing/storeCommons';
import { RedisStore } from '../../nodes/shared/store/redis';
import { Script, StoreAwayError, type Store } from '../../nodes/shared/store/store';
import { tooFast } from '../unit/delivery/support/errors';
import { aSender, HOST, Meta, mostWithin } from '../unit/delivery/support/meta';
import { startRedis, type RedisServer } from '../servers';
import { settingsFor } from './support';

const NUMBER = { host: HOST, phoneNumberId: '100' };

/** As after the server's clock went back: what was written before is so much further ahead. ARGV: milliseconds. */
const SET_BACK = new Script(`
for i = 1, #KEYS do
	local fields = redis.call('HGETALL', KEYS[i])
	for f = 1, #fields, 2 do
		local time = tonumber(fields[f + 1])
		if time and time > 1e12 then
			redis.call('HSET', KEYS[i], fields[f], string.format('%.3f', time + ARGV[1]))
		end
	end
end`);

let redis: RedisServer;
let prefix: string;
const open: RedisStore[] = [];

beforeAll(async () => {
	redis = await startRedis();
});
beforeEach(() => {
	prefix = `shared-number-${Math.random()}:`;
});
afterEach(() => {
	for (const store of open.splice(0)) store.close();
});
afterAll(async () => await redis.close());

/** What another process has, which may lose its way to Redis. */
function newStore(): Store & { isAway: boolean } {
	const store = new RedisStore(settingsFor(redis, { prefix }));
	open.push(store);
	return {
		id: store.id,
		isAway: false,
		async run(...request) {
			if (this.isAway) throw new StoreAwayError('test');
			return await store.run(...request);
		},
	};
}

const asking =
	(commons: StoreCommons) =>
	async (count: number, number = NUMBER) =>
		await commons.book({
			number,
			ceiling: 80,
			accounts: ['a'],
			wanted: Array.from({ length: count }, () => ({
				recipient: String(Math.random()),
				account: 0,
				isCharged: false,
			})),
			late: [],
			quietMs: 0,
		});

const newProcess = (store: Store = newStore()) => asking(new StoreCommons(store, systemClock));

it('each process learns how many send from the number', async () => {
	const processes = [newProcess(), newProcess(), newProcess()];
	for (const ask of processes) await ask(1);
	for (const ask of processes) expect((await ask(0)).processes).toBe(3);
	const other = { host: HOST, phoneNumberId: '200' };
	expect((await processes[0](1, other)).processes).toBe(1);
});

it('three that lose their Redis keep to a third of the rate each, although nobody said how many there are', async () => {
	const rate = 60;
	const meta = new Meta(systemClock, { latencyMs: 5 });
	const stores = [newStore(), newStore(), newStore()];
	const reports = stores.map(async (store, index) => {
		const shared = { store, whenAway: 'continue', processes: 1 } as const;
		const sender = aSender({ rate, shared });
		const batch = meta.batch(70, () => ({ sender }), `p${index}`);
		return await new Dispatcher().run(batch, { onFailure: 'continue' });
	});
	await until(() => meta.calls.length >= 30);
	for (const store of stores) store.isAway = true;
	const since = systemClock.now();
	for (const { summary } of await Promise.all(reports)) expect(summary.sent).toBe(70);
	const times = meta.calls.map(({ at }) => at).filter((at) => at > since + 500);
	expect(times.length).toBeGreaterThan(60);
	expect(mostWithin(times, 1_000)).toBeLessThanOrEqual(rate * 1.1);
});

describe("when Redis' clock goes back by ten minutes", () => {
	const key = `number:${HOST}:100`;
	const setBack = async (store: Store) => await store.run(SET_BACK, [key], [600_000]);
	const waits = (slots: ReadonlyArray<unknown>) =>
		slots.map((slot) => (slot as Slot).at - systemClock.now());

	it('the number has slots as before', async () => {
		const store = newStore();
		const ask = newProcess(store);
		await ask(4);
		await setBack(store);
		for (const wait of waits((await ask(4)).slots)) expect(wait).toBeLessThan(1_000);
		for (const wait of waits((await newProcess()(4)).slots)) expect(wait).toBeLessThan(1_000);
	});

	it('a pause is as long as it was, and its cut goes by', async () => {
		const store = newStore();
		const commons = new StoreCommons(store, systemClock);
		const ask = asking(commons);
		await ask(1);
		const now = systemClock.now();
		const told = { departedAt: now, until: now + 3_000, error: tooFast(), isTooFast: true };
		await commons.note({ about: 'number', number: NUMBER, ceiling: 80, ...told });
		await setBack(store);
		const { askAt, number } = await ask(1);
		for (const at of [askAt, number?.pausedUntil, number?.reduced?.calmFrom]) {
			expect((at ?? 0) - systemClock.now()).toBeGreaterThan(0);
			expect((at ?? 0) - systemClock.now()).toBeLessThan(4_000);
		}
	});
});

it('what Meta said while Redis was away is told when it is back', async () => {
	const store = newStore();
	let throttled = 0;
	const meta = new Meta(systemClock, {
		latencyMs: 5,
		answer: () => (store.isAway && throttled++ === 0 ? tooFast({ retryAfterMs: 300 }) : undefined),
	});
	const sender = aSender({ rate: 80, shared: { store, whenAway: 'continue', processes: 1 } });
	const batch = meta.batch(200, () => ({ sender }));
	const report = new Dispatcher().run(batch, { onFailure: 'continue' });
	await until(() => meta.calls.length >= 20);
	store.isAway = true;
	await until(() => throttled > 0);
	store.isAway = false;
	const others = newProcess();
	let reduced: unknown;
	await until(async () => (reduced = (await others(0)).number?.reduced) !== undefined);
	expect(reduced).toMatchObject({ to: 48 });
	expect((await report).summary).toMatchObject({ sent: 200 });
});

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
	while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
}
