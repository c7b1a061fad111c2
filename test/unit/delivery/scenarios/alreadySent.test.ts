import { AlreadySent, UnknownOutcomeError, type Outcome } from '../../../../nodes/shared/delivery';
import { failed, Scene } from '../support/scene';

const BEFORE = new AlreadySent('before');

describe('messages that were sent before', () => {
	it('use up no slot, no pair budget and no call, and are counted by themselves', async () => {
		const scene = new Scene({ latencyMs: 0 });
		const batch = scene.meta.batch(1_001, () => ({ recipient: 'one' }), 'batch', {
			prepare: async (index) => await Promise.resolve(index < 1_000 ? BEFORE : undefined),
		});
		const { outcomes, summary } = await scene.finish(batch);
		expect(scene.meta.calls.map(({ index }) => index)).toEqual([1_000]);
		expect(scene.times()[0]).toBeLessThan(100);
		expect(outcomes[999]).toMatchObject({
			status: 'sent',
			value: 'before',
			attempts: 0,
			earlier: true,
		});
		expect(summary).toMatchObject({ total: 1_001, sent: 1, alreadySent: 1_000, waiting: 0 });
	});

	it('may turn out to be so when their turn has come', async () => {
		const scene = new Scene();
		const batch = scene.meta.batch(2, undefined, 'batch', {
			send: async () => await Promise.resolve(BEFORE),
		});
		const { outcomes, summary } = await scene.finish(batch);
		expect(outcomes[1]).toMatchObject({ value: 'before', attempts: 0, earlier: true });
		expect(summary).toMatchObject({ sent: 0, alreadySent: 2 });
	});

	it.each(['prepare', 'send'])('or may have been, as %s finds out', async (step) => {
		const scene = new Scene();
		const unknown = async () => await Promise.reject(new UnknownOutcomeError(new Error('claimed')));
		const batch = scene.meta.batch(1, undefined, 'batch', { [step]: unknown });
		const { outcomes, summary } = await scene.finish(batch);
		expect(failed(outcomes)[0]).toMatchObject({ mayHaveBeenSent: true });
		expect(summary).toMatchObject({ failed: 1, unknown: 1 });
	});
});

it('each message is told of once when it is answered for, however it ends', async () => {
	const scene = new Scene();
	const told: Array<[number, Outcome<unknown>]> = [];
	const batch = scene.meta.batch(300, undefined, 'batch', {
		prepare: async (index) => {
			if (index === 1) throw new Error('nothing');
			return await Promise.resolve(index === 0 ? BEFORE : undefined);
		},
		settled: (index, outcome) => told.push([index, outcome]),
	});
	const { outcomes } = await scene.finish(batch, { maxWaitMs: 1_000 });
	expect(failed(outcomes).length).toBeGreaterThan(100);
	expect(told.sort(([a], [b]) => a - b)).toEqual([...outcomes.entries()]);
});
