import type { NotSentError } from '../../../../nodes/shared/delivery';
import { mostWithin } from '../support/meta';
import { failed, sent } from '../support/scene';
import { Processes } from './support/processes';

const inSecond = (times: number[], second: number) =>
	times.filter((time) => time >= second * 1_000 && time < (second + 1) * 1_000).length;

const reasons = (outcomes: Parameters<typeof failed>[0]) =>
	new Set(failed(outcomes).map(({ error }) => (error as NotSentError).because));

describe('a store that goes away, where messages go on without it', () => {
	it('leaves each process its share of the rate, and the whole one when it is back', async () => {
		const processes = new Processes({ processes: 2 });
		const report = processes.run(processes.batch(800));
		await processes.clock.advance(2_000);
		processes.store.goAway();
		await processes.clock.advance(4_000);
		processes.store.comeBack();
		const { outcomes, summary } = await processes.clock.finish(report);
		expect(sent(outcomes)).toHaveLength(800);
		expect(processes.meta.calls).toHaveLength(800);
		const times = processes.times();
		expect(inSecond(times, 1)).toBeGreaterThan(76);
		for (const second of [3, 4, 5]) {
			expect(inSecond(times, second)).toBeGreaterThan(37);
			expect(inSecond(times, second)).toBeLessThanOrEqual(40);
		}
		// Looked for every 500 ms; nothing of the share is left in what is asked for then.
		for (const second of [8, 9, 10]) expect(inSecond(times, second)).toBeGreaterThan(76);
		expect(mostWithin(times, 1_000)).toBeLessThanOrEqual(80);
		expect(summary.storeAwayMs).toBeGreaterThan(3_900);
		expect(summary.storeAwayMs).toBeLessThan(4_600);
		expect(Math.max(...processes.store.books.slice(-50).map(({ ceiling }) => ceiling))).toBe(80);
		expect(Math.min(...processes.store.books.map(({ ceiling }) => ceiling))).toBe(80);
		await processes.expectNothingLeft();
	});

	it('never has the rate exceeded, although not all notice at once that it is back', async () => {
		const processes = new Processes({ processes: 3 });
		const { clock, store } = processes;
		const reports = [0, 1, 2].map(async (process) => {
			// They look for it at different times.
			await new Promise<void>((resolve) => clock.after(1_000 + 150 * process, resolve));
			return await processes.run(processes.batch(200, undefined, `p${process}`), {}, process);
		});
		store.goAway();
		await clock.advance(5_000);
		store.comeBack();
		for (const { summary } of await clock.finish(Promise.all(reports))) {
			expect(summary.sent).toBe(200);
			expect(summary.durationMs).toBeLessThan(10_000);
		}
		expect(mostWithin(processes.times(), 1_000)).toBeLessThanOrEqual(80);
	});

	it('has nobody leave in the place of those whose slots were missed', async () => {
		let lateness = 0;
		const processes = new Processes({ processes: 4, lateness: () => lateness });
		const sender = processes.sender({ rate: 4 });
		const report = processes.run(processes.batch(12, () => ({ sender })));
		await processes.clock.advance(700);
		processes.store.goAway();
		lateness = 600;
		await processes.clock.advance(100);
		lateness = 0;
		await processes.clock.finish(report);
		const times = processes.times();
		// Six slots were taken before: one of them was missed, the one a quarter of a second later was not.
		expect(times.filter((time) => time < 2_000)).toHaveLength(5);
		for (let call = 5; call < times.length; call++) {
			expect(times[call] - times[call - 1]).toBeGreaterThanOrEqual(1_000);
		}
	});

	it('hears of the same late ones afterwards', async () => {
		const told = async (goesAway: boolean) => {
			let lateness = 0;
			const processes = new Processes({ lateness: () => lateness });
			const report = processes.run(processes.batch(400));
			await processes.clock.advance(1_000);
			lateness = 60;
			await processes.clock.advance(60);
			lateness = 0;
			// They are told of 400 ms after they left.
			await processes.clock.advance(340);
			if (goesAway) processes.store.goAway();
			await processes.clock.advance(100);
			processes.store.comeBack();
			await processes.clock.finish(report);
			const late = processes.store.books.flatMap((book) => book.late);
			const early = late.filter(({ at }) => at < processes.start + 1_150);
			return early.map(({ place }) => place);
		};
		const expected = await told(false);
		expect(expected.length).toBeGreaterThan(0);
		expect(await told(true)).toEqual(expected);
	});

	it('is looked for every 500 ms', async () => {
		const processes = new Processes();
		let asked = 0;
		processes.store.trouble = () => {
			asked++;
			return { afterMs: 1 };
		};
		const report = processes.run(processes.batch(400));
		await processes.clock.advance(5_000);
		expect(asked).toBeGreaterThanOrEqual(9);
		expect(asked).toBeLessThanOrEqual(11);
		await processes.clock.finish(report);
		await processes.expectNothingLeft();
	});

	it('may do so before a run begins, which is told', async () => {
		const processes = new Processes({ processes: 4 });
		processes.store.goAway();
		const { outcomes, summary } = await processes.finish(processes.batch(40));
		expect(sent(outcomes)).toHaveLength(40);
		expect(mostWithin(processes.times(), 1_000)).toBeLessThanOrEqual(20);
		expect(summary.storeAwayMs).toBeGreaterThan(summary.durationMs - 10);
		// As another that joins while the first is still on its way.
		const first = processes.run(processes.batch(40, undefined, 'b'));
		await processes.clock.advance(1_000);
		const second = await processes.finish(processes.batch(10, undefined, 'c'));
		expect(second.summary.storeAwayMs).toBe(second.summary.durationMs);
		await processes.clock.finish(first);
		await processes.expectNothingLeft();
	});

	it('that hangs is waited for once, and nothing is sent twice although its scripts ran', async () => {
		const processes = new Processes();
		const report = processes.run(processes.batch(400));
		await processes.clock.advance(1_000);
		processes.store.trouble = () => ({ afterMs: 2_000, hasRun: true });
		await processes.clock.advance(4_000);
		processes.store.comeBack();
		const { summary } = await processes.clock.finish(report);
		expect(summary).toMatchObject({ sent: 400, failed: 0 });
		expect(processes.meta.calls).toHaveLength(400);
		expect(inSecond(processes.times(), 4)).toBeGreaterThan(70);
		await processes.expectNothingLeft();
	});

	it('leaves nothing of a run that is cancelled meanwhile', async () => {
		const processes = new Processes();
		const cancel = new AbortController();
		processes.store.trouble = () => ({ afterMs: 2_000 });
		const report = processes.run(processes.batch(100), { signal: cancel.signal });
		await processes.clock.advance(1_000);
		cancel.abort();
		const { summary } = await processes.clock.finish(report);
		expect(summary).toMatchObject({ sent: 0, failed: 100 });
		processes.store.comeBack();
		await processes.clock.advance(5_000);
		expect(processes.meta.calls).toEqual([]);
		await processes.expectNothingLeft();
	});
});

