import { type Clock, systemClock } from '../../nodes/shared/clock';
import { Dispatcher } from '../../nodes/shared/delivery';
import { PAIR_REFILL_MS } from '../../nodes/shared/delivery/pairBudget';
import type { Ask, Note, Slot } from '../../nodes/shared/delivery/sharing/commons';
import { BOOK } from '../../nodes/shared/delivery/sharing/scripts';
import { StoreCommons } from '../../nodes/shared/delivery/sharing/storeCommons';
import type { GraphApiError } from '../../nodes/shared/graph/errors';
import { SharedDeadTokens } from '../../nodes/shared/store/deadTokens';
import { RedisStore } from '../../nodes/shared/store/redis';
import { Script, type Store } from '../../nodes/shared/store/store';
import { startRedis, type RedisServer } from '../servers';
import {
	deadToken,
	maintenance,
	quotaUsedUp,
	serviceDown,
	tooFast,
} from '../unit/delivery/support/errors';
import { aSender, Meta, mostWithin } from '../unit/delivery/support/meta';

const HOST = 'https://graph.test';
const NUMBER = { host: HOST, phoneNumberId: '100' };
const SOMEBODY = '491701234567';
/** Milliseconds by which two processes' ideas of the server's clock may differ, on a busy machine. */
const CLOCKS_DIFFER = 20;

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
let prefix: string;
let started: RedisStore[] = [];
let prefixes = 0;

beforeAll(async () => {
	redis = await startRedis();
});

beforeEach(() => {
	prefix = `commons-test-${process.pid}-${prefixes++}:`;
});

afterEach(() => {
	for (const store of started) store.close();
	started = [];
});

afterAll(async () => await redis?.close());

/** What one process has of all this. */
class Process {
	/** Round trips for slots. */
	books = 0;
	readonly store: Store;
	readonly commons: StoreCommons;
	private latest: Promise<unknown> = Promise.resolve();

