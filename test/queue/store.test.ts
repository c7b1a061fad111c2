import { waitFor } from '../n8n-host';
import { RedisStore } from '../../nodes/shared/store/redis';
import { closeStores, getStore } from '../../nodes/shared/store/registry';
import { Script, StoreAwayError } from '../../nodes/shared/store/store';
import { VirtualClock } from '../unit/delivery/support/virtualClock';
import { startRedis, type RedisServer } from '../servers';
import { keysIn, processIdOf, say, settingsFor } from './support';

const setScript = new Script(`return redis.call('SET', KEYS[1], ARGV[1])`);
const getScript = new Script(`return redis.call('GET', KEYS[1])`);

/** Nothing but what is said when it is away. */
async function trouble(action: Promise<unknown>): Promise<string> {
	const error = await action.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (!(error instanceof StoreAwayError)) throw new Error(`Not away: ${String(error)}`);
	return error.why;
}

let redis: RedisServer;
const open: RedisStore[] = [];

/** A store of its own connection. */
function storeOf(changes: Parameters<typeof settingsFor>[1] = {}): RedisStore {
	const store = new RedisStore(settingsFor(redis, changes));
	open.push(store);
	return store;
}

async function isBack(store: RedisStore): Promise<void> {
	const answers = async () =>
		await store.ping().then(
			() => true,
			() => false,
		);
	await waitFor(answers, { what: 'Redis', timeoutMs: 60_000 });
}

beforeAll(async () => {
	redis = await startRedis({ password: 'open-sesame', keepsData: true });
});
afterEach(() => {
	for (const store of open.splice(0)) store.close();
	closeStores();
});
afterAll(async () => await redis.close());

describe('a store in Redis', () => {
	it('answers as the script does', async () => {
		const script = new Script(`return { 1, 'a', { 2, ARGV[1], false }, #KEYS }`);
		expect(await storeOf().run(script, ['x', 'y'], [1.5])).toEqual([1, 'a', [2, '1.5', null], 2]);
	});

	it('keeps texts as they are, below its prefix', async () => {
		const store = storeOf({ prefix: 'käse👋:' });
		await store.run(setScript, ['ключ'], ['wörld 👋\n']);
		expect(await store.run(getScript, ['ключ'], [])).toBe('wörld 👋\n');
		expect(await keysIn(redis, 'käse👋:')).toEqual(['ключ']);
		expect(await storeOf({ prefix: 'other:' }).run(getScript, ['ключ'], [])).toBeNull();
	});

	it('works on when Redis forgets the scripts', async () => {
		const store = storeOf();
		await store.run(setScript, ['a'], ['1']);
		await say(redis, 'SCRIPT FLUSH');
		await store.run(setScript, ['a'], ['2']);
		expect(await store.run(getScript, ['a'], [])).toBe('2');
	});

	it('tells what a script did wrong', async () => {
		const script = new Script(`return redis.call('LPUSH', KEYS[1])`);
		expect(await trouble(storeOf().run(script, ['a'], []))).toMatch(/number of args/);
	});

	it('has one connection for all who name the same Redis', async () => {
		const stores = Array.from({ length: 5 }, () => getStore(settingsFor(redis)));
		expect(new Set(stores).size).toBe(1);
		expect(getStore(settingsFor(redis, { prefix: 'another:' }))).not.toBe(stores[0]);
		// By their ids: of those that were closed Redis may still count some. Who asks for the list is on it.
		const clients = async () =>
			(await say(redis, 'CLIENT LIST'))
				.split('\n')
				.filter((line) => !line.includes(' cmd=client'))
				.flatMap((line) => /^id=\d+/.exec(line) ?? []);
		const before = await clients();
		await Promise.all(stores.map(async (store) => await store.ping()));
		await stores[0].ping();
		expect((await clients()).filter((id) => !before.includes(id))).toHaveLength(1);
	});

	it('has no connection any more when nobody used it for an hour', async () => {
		const clock = new VirtualClock();
		// By its database Redis tells its connection from others.
		const old = getStore(settingsFor(redis, { database: 7 }), clock);
		const isConnected = async () => (await say(redis, 'CLIENT LIST')).includes(' db=7 ');
		await old.ping();
		await clock.advance(60 * 60_000);
		getStore(settingsFor(redis), clock);
		expect(await isConnected()).toBe(true);
		await clock.advance(1);
		getStore(settingsFor(redis), clock);
		await waitFor(async () => !(await isConnected()), { what: 'its end', timeoutMs: 10_000 });
		await expect(old.ping()).resolves.toBeUndefined();
	});

	it('opens another connection when it was closed', async () => {
		const store = storeOf();
		await store.ping();
		store.close();
		await expect(store.ping()).resolves.toBeUndefined();
	});
});

describe('a Redis that cannot be used', () => {
	it.each([
		['refuses the connection', { port: 1 }, /ECONNREFUSED/],
		['has another password', { password: 'hunter2' }, /WRONGPASS/],
		['has no such database', { database: 99 }, /DB index is out of range/],
	])('because it %s is away, and away at once the next time', async (_, changes, says) => {
		const store = storeOf(changes);
		const first = store.ping();
		await expect(first).rejects.toThrow(/^The Redis that the credential names cannot be used \(/);
		expect(await trouble(first)).toMatch(says);
		expect(await trouble(first)).not.toMatch(/hunter2|open-sesame/);
		let second: string | undefined;
		void trouble(store.ping()).then((why) => {
			second = why;
		});
		// No socket has a say before the turn of the event loop ends.
		await Promise.resolve().then(() => new Promise<void>((resolve) => process.nextTick(resolve)));
		expect(second).toMatch(says);
	});

	it('says that it wants a password', async () => {
		expect(await trouble(storeOf({ password: undefined }).ping())).toMatch(/^NOAUTH/);
	});

	it('is used again by itself when it is back', async () => {
		const store = storeOf();
		await store.run(setScript, ['kept'], ['1']);
		await redis.stop();
		expect(await trouble(store.ping())).toMatch(/Socket closed|ECONNREFUSED|ECONNRESET/);
		await redis.start();
		await isBack(store);
		expect(await store.run(getScript, ['kept'], [])).toBe('1');
	});

	it.each(['a connection that stands', 'a new connection'])(
		'because it says nothing over %s is away, and back when it speaks again',
		async (which) => {
			const store = storeOf();
			if (which === 'a connection that stands') await store.ping();
			const id = await processIdOf(redis);
			process.kill(id, 'SIGSTOP');
			try {
				expect(await trouble(store.ping())).toBe('no reply in 2 s');
				expect(await trouble(store.ping())).toBe('no reply in 2 s');
			} finally {
				process.kill(id, 'SIGCONT');
			}
			await isBack(store);
		},
	);
});
