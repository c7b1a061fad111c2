import { deadToken, tooFast } from '../support/errors';
import { aSender, groupBy, mostWithin } from '../support/meta';
import { Scene, sent } from '../support/scene';

const numbers = (rates: number[]) =>
	rates.map((rate, index) => aSender({ phoneNumberId: `${index + 1}`, rate }));

describe('messages spread across numbers', () => {
	it('use the sum of their rates', async () => {
		const spread = numbers([80, 20, 50]);
		const scene = new Scene();
		const { outcomes } = await scene.finish(scene.meta.batch(1_500, () => ({ spread })));
		expect(sent(outcomes)).toHaveLength(1_500);
		expect(scene.times()[1_499]).toBeLessThan(10_000 / 0.95);
		for (const [phoneNumberId, calls] of groupBy(scene.meta.calls, (call) => call.phoneNumberId)) {
			const { rate } = spread[Number(phoneNumberId) - 1];
			expect(mostWithin(scene.times(calls), 1_000)).toBeLessThanOrEqual(rate);
		}
	});

	it('name their number', async () => {
		const spread = numbers([10, 10]);
		const scene = new Scene();
		const { outcomes } = await scene.finish(scene.meta.batch(10, () => ({ spread })));
		for (const { index, phoneNumberId } of scene.meta.calls) {
			expect(outcomes[index].phoneNumberId).toBe(phoneNumberId);
		}
		expect(new Set(outcomes.map(({ phoneNumberId }) => phoneNumberId)).size).toBe(2);
	});

	it('reach each recipient from one number, over several runs', async () => {
		const spread = numbers([20, 20, 20]);
		const scene = new Scene();
		for (const name of ['a', 'b', 'c']) {
			const batch = scene.meta.batch(
				200,
				(index) => ({ spread, recipient: `r${(index * 7) % 60}` }),
				name,
			);
			await scene.finish(batch);
		}
		for (const calls of groupBy(scene.meta.calls, ({ recipient }) => recipient).values()) {
			expect(new Set(calls.map(({ phoneNumberId }) => phoneNumberId)).size).toBe(1);
		}
	});

	it('pass over a number that Meta paused', async () => {
		const spread = numbers([50, 50]);
		const scene = new Scene({
			answer: ({ phoneNumberId, attempt, sinceStart }) =>
				phoneNumberId === '1' && attempt === 1 && sinceStart < 500
					? tooFast({ retryAfterMs: 60_000 })
					: undefined,
		});
		const done = scene.run(scene.meta.batch(500, () => ({ spread })));
		await scene.clock.advance(20_000);
		const second = scene.meta.accepted.filter(({ phoneNumberId }) => phoneNumberId === '2');
		expect(second.length).toBeGreaterThan(450);
		expect((await scene.clock.finish(done)).summary.sent).toBe(500);
	});

	it('pass over a flagged number', async () => {
		const [first, second] = numbers([80, 20]);
		const spread = [{ ...first, flagged: true }, second];
		const scene = new Scene();
		await scene.finish(scene.meta.batch(60, () => ({ spread })));
		expect(scene.meta.calls.every(({ phoneNumberId }) => phoneNumberId === '2')).toBe(true);
	});

	it('go on with the others when an account is dead', async () => {
		const [first, second] = numbers([50, 50]);
		const spread = [{ ...first, account: 'dead' }, second];
		const scene = new Scene({
			answer: ({ phoneNumberId }) => (phoneNumberId === '1' ? deadToken() : undefined),
		});
		const { summary } = await scene.finish(scene.meta.batch(400, () => ({ spread })));
		expect(summary.sent).toBeGreaterThan(360);
		expect(summary.failed).toBeLessThan(40);
	});
});