	constructor(private readonly clock: Clock = systemClock) {
		const { host, port, password, database } = redis;
		const store = new RedisStore({
			host,
			port,
			tls: false,
			password: password || undefined,
			database,
			prefix,
		});
		started.push(store);
		this.store = {
			id: store.id,
			run: (script, keys, args) => {
				if (script === BOOK) this.books++;
				const reply = store.run(script, keys, args);
				this.latest = reply;
				return reply;
			},
		};
		this.commons = new StoreCommons(this.store, this.clock);
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
}

/** Two that know the server's time: from more than the first answer, for which a connection was made. */
async function twoProcesses(): Promise<[Process, Process]> {
	const both: [Process, Process] = [new Process(), new Process()];
	const number = { host: 'https://other.test', phoneNumberId: '0' };
	for (const one of [...both, ...both]) await one.ask(0, { number });
	return both;
}

const now = () => systemClock.now();
const codeOf = (error: unknown) => (error as GraphApiError).code;

function throttle(more: Partial<Extract<Note, { about: 'number' }>> = {}): Note {
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

function pace(slots: readonly Slot[]): number {
	return (slots[slots.length - 1].at - slots[0].at) / (slots.length - 1);
}

describe('slots of two processes', () => {
	it.each([0.5, 7, 12.5, 20, 80, 1_000])(
		'together keep the rate of %d in every second, and use 97 % of it',
		async (rate) => {
			const [a, b] = await twoProcesses();
			const batch = Math.max(2, Math.ceil(rate / 20));
			const slots: Slot[] = [];
			for (let turn = 0; turn < 40; turn++) {
				slots.push(...(await a.slots(batch, { ceiling: rate })));
				slots.push(...(await b.slots(batch, { ceiling: rate })));
			}
			expect(slots.map(({ place }) => place)).toEqual(slots.map((_, index) => index));
			const times = slots.map(({ at }) => at);
			// Of 12.5 a second holds 12.
			const whole = Math.max(1, Math.floor(rate));
			const windowMs = Math.max(1_000, 1_000 / rate);
			expect(mostWithin(times, windowMs - CLOCKS_DIFFER)).toBeLessThanOrEqual(whole);
			expect(pace(slots)).toBeGreaterThan(1_000 / rate);
			expect(pace(slots)).toBeLessThan(windowMs / whole / 0.97);
		},
	);

	it('begin at most 50 ms back when nobody asked before', async () => {
		const [a] = await twoProcesses();
		const askedAt = now();
		const slots = await a.slots(20);
		expect(slots[0].at).toBeGreaterThanOrEqual(askedAt - 50 - CLOCKS_DIFFER);
		expect(slots.filter(({ at }) => at < askedAt - CLOCKS_DIFFER).length).toBeLessThanOrEqual(4);
	});

	it('are told to each in the time of its own clock', async () => {
		const ahead: Clock = { ...systemClock, now: () => systemClock.now() + 3_600_000 };
		const [a, b] = [new Process(), new Process(ahead)];
		for (const one of [a, b]) await one.ask(0);
		const [first] = (await a.slots(1)).slice(-1);
		const [second] = await b.slots(1);
		expect(Math.abs(second.at - 3_600_000 - (first.at + 12.8))).toBeLessThan(CLOCKS_DIFFER);
	});

	it('are paced by the lowest rate that one of them wants, until it did not ask for 5 s', async () => {
		const [a, b] = await twoProcesses();
		await b.ask(0, { ceiling: 20 });
		expect(pace(await a.slots(10))).toBeCloseTo(1_024 / 20, 0);
		await new Promise((resolve) => setTimeout(resolve, 5_050));
		expect(pace(await a.slots(10))).toBeCloseTo(1_024 / 80, 0);
		expect(pace(await b.slots(10, { ceiling: 20 }))).toBeCloseTo(1_024 / 20, 0);
	});

	it('are not paced where there is no limit', async () => {
		const [a] = await twoProcesses();
		const phoneNumberId = '200';
		const unpaced = { number: { host: HOST, phoneNumberId }, ceiling: Infinity };
		const slots = await a.slots(50, unpaced);
		expect(pace(slots)).toBe(0);
		await a.tell(throttle({ ...unpaced, until: now() - 1 }));
		expect(await a.slots(50, unpaced)).toHaveLength(50);
	});

	it('are far apart at a low rate, also when nobody asks in between for a minute', async () => {
		const [a] = await twoProcesses();
		await a.slots(3, { ceiling: 0.01 });
		const ttls = (await a.dump()).filter(([key]) => key.endsWith(':100')).map(([, ttl]) => ttl);
		expect(ttls).toHaveLength(1);
		expect(ttls[0]).toBeGreaterThan(3 * 102_400 - 1_000);
	});

	it('begin after a while for all when one of them sent without', async () => {
		const [a, b] = await twoProcesses();
		await a.slots(3);
		const askedAt = now();
		await b.ask(0, { quietMs: 1_000 });
		const [first] = await a.slots(1);
		expect(Math.abs(first.at - askedAt - 1_000)).toBeLessThan(CLOCKS_DIFFER + 20);
		expect(first.place).toBe(3);
	});

	it('are pushed by a late arrival: those `rate` places later, again and again, and nobody else', async () => {
		const [a, b] = await twoProcesses();
		const first = await a.slots(5, { ceiling: 10 });
		const late = [{ place: first[2].place, at: first[2].at + 50 }];
		const rest = await b.slots(20, { ceiling: 10, late });
		const offsets = rest.map(({ at }, index) => at - first[0].at - (index + 5) * 102.4);
		// Each time the pace makes up for 6 ms of it.
		const pushed = new Map([
			[12, 44],
			[22, 38],
		]);
		for (const [index, offset] of offsets.entries()) {
			expect(Math.abs(offset - (pushed.get(index + 5) ?? 0))).toBeLessThan(CLOCKS_DIFFER);
		}
	});
});

describe('a recipient of both', () => {
	const toSomebody = { recipient: () => SOMEBODY };

	it('gets 45 at once, and one more every 6.1 s', async () => {
		const [a, b] = await twoProcesses();
		const granted: number[] = [];
		let freeAt = 0;
		for (let asked = 0; freeAt === 0; asked++) {
			const [slot] = (await (asked % 2 ? a : b).ask(1, { ...toSomebody, ceiling: 1 })).slots;
			if (slot && 'place' in slot) granted.push(slot.at);
			else if (slot) freeAt = slot.freeAt;
		}
		const seconds = (granted[granted.length - 1] - granted[0]) / 1_000;
		expect(granted.length).toBe(45 + Math.floor((seconds * 1_000) / PAIR_REFILL_MS));
		const refilled = granted[0] + (granted.length + 1 - 45) * PAIR_REFILL_MS;
		// It began with the first slot's time, or with that of the server where the slot was earlier.
		expect(Math.abs(freeAt - refilled)).toBeLessThan(60);
	});

	it('uses no slot while it has to wait, and none is charged a second time', async () => {
		const [a, b] = await twoProcesses();
		const unpaced = { ceiling: 20_000 };
		await a.slots(45, { ...toSomebody, ...unpaced });
		const [deferred] = (await b.ask(1, { ...toSomebody, ...unpaced })).slots;
		expect(deferred).toEqual({ freeAt: expect.closeTo(now() + PAIR_REFILL_MS, -2.5) as number });
		expect((await b.slots(1, unpaced))[0].place).toBe(45);

		const again = await b.slots(3, { ...toSomebody, ...unpaced, isCharged: true });
		expect(again).toHaveLength(3);
		const [still] = (await a.ask(1, { ...toSomebody, ...unpaced })).slots;
		expect(still).toEqual({
			freeAt: expect.closeTo((deferred as { freeAt: number }).freeAt, -1) as number,
		});
	});

	it('waits where Meta told one of them so', async () => {
		const [a, b] = await twoProcesses();
		const until = now() + 4_000;
		await a.tell({ about: 'recipient', number: NUMBER, recipient: SOMEBODY, until });
		const { slots } = await b.ask(2, { recipient: (index) => (index ? 'other' : SOMEBODY) });
		expect(slots[0]).toEqual({ freeAt: expect.closeTo(until, -1) as number });
		expect(slots[1]).toHaveProperty('place', 0);
		// Of another number it gets what it likes.
		const number = { host: HOST, phoneNumberId: '200' };
		expect(await b.slots(1, { ...toSomebody, number })).toHaveLength(1);
	});
});

describe('a number that was told to wait', () => {
	it('waits in the other process too, which hears why', async () => {
		const [a, b] = await twoProcesses();
		const until = now() + 2_000;
		await a.tell(throttle({ until }));
		const { slots, askAt, number } = await b.ask(2);
		expect(slots).toEqual([undefined, undefined]);
		expect(Math.abs(askAt - until)).toBeLessThan(CLOCKS_DIFFER);
		expect(number).toMatchObject({ isTooFast: true });
		expect(Math.abs((number?.pausedUntil ?? 0) - until)).toBeLessThan(CLOCKS_DIFFER);
		expect(codeOf(number?.error)).toBe(130429);
		expect((number?.error as GraphApiError).advice).toEqual(tooFast().advice);
	});

	it('waits alone', async () => {
		const [a, b] = await twoProcesses();
		await a.tell(throttle());
		const other = { number: { host: HOST, phoneNumberId: '200' } };
		expect(await b.slots(2, other)).toHaveLength(2);
		expect((await b.ask(0, other)).number).toBeUndefined();
	});

	it('goes on with 60 % after a throttle, counted once for all that were on their way', async () => {
		const [a, b] = await twoProcesses();
		const departedAt = now();
		const until = now() - 1;
		await a.tell(throttle({ departedAt, until }));
		await b.tell(throttle({ departedAt: departedAt - 3, until: now() + 9_000 }));
		await b.tell(throttle({ departedAt, until: now() + 9_000 }));
		const answer = await b.ask(20, { ceiling: 100 });
		expect(answer.number?.reduced?.to).toBeCloseTo(60, 5);
		expect(pace(answer.slots as Slot[])).toBeCloseTo(1_024 / 60, 0);
		await a.tell(throttle({ departedAt: now() + 50, until: now() - 1 }));
		expect((await b.ask(0)).number?.reduced?.to).toBeCloseTo(36, 0);
	});

	it('gets 5 % of its rate back every second', async () => {
		const [a, b] = await twoProcesses();
		await a.tell(throttle({ until: now() - 4_000 }));
		expect(pace(await b.slots(20, { ceiling: 100 }))).toBeCloseTo(1_024 / 80, 1);
		const phoneNumberId = '200';
		const number = { host: HOST, phoneNumberId };
		await a.tell(throttle({ number, until: now() - 8_001 }));
		const answer = await b.ask(20, { number, ceiling: 100 });
		expect(pace(answer.slots as Slot[])).toBeCloseTo(1_024 / 100, 1);
		expect(answer.number?.reduced).toBeUndefined();
	});

	it('is cut from the lowest rate that one of them wants', async () => {
		const [a, b] = await twoProcesses();
		await b.ask(0, { ceiling: 20 });
		await a.tell(throttle({ until: now() - 1 }));
		expect((await b.ask(0, { ceiling: 20 })).number?.reduced?.to).toBeCloseTo(12, 5);
	});

	it('is not cut for a maintenance', async () => {
		const [a, b] = await twoProcesses();
		await a.tell(throttle({ until: now() - 1, isTooFast: false, error: maintenance() }));
		const { number } = await b.ask(0);
		expect(number).toMatchObject({ isTooFast: false, reduced: undefined });
		expect(pace(await b.slots(10))).toBeCloseTo(1_024 / 80, 0);
	});
});

describe('an account', () => {
	const quota = (until: number): Note => ({
		about: 'quota',
		host: HOST,
		account: 'a',
		departedAt: now(),
		until,
		error: quotaUsedUp({ regainAccessMs: 3_600_000 }),
	});
	const verdict = (): Note => ({
		about: 'verdict',
		host: HOST,
		account: 'a',
		departedAt: now(),
		because: 'token',
		error: deadToken(),
	});
	const wanted = [0, 1].map((account) => ({ recipient: `r${account}`, account, isCharged: false }));
	const ofBoth = { accounts: ['a', 'b'], wanted };

	it('whose calls are used up waits in the other process, for all numbers, and nobody else does', async () => {
		const [a, b] = await twoProcesses();
		const until = now() + 60_000;
		await a.tell(quota(until));
		const number = { host: HOST, phoneNumberId: '200' };
		for (const ask of [ofBoth, { ...ofBoth, number }]) {
			const { slots, askAt, accounts, number: news } = await b.ask(0, ask);
			expect(slots).toEqual([undefined, { place: 0, at: expect.any(Number) as number }]);
			expect(Math.abs((accounts[0]?.pausedUntil ?? 0) - until)).toBeLessThan(CLOCKS_DIFFER);
			expect(accounts[0]?.pausedBy).toEqual(quotaUsedUp({ regainAccessMs: 3_600_000 }));
			expect(accounts[0]?.verdict).toBeUndefined();
			expect(accounts[1]).toBeUndefined();
			expect(news).toBeUndefined();
			// Whoever asks all the same does not ask without end.
			expect(askAt).toBeGreaterThan(now() + 400);
		}
		const elsewhere = { host: 'https://other.test', phoneNumberId: '100' };
		expect((await b.ask(0, { ...ofBoth, number: elsewhere })).accounts[0]).toBeUndefined();
	});

	it('that is dead is told to the other, with the error that said so', async () => {
		const [a, b] = await twoProcesses();
		await a.tell(verdict());
		const { slots, accounts } = await b.ask(0, ofBoth);
		// Whether a message may try is for the process: runs that began later may.
		expect(slots.map((slot) => slot && 'place' in slot)).toEqual([true, true]);
		expect(accounts[0]?.verdict).toMatchObject({ because: 'token' });
		expect(accounts[0]?.verdict?.error).toEqual(deadToken());
		expect((accounts[0]?.verdict?.error as GraphApiError).advice.retry).toBe('token');
		expect(Math.abs((accounts[0]?.verdict?.at ?? 0) - now())).toBeLessThan(1_000);
		expect(accounts[0]?.pausedUntil).toBe(-Infinity);
		expect(accounts[1]).toBeUndefined();
	});

	it('is told both where both are so, for as long as the longer holds', async () => {
		const [a, b] = await twoProcesses();
		const until = now() + 3_600_000;
		await a.tell(quota(until));
		await a.tell({ ...verdict(), departedAt: now() + 50 } as Note);
		const { accounts } = await b.ask(0, ofBoth);
		expect(accounts[0]).toMatchObject({ verdict: { because: 'token' } });
		expect(Math.abs((accounts[0]?.pausedUntil ?? 0) - until)).toBeLessThan(CLOCKS_DIFFER);
		const [[, ttl]] = (await a.dump()).filter(([key]) => key.includes('account:'));
		expect(ttl).toBeGreaterThan(3_600_000);
	});
});

describe('a host', () => {
	const opened = (openUntil: number, error?: unknown): Note => ({
		about: 'host',
		host: HOST,
		openUntil,
		failedProbes: 2,
		error,
	});

	it('that only fails gets nothing until then, from none of its numbers', async () => {
		const [a, b] = await twoProcesses();
		const openUntil = now() + 60_000;
		await a.tell(opened(openUntil));
		const number = { host: HOST, phoneNumberId: '200' };
		for (const ask of [{}, { number }]) {
			const { slots, askAt, host } = await b.ask(2, ask);
			expect(slots).toEqual([undefined, undefined]);
			expect(Math.abs(askAt - openUntil)).toBeLessThan(CLOCKS_DIFFER);
			expect(host).toMatchObject({ failedProbes: 2, verdict: undefined });
			expect(Math.abs((host?.openUntil ?? 0) - openUntil)).toBeLessThan(CLOCKS_DIFFER);
		}
		const elsewhere = { host: 'https://other.test', phoneNumberId: '100' };
		expect(await b.slots(2, { number: elsewhere })).toHaveLength(2);
	});

	it('gets one message of one process then, and of another when that one has failed', async () => {
		const [a, b] = await twoProcesses();
		await a.tell(opened(now() - 1));
		const probe = await a.ask(3);
		expect(probe.slots.map(Boolean)).toEqual([true, false, false]);
		const others = await b.ask(3);
		expect(others.slots).toEqual([undefined, undefined, undefined]);
		expect(others.askAt).toBeGreaterThan(now() + 400);
		expect(others.askAt).toBeLessThan(now() + 600);
		await a.tell(opened(now() - 1));
		expect((await b.ask(3)).slots.map(Boolean)).toEqual([true, false, false]);
		expect((await a.ask(3)).slots.map(Boolean)).toEqual([false, false, false]);
	});

	it('gets everything again when it is back', async () => {
		const [a, b] = await twoProcesses();
		await a.tell(opened(now() + 60_000));
		await a.tell({ about: 'host-back', host: HOST });
		const { slots, host } = await b.ask(3);
		expect(slots.map(Boolean)).toEqual([true, true, true]);
		expect(host).toBeUndefined();
	});

	it('that nobody waits for any longer is told with the error that said so', async () => {
		const [a, b] = await twoProcesses();
		await a.tell(opened(now() + 60_000, serviceDown()));
		const { host } = await b.ask(0);
		expect(host?.verdict?.because).toBe('unreachable');
		expect(host?.verdict?.error).toEqual(serviceDown());
	});
});

describe('what stands in Redis', () => {
	it('goes by itself, and names no recipient', async () => {
		const [a] = await twoProcesses();
		const departedAt = () => now() + 100;
		await a.tell(throttle({ until: now() - 1 }));
		await a.slots(3, { recipient: () => SOMEBODY, late: [{ place: 0, at: now() }] });
		const until = now() + 1_000;
		await a.tell({ about: 'recipient', number: NUMBER, recipient: '491709999999', until });
		const account = { host: HOST, account: 'a' };
		const error = quotaUsedUp();
		await a.tell({ about: 'quota', ...account, departedAt: departedAt(), until, error });
		const token = { because: 'token', error: deadToken() } as const;
		await a.tell({
			about: 'verdict',
			host: HOST,
			account: 'b',
			departedAt: departedAt(),
			...token,
		});
		await a.tell({ about: 'host', host: HOST, openUntil: until, failedProbes: 0 });
		new SharedDeadTokens(a.store, systemClock).add('EAAG-token', now());
		await a.tell(throttle({ departedAt: departedAt(), until }));

		const all = await a.dump();
		expect(all.map(([key]) => key.slice(prefix.length).split(':')[0]).sort()).toEqual([
			'account',
			'account',
			'dead-token',
			'host',
			'number',
			'number',
			'number',
			'number',
			'number',
			'pair',
			'pair',
		]);
		for (const [key, ttl, held] of all) {
			expect([key, ttl > 0]).toEqual([key, true]);
			expect(`${key} ${held}`).not.toMatch(/49170|EAAG/);
		}
	});

	it('is told by nobody who does not know what time it is there', async () => {
		const [a] = await twoProcesses();
		await new Process().tell(throttle());
		expect((await a.ask(0)).number).toBeUndefined();
	});
});

describe('dead tokens', () => {
	it('of one process are passed over by the other, and only those', async () => {
		const processes = await twoProcesses();
		const [mine, others] = processes.map(({ store }) => new SharedDeadTokens(store, systemClock));
		const tokens = ['old', 'new'];
		mine.add('old', now());
		expect(others.firstAlive(tokens, now())).toBe('old');
		await processes[0].tell({ about: 'host-back', host: HOST });
		await others.refresh(tokens);
		expect(others.firstAlive(tokens, now())).toBe('new');
		expect(others.firstAlive(tokens, now() + 3_600_001)).toBe('old');
		await others.refresh([]);
	});

	it('are found out by a call each where Redis is away', async () => {
		const away: Store = { id: 'away', run: async () => await Promise.reject(new Error('away')) };
		const tokens = new SharedDeadTokens(away, systemClock);
		tokens.add('old', now());
		await tokens.refresh(['old', 'new']);
		expect(tokens.firstAlive(['old', 'new'], now())).toBe('new');
	});
});

describe('dispatchers of two processes', () => {
	it('send each message once at 1,000 a second, with at most one round trip for ten', async () => {
		const [a, b] = await twoProcesses();
		const meta = new Meta(systemClock, { latencyMs: 5 });
		const before = a.books + b.books;
		const reports = [a, b].map(async ({ store }, index) => {
			const shared = { store, whenAway: 'fail', processes: 2 } as const;
			const sender = aSender({ rate: 1_000, shared });
			const batch = meta.batch(1_500, () => ({ sender }), `p${index}`);
			return await new Dispatcher().run(batch, { onFailure: 'continue' });
		});
		for (const { summary } of await Promise.all(reports)) {
			expect(summary).toMatchObject({ sent: 1_500, failed: 0, retried: 0, storeAwayMs: 0 });
		}
		expect(meta.calls).toHaveLength(3_000);
		expect(a.books + b.books - before).toBeLessThanOrEqual(300);
	});
});
