import { NetworkError } from '../../../../nodes/shared/graph/errors';
import { NotSentError, UnknownOutcomeError } from '../../../../nodes/shared/delivery';
import {
	graphError,
	maintenance,
	quotaUsedUp,
	refusedConnection,
	serviceDown,
	timedOut,
	tooFast,
	undeliverable,
} from '../support/errors';
import { aSender, mostWithin } from '../support/meta';
import { failed, Scene, sent } from '../support/scene';

describe('a throttle (130429, HTTP 429)', () => {
	it('pauses the number for everyone waiting, for as long as Meta says', async () => {
		let throttles = 0;
		const scene = new Scene({
			answer: ({ index }) =>
				index === 40 && throttles++ === 0 ? tooFast({ retryAfterMs: 5_000 }) : undefined,
		});
		const runs = [
			scene.run(scene.meta.batch(200, undefined, 'a')),
			scene.run(scene.meta.batch(20, undefined, 'b')),
		];
		const [a, b] = await scene.clock.finish(Promise.all(runs));
		const throttled = scene.meta.calls.find((call) => !call.accepted);
		const from = (throttled?.endedAt ?? 0) - scene.start;
		expect(scene.times().filter((time) => time > from && time < from + 5_000)).toEqual([]);
		expect(a.summary.sent + b.summary.sent).toBe(220);
		expect(a.outcomes[40]).toMatchObject({ status: 'sent', attempts: 2 });
		expect(a.summary.timeMs.pause).toBeGreaterThan(4_900);
	});

	it('cuts the rate to 60 %, once for all that was in flight, and climbs back 5 % a second', async () => {
		const scene = new Scene({
			latencyMs: 300,
			answer: ({ sinceStart, attempt }) =>
				attempt === 1 && sinceStart > 1_000 && sinceStart < 1_200
					? tooFast({ retryAfterMs: 1_000 })
					: undefined,
		});
		await scene.finish(scene.meta.batch(2_000, () => ({ sender: aSender({ rate: 100 }) })));
		expect(scene.meta.calls.filter((call) => !call.accepted).length).toBeGreaterThan(10);
		const paused = 2_350;
		const inSecond = (second: number) =>
			scene.times().filter((t) => t >= paused + second * 1_000 && t < paused + (second + 1) * 1_000)
				.length;
		expect(inSecond(0)).toBeGreaterThan(50);
		expect(inSecond(0)).toBeLessThanOrEqual(65);
		expect(inSecond(4)).toBeGreaterThan(70);
		expect(inSecond(4)).toBeLessThanOrEqual(85);
		expect(inSecond(9)).toBeGreaterThan(94);
		expect(mostWithin(scene.times(), 1_000)).toBeLessThanOrEqual(100);
	});

	it('waits 1, 2, 4, 8 s when Meta does not say how long', async () => {
		const scene = new Scene({
			answer: ({ attempt }) => (attempt < 5 ? tooFast() : undefined),
		});
		await scene.finish(scene.meta.batch(1));
		const waits = scene
			.times()
			.slice(1)
			.map((time, index) => time - scene.times()[index]);
		expect(waits.map((wait) => Math.floor(wait / 1_000))).toEqual([1, 2, 4, 8]);
	});

	it('is not followed by a burst', async () => {
		const scene = new Scene({
			answer: ({ index, attempt }) =>
				index === 40 && attempt === 1 ? tooFast({ retryAfterMs: 5_000 }) : undefined,
		});
		await scene.finish(scene.meta.batch(200, () => ({ sender: aSender({ rate: 100 }) })));
		const after = scene.times().filter((time) => time > 5_000);
		expect(after[1] - after[0]).toBeGreaterThanOrEqual(1_000 / 65);
		expect(after[2] - after[1]).toBeGreaterThanOrEqual(1_000 / 65);
	});

	it('leaves other numbers alone', async () => {
		const scene = new Scene({
			answer: ({ phoneNumberId, attempt }) =>
				phoneNumberId === '1' && attempt === 1 ? tooFast({ retryAfterMs: 60_000 }) : undefined,
		});
		const batch = scene.meta.batch(1_000, (index) => ({
			sender: aSender({ phoneNumberId: index < 500 ? '1' : '2' }),
		}));
		const done = scene.run(batch);
		await scene.clock.advance(20_000);
		const others = scene.meta.calls.filter(({ phoneNumberId }) => phoneNumberId === '2');
		expect(others).toHaveLength(500);
		expect((await scene.clock.finish(done)).summary.sent).toBe(1_000);
	});
});

describe('a used-up quota', () => {
	it('holds all numbers of the account until Meta gives access again', async () => {
		const scene = new Scene({
			answer: ({ index, attempt }) =>
				index === 5 && attempt === 1 ? quotaUsedUp({ regainAccessMs: 600_000 }) : undefined,
		});
		const batch = scene.meta.batch(200, (index) => ({
			sender: aSender({ phoneNumberId: `${index % 2}` }),
		}));
		const { summary } = await scene.finish(batch);
		const used = scene.meta.calls.find((call) => !call.accepted);
		const from = (used?.endedAt ?? 0) - scene.start;
		expect(scene.times().filter((time) => time > from && time < from + 600_000)).toEqual([]);
		expect(summary.sent).toBe(200);
		expect(summary.timeMs.quota).toBeGreaterThan(599_000);
	});

	it('ends the run when it would take longer than an execution should wait', async () => {
		const scene = new Scene({
			answer: ({ index }) =>
				index === 5 ? quotaUsedUp({ regainAccessMs: 2 * 3_600_000 }) : undefined,
		});
		const { outcomes, summary } = await scene.finish(scene.meta.batch(200));
		expect(summary.durationMs).toBeLessThan(1_000);
		expect(outcomes[5]).toHaveProperty('error.code', 80007);
		expect(outcomes[199]).toHaveProperty('error.because', 'max-wait');
		expect(outcomes[199]).toHaveProperty('error.cause.code', 80007);
	});
});

