import { HeldUpError, type Batch } from '../../../../nodes/shared/delivery';
import { KeysAwayError } from '../../../../nodes/shared/idempotency/errors';
import { mostWithin } from '../support/meta';
import { failed, Scene, sent } from '../support/scene';

const AGAIN_MS = 250;
const why = new KeysAwayError(new Error('away'));

/** Messages that are all held up from and until then, in milliseconds since the start. */
function heldUp(scene: Scene, size: number, from: number, until: number): Batch<string> {
	const batch = scene.meta.batch(size);
	return {
		...batch,
		send: async (index, attempt) => {
			const since = scene.clock.now() - scene.start;
			if (since >= from && since < until) throw new HeldUpError(AGAIN_MS, why);
			return await batch.send(index, attempt);
		},
	};
}

describe('messages that are held up before their call', () => {
	it('leave by the rate when they may, and it was no try', async () => {
		const scene = new Scene();
		const { outcomes, summary } = await scene.finish(heldUp(scene, 400, 1_000, 3_000));
		expect(sent(outcomes)).toHaveLength(400);
		expect(summary.retried).toBe(0);
		expect(new Set(sent(outcomes).map(({ attempts }) => attempts))).toEqual(new Set([1]));
		const times = scene.times();
		expect(times.filter((time) => time >= 1_000 && time < 3_000)).toEqual([]);
		expect(mostWithin(times, 1_000)).toBeLessThanOrEqual(80);
		// No slot was used up by it: 400 take five seconds, two were lost.
		expect(summary.durationMs).toBeLessThan(7_800);
	});

	it('fail with the reason where the run may not wait', async () => {
		const scene = new Scene();
		const report = scene.finish(heldUp(scene, 3, 0, Infinity), { maxWaitMs: 1_000 });
		const { outcomes, summary } = await report;
		expect(failed(outcomes)).toHaveLength(3);
		expect(summary.durationMs).toBeLessThanOrEqual(1_000);
		expect(scene.meta.calls).toEqual([]);
	});

	it('fail with the reason when the run is stopped meanwhile', async () => {
		const scene = new Scene();
		const cancel = new AbortController();
		const batch = {
			...scene.meta.batch(1),
			send: async () => {
				await new Promise<void>((resolve) => scene.clock.after(100, resolve));
				throw new HeldUpError(AGAIN_MS, why);
			},
		};
		const report = scene.run<string>(batch, { signal: cancel.signal });
		await scene.clock.advance(50);
		cancel.abort();
		const [failure] = failed((await scene.clock.finish(report)).outcomes);
		expect(failure).toMatchObject({ error: why, attempts: 0 });
		expect(failure.mayHaveBeenSent).toBeUndefined();
	});
});
