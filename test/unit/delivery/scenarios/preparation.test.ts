import type { Coming } from '../../../../nodes/shared/delivery';
import { serviceDown } from '../support/errors';
import { aSender } from '../support/meta';
import { failed, Scene } from '../support/scene';

/** Preparations that take `ms` on the scene's clock and fail for the given messages. */
function preparing(scene: Scene, ms: number, failing: number[] = []) {
	const begun: Array<{ index: number; phoneNumberId: string; signal: AbortSignal }> = [];
	return {
		begun,
		prepare: async (index: number, { sender, signal }: Coming) => {
			begun.push({ index, phoneNumberId: sender.phoneNumberId, signal });
			await new Promise<void>((resolve) => scene.clock.after(ms, resolve));
			if (failing.includes(index)) throw new Error(`nothing for ${index}`);
		},
	};
}

describe('what messages need before they leave', () => {
	it('is there when the message leaves, and uses up no slot', async () => {
		const scene = new Scene({ latencyMs: 0 });
		const { prepare } = preparing(scene, 5_000);
		const batch = scene.meta.batch(1, undefined, 'batch', { prepare });
		const { outcomes } = await scene.finish(batch);
		expect(scene.times()).toEqual([5_000]);
		expect(outcomes[0]).toMatchObject({ status: 'sent', waitedMs: 5_000, attempts: 1 });
	});

	it('is begun once a message, whatever its retries, with the number that will send it', async () => {
		const scene = new Scene({
			answer: ({ attempt }) => (attempt < 3 ? serviceDown() : undefined),
		});
		const { prepare, begun } = preparing(scene, 10);
		const spread = [aSender({ phoneNumberId: '1' }), aSender({ phoneNumberId: '2' })];
		const batch = scene.meta.batch(6, () => ({ spread }), 'batch', { prepare });
		await scene.finish(batch);
		expect(scene.meta.calls).toHaveLength(18);
		expect(begun.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5]);
		for (const call of scene.meta.calls) {
			expect(begun[call.index].phoneNumberId).toBe(call.phoneNumberId);
		}
	});

	it('does not hold back who needs nothing', async () => {
		const scene = new Scene({ latencyMs: 0 });
		const slow = preparing(scene, 60_000);
		const batch = scene.meta.batch(100, undefined, 'batch', {
			prepare: (index, coming) => (index % 10 === 0 ? slow.prepare(index, coming) : undefined),
		});
		await scene.finish(batch);
		const times = scene.times(scene.meta.calls.filter(({ index }) => index % 10 !== 0));
		expect(Math.max(...times)).toBeLessThan(2_000);
	});

	it('is not begun for more messages than are soon to leave', async () => {
		const scene = new Scene();
		const { prepare, begun } = preparing(scene, 60_000);
		void scene.run(scene.meta.batch(10_000, undefined, 'batch', { prepare }));
		await scene.clock.advance(1_000);
		expect(begun.length).toBeLessThan(100);
	});

	it('is begun for one message of a recipient at a time, however many there are', async () => {
		const scene = new Scene();
		const { prepare, begun } = preparing(scene, 1_000);
		void scene.run(scene.meta.batch(10_000, () => ({ recipient: 'one' }), 'batch', { prepare }));
		await scene.clock.advance(5_000);
		expect(begun.length).toBeLessThanOrEqual(6);
	});

	it('keeps the order of a recipient', async () => {
		const scene = new Scene();
		const batch = scene.meta.batch(3, () => ({ recipient: 'one' }), 'batch', {
			prepare: (index) =>
				new Promise<void>((resolve) => scene.clock.after(5_000 - 2_000 * index, resolve)),
		});
		await scene.finish(batch);
		expect(scene.meta.calls.map(({ index }) => index)).toEqual([0, 1, 2]);
	});

	it('fails only the message that it fails for, without a call', async () => {
		const scene = new Scene();
		const { prepare } = preparing(scene, 10, [0, 2]);
		const batch = scene.meta.batch(4, () => ({ recipient: 'one' }), 'batch', { prepare });
		const { outcomes, summary } = await scene.finish(batch);
		expect(outcomes.map(({ status }) => status)).toEqual(['failed', 'sent', 'failed', 'sent']);
		expect(failed(outcomes).map(({ attempts }) => attempts)).toEqual([0, 0]);
		expect(scene.meta.calls.map(({ index }) => index)).toEqual([1, 3]);
		expect(summary).toMatchObject({ sent: 2, failed: 2, failedBy: { unexpected: 2 } });
	});

	it('stops the run when it fails and failures do', async () => {
		const scene = new Scene();
		const { prepare } = preparing(scene, 10, [0]);
		const batch = scene.meta.batch(3, () => ({ recipient: 'one' }), 'batch', { prepare });
		const { outcomes } = await scene.finish(batch, { onFailure: 'stop' });
		expect(outcomes.map(({ status }) => status)).toEqual(['failed', 'failed', 'failed']);
		expect(scene.meta.calls).toEqual([]);
	});

	it('is aborted when the execution is cancelled', async () => {
		const scene = new Scene();
		const { prepare, begun } = preparing(scene, 3_600_000);
		const cancel = new AbortController();
		const batch = scene.meta.batch(2, undefined, 'batch', { prepare });
		const done = scene.run(batch, { signal: cancel.signal });
		await scene.clock.advance(1_000);
		cancel.abort();
		const { outcomes } = await done;
		expect(failed(outcomes)).toHaveLength(2);
		expect(begun.every(({ signal }) => signal.aborted)).toBe(true);
	});

	it('is what the time went to', async () => {
		const scene = new Scene({ latencyMs: 0 });
		const { prepare } = preparing(scene, 5_000);
		const batch = scene.meta.batch(1, undefined, 'batch', { prepare });
		const { summary } = await scene.finish(batch);
		expect(summary.timeMs.preparation).toBeGreaterThanOrEqual(4_990);
	});
});
