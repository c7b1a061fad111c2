import { Dispatcher, fastPolicy } from '../../../nodes/shared';
import { startSimulator, type Simulator } from '../../simulator';
import { SimulatorProcess } from './support/simulatorProcess';
import { clientFor, numberedBatch, person, phoneNumberIds, senderOf } from './support/traffic';

/** Messages that one recipient gets at once, and then one every six seconds. */
const PAIR_BURST = 45;

let simulator: Simulator;

beforeEach(async () => {
	simulator = await startSimulator({ settings: { autoStatuses: 'off' } });
});
afterEach(async () => await simulator.close());

it('a recipient past the pair limit waits, and everyone behind goes past', async () => {
	// Budgets are counted by the moment of arrival, which another event loop must not put off.
	const meta = await SimulatorProcess.start();
	const client = clientFor(meta.url);
	const hot = PAIR_BURST + 1;
	const others = 300;
	const sender = senderOf(client, phoneNumberIds.high, 1_000);
	const batch = numberedBatch(client, sender, hot + others, (index) =>
		person(index < hot ? 0 : index),
	);
	const dispatcher = new Dispatcher({ policy: fastPolicy });
	// The number is in use: a first message that has to wait for its connection counts later with Meta
	// than it left, which is a matter of its own.
	await dispatcher.run(
		numberedBatch(client, sender, 1, () => person(9_999)),
		{
			onFailure: 'continue',
		},
	);
	await meta.clear();
	const { summary } = await dispatcher.run(batch, { onFailure: 'continue' });
	const accepted = await meta.accepted();
	const refused = await meta.refused();
	await meta.close();
	expect(refused).toEqual([]);
	expect(summary).toMatchObject({ sent: hot + others, retried: 0, deferredForPair: 1 });
	// The one too many comes after all the others, although it stood before them.
	expect(accepted[accepted.length - 1].biz_opaque_callback_data).toBe(batch.mark(hot - 1));
	const waited = accepted[accepted.length - 1].acceptedAt - accepted[0].acceptedAt;
	expect(waited).toBeGreaterThanOrEqual(6_000);
	// For the hot recipient alone: the last of the others was long through.
	expect(summary.timeMs.pair).toBeGreaterThan(4_000);
}, 20_000);

it('three runs on one number take turns, and together keep its rate', async () => {
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
	expect(simulator.ledger.refused).toEqual([]);
	expect(simulator.peaksPerSecond[phoneNumberIds.standard]).toBeLessThanOrEqual(80);
	// Whenever one looks, none of them has had two turns more than another.
	const had = [0, 0, 0];
	const leads = turns.map((run) => {
		had[run]++;
		return Math.max(...had) - Math.min(...had);
	});
	expect(Math.max(...leads)).toBeLessThanOrEqual(2);
}, 20_000);

it('ten messages do not wait behind a campaign that began before them', async () => {
	const dispatcher = new Dispatcher({ policy: fastPolicy });
	const client = clientFor(simulator.url);
	const campaign = numberedBatch(
		client,
		senderOf(client, phoneNumberIds.standard, 80),
		200,
		(index) => person(1_000 + index),
	);
	const controller = new AbortController();
	const campaignRun = dispatcher.run(campaign, {
		onFailure: 'continue',
		signal: controller.signal,
	});
	await simulator.until(() => simulator.ledger.accepted.length >= 20);
	const few = numberedBatch(client, senderOf(client, phoneNumberIds.standard, 80), 10);
	const { summary } = await dispatcher.run(few, { onFailure: 'continue' });
	const before = simulator.ledger.accepted.length;
	controller.abort();
	await campaignRun;
	expect(summary.sent).toBe(10);
	// Twenty before they came, ten of their own, about as many of the campaign between them.
	expect(before).toBeLessThan(60);
}, 20_000);
