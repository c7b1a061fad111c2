import type { Summary } from '../../../../nodes/shared/delivery';
import { serviceDown, undeliverable } from '../support/errors';
import { aSender } from '../support/meta';
import { Scene } from '../support/scene';

const total = (summary: Summary) =>
	Object.values(summary.timeMs).reduce((sum, time) => sum + time, 0);

describe('the summary', () => {
	it('accounts for every message', async () => {
		const scene = new Scene({
			answer: ({ index, attempt }) => {
				if (index % 100 === 7) return undeliverable();
				return index % 100 === 9 && attempt === 1 ? serviceDown() : undefined;
			},
		});
		const batch = scene.meta.batch(1_000);
		const { summary } = await scene.finish({
			...batch,
			send: async (index, attempt) => {
				if (index === 500) throw new TypeError('bug');
				return await batch.send(index, attempt);
			},
		});
		expect(summary).toMatchObject({
			total: 1_000,
			sent: 989,
			failed: 11,
			waiting: 0,
			inFlight: 0,
			retried: 10,
			deferredForPair: 0,
			failedBy: { '131026': 10, unexpected: 1 },
			unknown: 0,
		});
		expect(summary.ratePerSecond).toBeCloseTo(989 / (summary.durationMs / 1_000));
		expect(total(summary)).toBeCloseTo(summary.durationMs);
		expect(summary.timeMs.rate).toBeGreaterThan(12_000);
	});

	it('knows what the time went to when one recipient is hot', async () => {
		const scene = new Scene();
		const { summary } = await scene.finish(scene.meta.batch(50, () => ({ recipient: 'hot' })));
		expect(summary.timeMs.pair).toBeGreaterThan(25_000);
		expect(summary.timeMs.answer).toBeGreaterThan(45 * 50);
		expect(total(summary)).toBeCloseTo(summary.durationMs);
		expect(summary.deferredForPair).toBe(5);
	});

	it('is told while it goes on, as often as wanted', async () => {
		const scene = new Scene({ latencyMs: 100 });
		const told: Summary[] = [];
		await scene.finish(
			scene.meta.batch(1_000, () => ({ sender: aSender({ rate: 100 }) })),
			{
				progressMs: 2_000,
				onProgress: (summary) => told.push(summary),
			},
		);
		expect(told).toHaveLength(5);
		for (const [index, { sent, failed, waiting, inFlight, durationMs }] of told.entries()) {
			expect(durationMs).toBeCloseTo((index + 1) * 2_000, -1);
			expect(sent + failed + waiting + inFlight).toBe(1_000);
			expect(inFlight).toBeGreaterThan(5);
		}
		expect(told[2].sent).toBeGreaterThan(550);
		expect(scene.clock.pending).toBe(0);
	});

	it('does not fall over somebody who cannot bear to be told', async () => {
		const scene = new Scene();
		const { summary } = await scene.finish(scene.meta.batch(1_000), {
			onProgress: () => {
				throw new Error('no logger');
			},
		});
		expect(summary.sent).toBe(1_000);
	});
});