describe('a maintenance', () => {
	it('is waited out; one message finds out whether it is over', async () => {
		const over = 120_000;
		const scene = new Scene({
			answer: ({ sinceStart }) => (sinceStart < over ? maintenance() : undefined),
		});
		const { summary } = await scene.finish(scene.meta.batch(300));
		expect(summary.sent).toBe(300);
		// What was in flight when it began, then one at a time, 45 s apart.
		const refused = scene.meta.calls.filter((call) => !call.accepted);
		const later = refused.filter(({ at }) => at - scene.start > 1_000);
		expect(later).toHaveLength(2);
		expect(summary.timeMs.pause).toBeGreaterThan(2.9 * 45_000);
	});
});

describe('trouble of a moment', () => {
	it('is retried, and everything is accepted once', async () => {
		let count = 0;
		const scene = new Scene({
			answer: () => (++count % 20 === 0 ? serviceDown() : undefined),
		});
		const { outcomes, summary } = await scene.finish(scene.meta.batch(1_000));
		expect(summary.sent).toBe(1_000);
		expect(scene.meta.accepted).toHaveLength(1_000);
		expect(new Set(scene.meta.accepted.map(({ index }) => index)).size).toBe(1_000);
		expect(summary.retried).toBe(scene.meta.calls.length - 1_000);
		expect(outcomes.map((outcome) => outcome.status === 'sent' && outcome.value)).toEqual(
			Array.from({ length: 1_000 }, (_, index) => `wamid.batch.${index}`),
		);
	});

	it('ends after five calls', async () => {
		const scene = new Scene({ answer: () => serviceDown() });
		const { outcomes } = await scene.finish(scene.meta.batch(1));
		expect(scene.meta.calls).toHaveLength(5);
		expect(outcomes[0]).toMatchObject({ status: 'failed', attempts: 5 });
		expect(outcomes[0]).toHaveProperty('error.code', 131016);
	});

	it('is not what a wrong request is, though it comes as HTTP 500', async () => {
		const scene = new Scene({ answer: () => graphError(131045, 500) });
		await scene.finish(scene.meta.batch(1));
		expect(scene.meta.calls).toHaveLength(1);
	});

	it('does not make others wait', async () => {
		const scene = new Scene({
			answer: ({ index, attempt }) => (index === 0 && attempt < 5 ? serviceDown() : undefined),
		});
		const { summary } = await scene.finish(scene.meta.batch(80));
		expect(scene.times(scene.meta.calls.filter(({ index }) => index > 0))[78]).toBeLessThan(1_100);
		expect(summary.timeMs.retry).toBeGreaterThan(5_000);
	});
});

describe('no answer', () => {
	it('is retried when the request never left', async () => {
		const scene = new Scene({
			answer: ({ attempt }) => (attempt === 1 ? refusedConnection() : undefined),
		});
		const { outcomes } = await scene.finish(scene.meta.batch(3));
		expect(sent(outcomes)).toHaveLength(3);
		expect(outcomes[0]).not.toHaveProperty('possibleDuplicate');
	});

	it('is reported as "may have been sent" when it did', async () => {
		const scene = new Scene({ answer: ({ index }) => (index === 1 ? timedOut() : undefined) });
		const { outcomes, summary } = await scene.finish(scene.meta.batch(3));
		expect(scene.meta.calls).toHaveLength(3);
		expect(outcomes[1]).toMatchObject({ status: 'failed', attempts: 1, mayHaveBeenSent: true });
		const [{ error }] = failed(outcomes);
		expect(error).toBeInstanceOf(UnknownOutcomeError);
		expect((error as Error).cause).toBeInstanceOf(NetworkError);
		expect(summary).toMatchObject({ unknown: 1, failedBy: { 'unknown-outcome': 1 } });
	});

	it('is resent if asked for, and said to be a possible duplicate', async () => {
		const scene = new Scene({ answer: ({ attempt }) => (attempt < 3 ? timedOut() : undefined) });
		const { outcomes } = await scene.finish(scene.meta.batch(1), { resendUnknown: true });
		expect(outcomes[0]).toMatchObject({ status: 'sent', attempts: 3, possibleDuplicate: true });
	});

	it('stays unknown when the repetition is refused', async () => {
		const scene = new Scene({
			answer: ({ attempt }) => (attempt === 1 ? timedOut() : undeliverable()),
		});
		const { outcomes } = await scene.finish(scene.meta.batch(1), { resendUnknown: true });
		expect(outcomes[0]).toMatchObject({ status: 'failed', attempts: 2, mayHaveBeenSent: true });
		expect(outcomes[0]).toHaveProperty('error.code', 131026);
	});
});

it('a builder that throws is a failure of its message alone', async () => {
	const scene = new Scene();
	const broken = new TypeError('no such field');
	const batch = scene.meta.batch(3);
	const { outcomes } = await scene.finish({
		...batch,
		send: (index, attempt) => {
			if (index === 1) throw broken;
			return batch.send(index, attempt);
		},
	});
	expect(sent(outcomes)).toHaveLength(2);
	expect(outcomes[1]).toMatchObject({ status: 'failed', error: broken });
	expect(outcomes[1]).not.toHaveProperty('error.because');
	expect(failed(outcomes)[0].error).not.toBeInstanceOf(NotSentError);
});
