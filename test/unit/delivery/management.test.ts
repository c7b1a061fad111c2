import { managementSender } from '../../../nodes/shared/delivery';
import { quotaUsedUp, refusedConnection } from './support/errors';
import { aSender } from './support/meta';
import { Scene } from './support/scene';

const waba = (id = '1') => managementSender(aSender(), id);
const MINUTE = 60_000;

describe('management calls of an account', () => {
	const quotaOnce = (index: number) => {
		let refusals = 0;
		return new Scene({
			answer: (call) =>
				call.batch === 'templates' && call.index === index && refusals++ === 0
					? quotaUsedUp({ regainAccessMs: 10 * MINUTE })
					: undefined,
		});
	};

	it('wait until Meta gives the next ones, all of the WABA, and then go on', async () => {
		const scene = quotaOnce(3);
		const { summary } = await scene.finish(
			scene.meta.batch(40, () => ({ sender: waba() }), 'templates'),
		);
		expect(summary.sent).toBe(40);
		expect(summary.timeMs.quota).toBeGreaterThan(9 * MINUTE);
	});

	it('hold back neither messages nor another WABA', async () => {
		const scene = quotaOnce(0);
		const templates = scene.run(scene.meta.batch(5, () => ({ sender: waba() }), 'templates'));
		const messages = scene.run(scene.meta.batch(80, undefined, 'messages'));
		const others = scene.run(scene.meta.batch(5, () => ({ sender: waba('2') }), 'others'));
		await scene.clock.finish(Promise.all([templates, messages, others]));
		const last = (batch: string) =>
			Math.max(...scene.times(scene.meta.calls.filter((call) => call.batch === batch)));
		expect(last('templates')).toBeGreaterThanOrEqual(10 * MINUTE);
		expect(last('messages')).toBeLessThan(5_000);
		expect(last('others')).toBeLessThan(5_000);
	});

	it('are done in order for one template, also when one is repeated', async () => {
		const scene = new Scene({
			answer: ({ index, attempt }) =>
				index === 0 && attempt === 1 ? refusedConnection() : undefined,
		});
		await scene.finish(
			scene.meta.batch(3, () => ({ sender: waba(), recipient: 'order_update' }), 'templates'),
		);
		const done = scene.meta.calls.filter(({ accepted }) => accepted).map(({ index }) => index);
		expect(done).toEqual([0, 1, 2]);
	});
});
