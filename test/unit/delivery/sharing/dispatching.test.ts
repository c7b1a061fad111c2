import { type NotSentError } from '../../../../nodes/shared/delivery';
import { undeliverable } from '../support/errors';
import { groupBy, mostWithin } from '../support/meta';
import { failed, sent } from '../support/scene';
import { Processes } from './support/processes';

describe('a number that is shared', () => {
	it('sends everything once, and in order to each recipient', async () => {
		const processes = new Processes();
		const { outcomes, summary } = await processes.finish(
			processes.batch(300, (index) => ({ recipient: `r${index % 40}` })),
		);
		expect(sent(outcomes)).toHaveLength(300);
		expect(summary.storeAwayMs).toBe(0);
		expect(new Set(processes.meta.calls.map(({ index }) => index)).size).toBe(300);
		expect(processes.meta.calls).toHaveLength(300);
		for (const calls of groupBy(processes.meta.calls, ({ recipient }) => recipient).values()) {
			const indices = calls.map(({ index }) => index);
			expect(indices).toEqual([...indices].sort((a, b) => a - b));
		}
		await processes.expectNothingLeft();
	});

	it.each([20, 80, 1_000])(
		'has its rate of %i used by two processes, and no more',
		async (rate) => {
			const processes = new Processes({ processes: 2 });
			const spec = () => ({ sender: processes.sender({ rate }) });
			const reports = [0, 1].map((process) =>
				processes.run(processes.batch(rate * 4, spec, `p${process}`), {}, process),
			);
			await processes.clock.finish(Promise.all(reports));
			const times = processes.times();
			expect(times).toHaveLength(rate * 8);
			expect(mostWithin(times, 1_000)).toBeLessThanOrEqual(rate);
			const used = (times.length - 1) / (times[times.length - 1] - times[0]) / (rate / 1_000);
			expect(used).toBeGreaterThan(0.97);
			const half = processes.meta.calls.slice(0, rate * 4);
			expect(half.filter(({ batch }) => batch === 'p0').length / half.length).toBeCloseTo(0.5, 1);
		},
	);

	it('asks the store at most once for ten messages at 1,000 a second', async () => {
		const processes = new Processes();
		const spec = () => ({ sender: processes.sender({ rate: 1_000 }) });
		await processes.finish(processes.batch(5_000, spec));
		expect(processes.store.books.length).toBeLessThanOrEqual(500);
	});

	it('spreads over two numbers evenly, each at its rate', async () => {
		const processes = new Processes();
		const numbers = ['1', '2'].map((phoneNumberId) => processes.sender({ phoneNumberId }));
		const { summary } = await processes.finish(processes.batch(800, () => ({ spread: numbers })));
		const byNumber = groupBy(processes.meta.calls, ({ phoneNumberId }) => phoneNumberId);
		expect([...byNumber.values()].map(({ length }) => Math.abs(length - 400) <= 20)).toEqual([
			true,
			true,
		]);
		expect(summary.ratePerSecond).toBeGreaterThan(2 * 80 * 0.95);
	});

	it('lets high priority go first, and normal keep a tenth', async () => {
		const processes = new Processes();
		const normal = processes.run(processes.batch(400, undefined, 'normal'));
		await processes.clock.advance(1_000);
		const high = processes.run(processes.batch(160, undefined, 'high'), { priority: 'high' });
		const before = processes.meta.of('normal').length;
		await processes.clock.finish(high);
		const meanwhile = processes.meta.of('normal').length - before;
		expect(meanwhile).toBeGreaterThanOrEqual(16);
		expect(meanwhile).toBeLessThanOrEqual(26);
		await processes.clock.finish(normal);
	});

	it('asks anew for messages whose slots were missed, and says that their recipients were charged', async () => {
		let lateness = 0;
		const processes = new Processes({ lateness: () => lateness });
		const report = processes.run(processes.batch(100));
		await processes.clock.advance(300);
		lateness = 400;
		await processes.clock.advance(1_000);
		lateness = 0;
		const { outcomes } = await processes.clock.finish(report);
		expect(sent(outcomes)).toHaveLength(100);
		expect(processes.meta.calls).toHaveLength(100);
		const charged = processes.store.books.flatMap(({ wanted }) =>
			wanted.filter(({ isCharged }) => isCharged),
		);
		expect(charged.length).toBeGreaterThan(0);
		// What was not missed is charged with its first slot.
		const first = new Set<string>();
		for (const { wanted } of processes.store.books) {
			for (const { recipient, isCharged } of wanted) {
				expect(first.has(recipient)).toBe(isCharged);
				first.add(recipient);
			}
		}
		await processes.expectNothingLeft();
	});

	it('tells what left late, once each, by its place and when it arrived at the latest', async () => {
		let lateness = 0;
		const processes = new Processes({ lateness: () => lateness });
		const report = processes.run(processes.batch(200));
		await processes.clock.advance(1_000);
		lateness = 60;
		await processes.clock.advance(60);
		lateness = 0;
		await processes.clock.finish(report);
		const late = processes.store.books.flatMap((book) => book.late);
		expect(late.length).toBeGreaterThan(0);
		expect(new Set(late.map(({ place }) => place)).size).toBe(late.length);
		for (const { place, at } of late) {
			const { at: leftAt, endedAt = 0 } = processes.meta.calls[place];
			expect(at).toBeGreaterThanOrEqual(leftAt - 0.01);
			expect(at - leftAt).toBeLessThanOrEqual(1.5 * (endedAt - leftAt));
		}
	});
});