describe('a store that goes away, where messages may not go on without it', () => {
	it('is waited for as long as 5 s', async () => {
		const processes = new Processes({ whenAway: 'fail' });
		const report = processes.run(processes.batch(400));
		await processes.clock.advance(2_000);
		processes.store.goAway();
		await processes.clock.advance(4_500);
		const during = processes.times().filter((time) => time > 2_100 && time < 6_500);
		processes.store.comeBack();
		const { outcomes, summary } = await processes.clock.finish(report);
		expect(during).toEqual([]);
		expect(sent(outcomes)).toHaveLength(400);
		expect(processes.meta.calls).toHaveLength(400);
		expect(summary.storeAwayMs).toBeGreaterThan(4_400);
		await processes.expectNothingLeft();
	});

	it.each([
		{ name: 'from one number', fixed: true },
		{ name: 'from numbers that are read with the messages', fixed: false },
	])('fails a run then, all of it at once, $name', async ({ fixed }) => {
		const processes = new Processes({ whenAway: 'fail' });
		const sender = processes.sender();
		const report = processes.run(
			processes.batch(2_000, () => ({ sender }), 'batch', fixed ? { sender } : {}),
		);
		await processes.clock.advance(2_000);
		processes.store.goAway();
		const { outcomes, summary } = await processes.clock.finish(report);
		expect(reasons(outcomes)).toEqual(new Set(['store']));
		expect(summary.sent).toBe(processes.meta.calls.length);
		expect(summary.sent + summary.failed).toBe(2_000);
		expect(summary.durationMs).toBeGreaterThan(6_900);
		expect(summary.durationMs).toBeLessThan(8_500);
		await processes.expectNothingLeft();
	});

	it('has a later run wait anew, which succeeds when it is back', async () => {
		const processes = new Processes({ whenAway: 'fail' });
		processes.store.goAway();
		const first = await processes.finish(processes.batch(10, undefined, 'a'));
		expect(reasons(first.outcomes)).toEqual(new Set(['store']));
		expect(first.summary.durationMs).toBeGreaterThan(5_000);
		const second = processes.run(processes.batch(10, undefined, 'b'));
		await processes.clock.advance(3_000);
		processes.store.comeBack();
		const { summary } = await processes.clock.finish(second);
		expect(summary).toMatchObject({ sent: 10, failed: 0 });
		expect(processes.meta.of('a')).toEqual([]);
		await processes.expectNothingLeft();
	});

	it('lets leave what has its slot, and what is in flight end as it does', async () => {
		const processes = new Processes({ whenAway: 'fail', latencyMs: 8_000 });
		const report = processes.run(processes.batch(100));
		await processes.clock.advance(203);
		processes.store.goAway();
		const { summary } = await processes.clock.finish(report);
		expect(summary.sent).toBe(processes.meta.calls.length);
		expect(summary.sent).toBeGreaterThan(15);
		expect(summary.failedBy).toEqual({ 'not-sent:store': 100 - summary.sent });
		await processes.expectNothingLeft();
	});
});

it('goes away for two numbers at once and is counted once', async () => {
	const processes = new Processes();
	const numbers = ['1', '2'].map((phoneNumberId) => processes.sender({ phoneNumberId }));
	const report = processes.run(processes.batch(800, (index) => ({ sender: numbers[index % 2] })));
	await processes.clock.advance(1_000);
	processes.store.goAway();
	await processes.clock.advance(2_000);
	processes.store.comeBack();
	const { summary } = await processes.clock.finish(report);
	expect(summary.sent).toBe(800);
	expect(summary.storeAwayMs).toBeGreaterThan(1_900);
	expect(summary.storeAwayMs).toBeLessThan(2_700);
});
