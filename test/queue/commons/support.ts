import type { Clock } from '../../../nodes/shared/clock';
import type { Ask, Note, Slot } from '../../../nodes/shared/delivery/sharing/commons';
import { BOOK } from '../../../nodes/shared/delivery/sharing/scripts';
import { StoreCommons } from '../../../nodes/shared/delivery/sharing/storeCommons';
import { RedisStore } from '../../../nodes/shared/store/redis';
import { Script, type Store } from '../../../nodes/shared/store/store';
import { startRedis, type RedisServer } from '../../servers';
import { tooFast } from '../../unit/delivery/support/errors';
import { VirtualClock } from '../../unit/delivery/support/virtualClock';
import { settingsFor } from '../support';

export const HOST = 'https://graph.test';
export const NUMBER = { host: HOST, phoneNumberId: '100' };
export const SOMEBODY = '491701234567';

/** How scripts read Redis' clock. */
const TIME = `redis.call('TIME')`;

/** All keys below a prefix, each with its PTTL and what it holds as one text. KEYS: the prefix. */
const DUMP = new Script(`
local all = {}
for i, key in ipairs(redis.call('KEYS', KEYS[1] .. '*')) do
	local kind = redis.call('TYPE', key).ok
	local held
	if kind == 'string' then held = redis.call('GET', key)
	elseif kind == 'hash' then held = table.concat(redis.call('HGETALL', key), ' ')
	else held = table.concat(redis.call('ZRANGE', key, 0, -1, 'WITHSCORES'), ' ') end
	all[i] = { key, redis.call('PTTL', key), held }
end
return all
`);

let redis: RedisServer;
let clock: VirtualClock;
let started: RedisStore[] = [];
let prefixes = 0;
/** Replies of Redis that are under way. */
let underWay = 0;

/** Below which the test at hand keeps everything. */
export let prefix: string;

/** A Redis for the tests of a file, with a clock that stands still until a test moves it. */
export function useRedis(): void {
	beforeAll(async () => {
		redis = await startRedis();
	});
	beforeEach(() => {
		prefix = `commons-test-${process.pid}-${prefixes++}:`;
		clock = new VirtualClock(undefined, undefined, redisSettles);
	});
	afterEach(() => {
		for (const store of started) store.close();
		started = [];
	});
	afterAll(async () => await redis?.close());
}

/** Lets everything happen that only waits for Redis. */
async function redisSettles(): Promise<void> {
	do {
		await new Promise<void>((resolve) => setImmediate(resolve));
	} while (underWay > 0);
}

/** The time of the test, for Redis and for the processes. */
export const time = (): VirtualClock => clock;

/** Milliseconds since the epoch. */
export const now = (): number => clock.now();

/** A connection of its own. */
export function connection(): RedisStore {
	const store = new RedisStore(settingsFor(redis, { prefix }));
	started.push(store);
	return store;
}

/** The script as it runs at a moment of the test. */
function at(ms: number, { source }: Script): Script {
	const [seconds, micros] = [Math.floor(ms / 1_000), Math.round((ms % 1_000) * 1_000)];
	return new Script(source.replaceAll(TIME, `{ '${seconds}', '${micros}' }`));
}

/** What one process has of all this. */
export class Process {
	/** Round trips for slots. */
	books = 0;
	readonly store: Store;
	readonly commons: StoreCommons;
	private latest: Promise<unknown> = Promise.resolve();

	/**
	 * @param own its clock
	 * @param replyMs how long Redis' replies take
	 */
	constructor(own: Clock = clock, replyMs = 0) {
		const store = connection();
		this.store = {
			id: store.id,
			run: (script, keys, args) => {
				if (script === BOOK) this.books++;
				const reply = this.replyOf(store, at(now(), script), keys, args, replyMs);
				this.latest = reply;
				return reply;
			},
		};
		this.commons = new StoreCommons(this.store, own);
	}

	/** Asks for slots, for one recipient each unless told otherwise. */
	async ask(
		count: number,
		{
			recipient = (index: number) => `${Math.random()} ${index}`,
			isCharged = false,
			...ask
		}: Partial<Ask> & { recipient?: (index: number) => string; isCharged?: boolean } = {},
	) {
		const wanted = Array.from({ length: count }, (_, index) => ({
			recipient: recipient(index),
			account: 0,
			isCharged,
		}));
		return await this.commons.book({
			number: NUMBER,
			ceiling: 80,
			accounts: ['a'],
			wanted,
			late: [],
			quietMs: 0,
			...ask,
		});
	}

	/** As {@link ask}, where all get a slot. */
	async slots(...ask: Parameters<Process['ask']>): Promise<Slot[]> {
		const { slots } = await this.ask(...ask);
		return slots.map((slot) => {
			if (!slot || !('place' in slot)) throw new Error(`No slot: ${JSON.stringify(slot)}`);
			return slot;
		});
	}

	/** Resolves when Redis has it. */
	async tell(note: Note): Promise<void> {
		void this.commons.note(note);
		await this.latest;
	}

	/** @returns for each key: name, PTTL, what it holds */
	async dump(): Promise<Array<[string, number, string]>> {
		return (await this.store.run(DUMP, [''], [])) as Array<[string, number, string]>;
	}

	private async replyOf(
		store: Store,
		script: Script,
		keys: readonly string[],
		args: ReadonlyArray<string | number>,
		replyMs: number,
	): Promise<unknown> {
		underWay++;
		try {
			return await store.run(script, keys, args);
		} finally {
			underWay--;
			if (replyMs > 0) await new Promise<void>((resolve) => clock.after(replyMs, resolve));
		}
	}
}

/** Two that know the server's time. */
export async function twoProcesses(): Promise<[Process, Process]> {
	const both: [Process, Process] = [new Process(), new Process()];
	const number = { host: 'https://other.test', phoneNumberId: '0' };
	for (const one of both) await one.ask(0, { number });
	return both;
}

/** What is told of a number that sent too fast. */
export function throttle(more: Partial<Extract<Note, { about: 'number' }>> = {}): Note {
	return {
		about: 'number',
		number: NUMBER,
		ceiling: 100,
		departedAt: now(),
		until: now() + 2_000,
		error: tooFast(),
		isTooFast: true,
		...more,
	};
}

/** Milliseconds between two slots. */
export function pace(slots: readonly Slot[]): number {
	return (slots[slots.length - 1].at - slots[0].at) / (slots.length - 1);
}

/** A time: Redis keeps three decimals of it. */
export const moment = (ms: number): number => expect.closeTo(ms, 2) as number;