describe('messages that are given up', () => {
	it.each([
		{ when: 'with slots', atMs: 200 },
		{ when: 'with a request under way', atMs: 1 },
	])('are answered once each $when, by a cancellation', async ({ atMs }) => {
		const processes = new Processes();
		const cancel = new AbortController();
		const report = processes.run(processes.batch(100), { signal: cancel.signal });
		await processes.clock.advance(atMs);
		const before = processes.meta.calls.length;
		cancel.abort();
		const { outcomes, summary } = await processes.clock.finish(report);
		expect(processes.meta.calls).toHaveLength(before);
		expect(summary).toMatchObject({ total: 100, sent: before, failed: 100 - before, waiting: 0 });
		expect(failed(outcomes).map(({ error }) => (error as NotSentError).because)).toEqual(
			new Array(100 - before).fill('cancelled'),
		);
		await processes.expectNothingLeft();
	});

	it('leave the others of the number alone', async () => {
		const processes = new Processes();
		const cancel = new AbortController();
		const given = processes.run(processes.batch(100, undefined, 'a'), { signal: cancel.signal });
		const kept = processes.run(processes.batch(100, undefined, 'b'));
		await processes.clock.advance(201);
		cancel.abort();
		const [a, b] = await processes.clock.finish(Promise.all([given, kept]));
		expect(a.summary.sent + a.summary.failed).toBe(100);
		expect(b.summary).toMatchObject({ sent: 100, failed: 0 });
		expect(processes.meta.of('b')).toHaveLength(100);
		await processes.expectNothingLeft();
	});

	it.each([500, 501, 502, 513])(
		'are answered once each after a longest wait of %i ms',
		async (maxWaitMs) => {
			const processes = new Processes();
			const { summary } = await processes.finish(processes.batch(100), { maxWaitMs });
			expect(summary.sent).toBe(processes.meta.calls.length);
			expect(summary.failedBy).toEqual({ 'not-sent:max-wait': 100 - summary.sent });
			await processes.expectNothingLeft();
		},
	);

	it('are answered once each when a failure stops the run', async () => {
		const processes = new Processes({
			answer: ({ index }) => (index === 10 ? undeliverable() : undefined),
		});
		const { summary } = await processes.finish(processes.batch(100), { onFailure: 'stop' });
		expect(summary.sent + 1).toBe(processes.meta.calls.length);
		expect(summary.failedBy).toEqual({
			131026: 1,
			'not-sent:stopped': 100 - processes.meta.calls.length,
		});
		await processes.expectNothingLeft();
	});
});

describe('a recipient whose budget is used up by other processes', () => {
	it('waits as long as the store says, and counts as deferred once', async () => {
		const processes = new Processes();
		const keys: string[] = [];
		processes.store.deferredUntil = (recipient, asked) => {
			if (asked === 1 && keys.length === 0) keys.push(recipient);
			return recipient === keys[0] ? processes.start + 4_000 : undefined;
		};
		const { outcomes, summary } = await processes.finish(processes.batch(100));
		expect(sent(outcomes)).toHaveLength(100);
		expect(summary.deferredForPair).toBe(1);
		expect(processes.times().filter((time) => time >= 4_000)).toHaveLength(1);
		await processes.expectNothingLeft();
	});

	it('gets nothing when that is later than the longest wait', async () => {
		const processes = new Processes();
		processes.store.deferredUntil = () => processes.start + 4_000;
		const { outcomes, summary } = await processes.finish(processes.batch(10), { maxWaitMs: 3_000 });
		expect(failed(outcomes).map(({ error }) => (error as NotSentError).because)).toEqual(
			new Array(10).fill('max-wait'),
		);
		expect(processes.meta.calls).toEqual([]);
		expect(summary.deferredForPair).toBe(0);
		await processes.expectNothingLeft();
	});

	it('stops a run with its failure, for all that asked with it as well', async () => {
		const processes = new Processes();
		let first: string | undefined;
		processes.store.deferredUntil = (recipient) => {
			first ??= recipient;
			return recipient === first ? processes.start + 4_000 : undefined;
		};
		const { outcomes, summary } = await processes.finish(processes.batch(50), {
			maxWaitMs: 3_000,
			onFailure: 'stop',
		});
		expect(summary).toMatchObject({ sent: 0, failed: 50, waiting: 0, inFlight: 0 });
		expect(failed(outcomes)).toHaveLength(50);
		await processes.expectNothingLeft();
		expect(processes.meta.calls).toEqual([]);
	});
});
