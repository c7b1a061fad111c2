import { aSender, mostWithin } from '../support/meta';
import { Scene, sent } from '../support/scene';

const at = (rate: number) => () => ({ sender: aSender({ rate }) });

describe("a number's rate", () => {
	it.each([20, 80, 1_000])('of %i a second is used to 97 %% and never exceeded', async (rate) => {
		let seed = 7;
		const lateness = () => (seed = (seed * 16_807) % 2_147_483_647) % 20;
		const scene = new Scene({ lateness });
		const { summary } = await scene.finish(scene.meta.batch(rate * 30, at(rate)));
		expect(summary.sent).toBe(rate * 30);
		const times = scene.times();
		expect(mostWithin(times, 1_000)).toBeLessThanOrEqual(rate);
		expect(times[times.length - 1]).toBeLessThan(30_000 / 0.97);
	});

	it('is shared by runs that use the number at once', async () => {
		const scene = new Scene();
		const runs = ['a', 'b', 'c'].map((name) => scene.run(scene.meta.batch(200, at(80), name)));
		await scene.clock.finish(Promise.all(runs));
		const times = scene.times();
		expect(times).toHaveLength(600);
		expect(mostWithin(times, 1_000)).toBeLessThanOrEqual(80);
		expect(times[599]).toBeLessThan(7_500 / 0.97);
	});

	it('goes on where a former run stopped', async () => {
		const scene = new Scene({ latencyMs: 1 });
		for (let run = 0; run < 20; run++) await scene.finish(scene.meta.batch(10, at(20), `${run}`));
		expect(mostWithin(scene.times(), 1_000)).toBeLessThanOrEqual(20);
		expect(scene.times()[199]).toBeLessThan(11_000);
	});

	it('belongs to the number and the host', async () => {
		const scene = new Scene();
		const senders = [
			aSender({ rate: 10 }),
			aSender({ rate: 10, phoneNumberId: '200' }),
			aSender({ rate: 10, host: 'https://other.test' }),
		];
		const batch = scene.meta.batch(300, (index) => ({ sender: senders[index % 3] }));
		await scene.finish(batch);
		const times = scene.times();
		expect(times[299]).toBeGreaterThan(9_900);
		expect(times[299]).toBeLessThan(10_400);
	});

	it('is the lowest that anyone wants while they want it', async () => {
		const scene = new Scene();
		const modest = scene.run(scene.meta.batch(30, at(10), 'modest'));
		const greedy = scene.run(scene.meta.batch(400, at(80), 'greedy'));
		await scene.clock.finish(modest);
		const both = scene.times();
		expect(mostWithin(both, 1_000)).toBeLessThanOrEqual(10);
		await scene.clock.finish(greedy);
		const rest = scene.times().slice(both.length + 80);
		expect(mostWithin(rest, 1_000)).toBeGreaterThan(75);
		expect(mostWithin(rest, 1_000)).toBeLessThanOrEqual(80);
	});

	it('follows the sender when it is learned anew in the middle of a run', async () => {
		const scene = new Scene();
		const batch = scene.meta.batch(300, (index) => ({
			sender: aSender({ rate: index < 50 ? 10 : 100 }),
		}));
		await scene.finish(batch);
		expect(scene.times()[299]).toBeLessThan(8_500);
		expect(mostWithin(scene.times().slice(0, 30), 1_000)).toBeLessThanOrEqual(10);
	});

	it('may be lifted: then nothing waits', async () => {
		const scene = new Scene({ latencyMs: 10 });
		const { summary } = await scene.finish(scene.meta.batch(5_000, at(Infinity)));
		expect(summary.sent).toBe(5_000);
		expect(scene.meta.mostInFlight).toBe(128);
		expect(summary.durationMs).toBeLessThan(1_000);
	});

	it.each([0, -1, NaN])('of %p sends nothing and says so', async (rate) => {
		const scene = new Scene();
		const { outcomes } = await scene.finish(scene.meta.batch(2, at(rate)));
		expect(outcomes[1]).toMatchObject({ status: 'failed', attempts: 0 });
		expect(outcomes[1]).toHaveProperty('error.kind', 'validation');
		expect(scene.meta.calls).toHaveLength(0);
	});

	it('does not lose the slots of messages that turn out invalid', async () => {
		const { ValidationError } = await import('../../../../nodes/shared/graph/errors');
		const scene = new Scene();
		const invalid = new ValidationError('Text', 'Too long', 'Shorten it');
		const batch = scene.meta.batch(1_200, at(80));
		const { outcomes } = await scene.finish({
			...batch,
			send: async (index, attempt) => {
				if (index % 2) throw invalid;
				return await batch.send(index, attempt);
			},
		});
		expect(outcomes[1]).toMatchObject({ status: 'failed', error: invalid, attempts: 0 });
		expect(sent(outcomes)).toHaveLength(600);
		expect(mostWithin(scene.times(), 1_000)).toBeLessThanOrEqual(80);
		expect(scene.times()[599]).toBeLessThan(7_500 / 0.97);
	});
});
