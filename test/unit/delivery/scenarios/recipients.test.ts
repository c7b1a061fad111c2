import { serviceDown, pairLimit } from '../support/errors';
import { aSender, groupBy, keepsPairBudget, mostWithin } from '../support/meta';
import { failed, Scene } from '../support/scene';

describe('the pair limit', () => {
	it('makes a recipient out of budget wait while everyone behind goes past', async () => {
		const scene = new Scene();
		const batch = scene.meta.batch(500, (index) => ({
			recipient: index < 100 ? 'hot' : `cold-${index}`,
			sender: aSender(),
		}));
		const { summary } = await scene.finish(batch, { keepOrder: false });
		const hot = scene.meta.calls.filter(({ recipient }) => recipient === 'hot');
		const cold = scene.meta.calls.filter(({ recipient }) => recipient !== 'hot');
		expect(keepsPairBudget(scene.times(hot))).toBe(true);
		expect(scene.times(hot)[44]).toBeLessThan(1_000);
		expect(scene.times(cold)[399]).toBeLessThan(6_500);
		// 55 of them, one every 6 s.
		expect(scene.times(hot)[99]).toBeGreaterThan(55 * 6_000);
		expect(scene.times(hot)[99]).toBeLessThan(55 * 6_200);
		expect(summary.deferredForPair).toBe(55);
	});

	it('does not keep a run from reading on, however long the line of one recipient is', async () => {
		const scene = new Scene();
		const batch = scene.meta.batch(10_100, (index) => ({
			recipient: index < 10_000 ? 'hot' : `cold-${index}`,
		}));
		const done = scene.run(batch);
		await scene.clock.advance(5_000);
		const cold = scene.meta.calls.filter(({ recipient }) => recipient !== 'hot');
		expect(cold).toHaveLength(100);
		expect(scene.times(cold)[99]).toBeLessThan(2_000);
		const { summary } = await scene.clock.finish(done);
		expect(summary.sent).toBe(10_100);
	});

	it('is counted over all runs and batches', async () => {
		const scene = new Scene();
		const names = ['a', 'b', 'c'];
		const runs = names.map((name) =>
			scene.run(scene.meta.batch(30, () => ({ recipient: 'hot' }), name)),
		);
		await scene.clock.finish(Promise.all(runs));
		expect(keepsPairBudget(scene.times())).toBe(true);
	});

	it('is Meta’s to know better: 131056 makes only that recipient wait 1, 4, 16, 64 s', async () => {
		const scene = new Scene({
			answer: ({ recipient, attempt }) =>
				recipient === 'hot' && attempt < 5 ? pairLimit() : undefined,
		});
		const batch = scene.meta.batch(800, (index) => ({
			recipient: index === 0 ? 'hot' : `cold-${index}`,
		}));
		const { outcomes, summary } = await scene.finish(batch);
		const hot = scene.meta.calls.filter(({ recipient }) => recipient === 'hot');
		const waits = hot.slice(1).map(({ at }, index) => at - (hot[index].endedAt ?? 0));
		for (const [index, seconds] of [1, 4, 16, 64].entries()) {
			expect(waits[index]).toBeGreaterThanOrEqual(seconds * 1_000);
			expect(waits[index]).toBeLessThan(seconds * 1_000 + 100);
		}
		const cold = scene.meta.calls.filter(({ recipient }) => recipient !== 'hot');
		expect(scene.times(cold)[798]).toBeLessThan(10_400);
		expect(outcomes[0]).toMatchObject({ status: 'sent', attempts: 5 });
		expect(summary).toMatchObject({ retried: 4, deferredForPair: 1, sent: 800 });
	});

	it('is taken for used up once Meta has said so', async () => {
		const scene = new Scene({
			answer: ({ index, attempt }) => (index === 0 && attempt === 1 ? pairLimit() : undefined),
		});
		await scene.finish(scene.meta.batch(4, () => ({ recipient: 'hot' })));
		const times = scene.times();
		expect(times[1]).toBeGreaterThanOrEqual(1_050);
		expect(times[2] - times[1]).toBeGreaterThanOrEqual(6_000);
		expect(times[3] - times[2]).toBeGreaterThanOrEqual(6_000);
	});
});

describe('order', () => {
	it('is kept per recipient: the next leaves when the former is answered, retries included', async () => {
		const scene = new Scene({
			latencyMs: ({ index }) => 20 + ((index * 37) % 200),
			answer: ({ index, attempt }) => (index % 10 === 3 && attempt < 3 ? serviceDown() : undefined),
		});
		const batch = scene.meta.batch(200, (index) => ({ recipient: `r${index % 7}` }));
		const { summary } = await scene.finish(batch);
		expect(summary.sent).toBe(200);
		for (const calls of groupBy(scene.meta.calls, ({ recipient }) => recipient).values()) {
			for (let call = 1; call < calls.length; call++) {
				expect(calls[call].index).toBeGreaterThanOrEqual(calls[call - 1].index);
				expect(calls[call].at).toBeGreaterThanOrEqual(calls[call - 1].endedAt ?? Infinity);
			}
		}
	});

	it('lets different recipients run side by side', async () => {
		const scene = new Scene({ latencyMs: 1_000 });
		await scene.finish(scene.meta.batch(80, (index) => ({ recipient: `r${index % 40}` })));
		expect(scene.meta.mostInFlight).toBeGreaterThanOrEqual(40);
		expect(scene.times()[79]).toBeLessThan(2_000);
	});

	it('may be given up', async () => {
		const scene = new Scene({ latencyMs: 1_000 });
		await scene.finish(
			scene.meta.batch(20, () => ({ recipient: 'one' })),
			{ keepOrder: false },
		);
		expect(scene.times()[19]).toBeLessThan(500);
	});

	it('goes on after a message that failed for good', async () => {
		const scene = new Scene({
			answer: ({ index }) => (index === 1 ? serviceDown() : undefined),
		});
		const { outcomes } = await scene.finish(scene.meta.batch(3, () => ({ recipient: 'one' })));
		expect(outcomes.map(({ status, attempts }) => [status, attempts])).toEqual([
			['sent', 1],
			['failed', 5],
			['sent', 1],
		]);
		expect(failed(outcomes)).toHaveLength(1);
	});
});

describe('what is remembered of recipients', () => {
	it('is bounded while messages go out, and nothing at the end', async () => {
		const scene = new Scene();
		const done = scene.run(scene.meta.batch(30_000, () => ({ sender: aSender({ rate: 1_000 }) })));
		let most = 0;
		for (let second = 0; second < 30; second++) {
			await scene.clock.advance(1_000);
			most = Math.max(most, scene.dispatcher.size.recipients);
		}
		expect(most).toBeGreaterThan(5_000);
		expect(most).toBeLessThan(20_000);
		await scene.clock.finish(done);
		expect(mostWithin(scene.times(), 1_000)).toBeLessThanOrEqual(1_000);
		await scene.forget();
		expect(scene.dispatcher.size).toEqual({
			lanes: 0,
			accounts: 0,
			hosts: 0,
			runs: 0,
			recipients: 0,
		});
		expect(scene.clock.pending).toBe(0);
	});
});
