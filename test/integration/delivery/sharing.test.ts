import { Dispatcher, fastPolicy } from '../../../nodes/shared';
import { startSimulator, type Simulator } from '../../simulator';
import { clientFor, numberedBatch, person, phoneNumberIds, senderOf } from './support/traffic';

/*
 * What runs and recipients get of a number, and when, is proven with a virtual clock (test/unit/delivery:
 * scenarios/runs, scenarios/recipients, scenarios/rate).
 */

let simulator: Simulator;

beforeEach(async () => {
	simulator = await startSimulator({ settings: { autoStatuses: 'off', throughput: 'unlimited' } });
});
afterEach(async () => await simulator.close());

it('three runs on one number take turns', async () => {
	const dispatcher = new Dispatcher({ policy: fastPolicy });
	const client = clientFor(simulator.url);
	const turns: number[] = [];
	const runs = [0, 1, 2].map(async (run) => {
		// A sender of its own each, as each execution reads it anew.
		const sender = senderOf(client, phoneNumberIds.standard, 80);
		const batch = numberedBatch(client, sender, 80, (index) => person(run * 80 + index));
		const { send } = batch;
		batch.send = async (index, attempt) => {
			turns.push(run);
			return await send(index, attempt);
		};
		return await dispatcher.run(batch, { onFailure: 'continue' });
	});
	const reports = await Promise.all(runs);

	expect(reports.map(({ summary }) => summary.sent)).toEqual([80, 80, 80]);
	// Whenever one looks, none of them has had two turns more than another.
	const had = [0, 0, 0];
	const leads = turns.map((run) => {
		had[run]++;
		return Math.max(...had) - Math.min(...had);
	});
	expect(Math.max(...leads)).toBeLessThanOrEqual(2);
});
