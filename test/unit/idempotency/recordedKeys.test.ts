import { RecordedKeys } from '../../../nodes/shared/idempotency/recordedKeys';
import type { Records } from '../../../nodes/shared/idempotency/records';
import type { Hold } from '../../../nodes/shared/idempotency/sentKeys';
import { VirtualClock } from '../delivery/support/virtualClock';

const HOUR_MS = 3_600_000;
const KEY = { host: 'https://graph.facebook.com', phoneNumberIds: ['1'], key: 'A' };
const FIRST = { answer: {}, phoneNumberId: '1', sentAt: 0 };

/** What a node has seen, in the order in which it has; it dies when its writes are used up. */
class Memory implements Records {
	readonly entries: Set<string>;
	mostAtOnce = 0;
	private writing = 0;

	constructor(
		private writesLeft = Infinity,
		entries: Iterable<string> = [],
	) {
		this.entries = new Set(entries);
	}

	async record(asked: readonly string[], most: number): Promise<ReadonlySet<string>> {
		const before = new Set(asked.filter((entry) => this.entries.has(entry)));
		await this.write();
		for (const entry of asked) this.entries.add(entry);
		for (const oldest of this.entries) {
			if (this.entries.size <= most) break;
			this.entries.delete(oldest);
		}
		return before;
	}

	async remove(asked: readonly string[]): Promise<void> {
		await this.write();
		for (const entry of asked) this.entries.delete(entry);
	}

	private async write(): Promise<void> {
		this.mostAtOnce = Math.max(this.mostAtOnce, ++this.writing);
		await new Promise((resolve) => setImmediate(resolve));
		this.writing--;
		if (this.writesLeft-- <= 0) throw new Error('killed');
	}
}

let nodes = 0;
const clock = new VirtualClock();
const open = (memory: Records, hours = 24, node = `node ${nodes++}`) =>
	new RecordedKeys(memory, node, hours * HOUR_MS, clock);

const hold = async (keys: RecordedKeys, takeOver = false): Promise<Hold> => {
	const claim = await keys.claim(KEY, takeOver);
	if (claim.state !== 'held') throw new Error(`It is ${claim.state}`);
	return claim;
};

/** How a key comes into each of its states. */
const waysTo: Record<string, (keys: RecordedKeys) => Promise<unknown>> = {
	new: async () => await Promise.resolve(),
	'looked up': async (keys) => await keys.lookUp(KEY),
	claimed: async (keys) => await hold(keys),
	sent: async (keys) => await (await hold(keys)).confirm(FIRST),
	released: async (keys) => await (await hold(keys)).release(),
};

it.each([
	['new', 'new'],
	['looked up', 'new'],
	['claimed', 'claimed'],
	['sent', 'sent'],
	['released', 'new'],
])('a key that is %s is found %s, as often as it is looked up', async (way, state) => {
	const keys = open(new Memory());
	await waysTo[way](keys);
	for (let time = 0; time < 3; time++) expect(await keys.lookUp(KEY)).toEqual({ state });
	const claim = await keys.claim(KEY, false);
	expect(claim.state).toBe(state === 'new' ? 'held' : state);
});

/** What a second process may think after the first was killed: never that what is not known to be sent was sent. */
const afterKill: Record<string, string[]> = {
	new: ['new', 'claimed'],
	'looked up': ['new', 'claimed'],
	claimed: ['claimed'],
	sent: ['sent', 'claimed'],
};

describe.each(Object.keys(afterKill))(
	'a process killed while it asks for a key that is %s',
	(way) => {
		describe.each([0, HOUR_MS * 10])('of %d ms ago', (age) => {
			it.each([0, 1, 2, 3])('after %d writes leaves no wrong certainty', async (writes) => {
				const before = new Memory();
				await waysTo[way](open(before));
				await clock.advance(age);
				for (const ask of [
					async (keys: RecordedKeys) => await keys.lookUp(KEY),
					async (keys: RecordedKeys) => await keys.claim(KEY, false),
				]) {
					const dying = new Memory(writes, before.entries);
					await ask(open(dying)).catch(() => undefined);
					const { state } = await open(new Memory(Infinity, dying.entries)).lookUp(KEY);
					expect(afterKill[way]).toContain(state);
				}
			});
		});
	},
);

it.each([1, 24, 48])('remembers for %d hours at least, and not much longer', async (hours) => {
	for (const minutes of [0, 59, 179]) {
		const keys = open(new Memory(), hours);
		await clock.advance(minutes * 60_000);
		await waysTo.sent(keys);
		await clock.advance(hours * HOUR_MS);
		expect(await keys.lookUp(KEY)).toEqual({ state: 'sent' });
		await clock.advance(6 * HOUR_MS);
		expect(await keys.lookUp(KEY)).toEqual({ state: 'new' });
		expect((await keys.claim(KEY, false)).state).toBe('held');
	}
});

it('knows a key also when the hours were changed meanwhile', async () => {
	const memory = new Memory();
	await waysTo.sent(open(memory, 24));
	await clock.advance(20 * HOUR_MS);
	expect(await open(memory, 700).lookUp(KEY)).toEqual({ state: 'sent' });
});

it('of executions of a node at the same time one gets a key, by one write at a time', async () => {
	const memory = new Memory();
	const executions = [1, 2, 3, 4].map(() => open(memory, 24, 'one node'));
	const looks = await Promise.all(executions.map(async (keys) => await keys.lookUp(KEY)));
	expect(looks).toEqual(looks.map(() => ({ state: 'new' })));
	const claims = await Promise.all(executions.map(async (keys) => await keys.claim(KEY, false)));
	expect(claims.map(({ state }) => state)).toEqual(['held', 'claimed', 'claimed', 'claimed']);
	expect(memory.mostAtOnce).toBe(1);
});

it('a claim is taken over where that is asked for, and confirmed as any other', async () => {
	const keys = open(new Memory());
	await waysTo.claimed(keys);
	const claim = await hold(keys, true);
	expect(claim.wasClaimed).toBe(true);
	await claim.confirm(FIRST);
	expect(await keys.claim(KEY, true)).toEqual({ state: 'sent' });
});

it('keeps the latest 10,000 messages, and looking them up pushes out none', async () => {
	const memory = new Memory();
	const keys = open(memory);
	const of = (place: number) => ({ ...KEY, key: String(place) });
	const inSlices = async (from: number, ask: (place: number) => Promise<unknown>) => {
		for (let place = from; place < 10_200; place += 100) {
			await Promise.all(Array.from({ length: 100 }, async (_, i) => await ask(place + i)));
		}
	};
	await inSlices(0, async (place) => {
		const claim = await keys.claim(of(place), false);
		if (claim.state === 'held') await claim.confirm(FIRST);
	});
	for (let time = 0; time < 2; time++) {
		await inSlices(200, async (place) => {
			expect(await keys.lookUp(of(place))).toEqual({ state: 'sent' });
		});
	}
	expect(await keys.lookUp(of(0))).toEqual({ state: 'new' });
	expect(memory.entries.size).toBeLessThanOrEqual(30_400);
});
