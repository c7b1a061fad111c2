import { waitFor, type N8nClient } from '../n8n-host';
import { startSimulator, type Simulator } from '../simulator';
import { connect, makeCredential } from './support';
import { activate, slotIs, startSink, triggerWorkflow, type Sink } from './triggerSupport';

const EVENTS = 5_000;

/** n8n makes an execution of each delivery, which takes it about 0.1 s: most events come in batches. */
const ALONE = 150;
const BATCH = 50;

const PEOPLE = 100;

describe('WhatsApp Trigger under load', () => {
	let n8n: N8nClient;
	let simulator: Simulator;
	let sink: Sink;

	beforeEach(async () => {
		n8n = await connect();
		simulator = await startSimulator();
		sink = await startSink();
	});

	afterEach(async () => {
		sink?.close();
		await simulator?.close();
	});

	it('passes each of 5,000 events on once: every fifth delivery twice, every seventh late', async () => {
		const workflow = triggerWorkflow(
			simulator,
			await makeCredential(n8n, simulator),
			{},
			sink.node,
		);
		const id = await activate(n8n, simulator, workflow);
		const write = (index: number) =>
			simulator.inbound({
				from: `+1202555${String(1_000 + (index % PEOPLE))}`,
				text: `No. ${index}`,
			}).id;
		const sent = Array.from({ length: EVENTS }, (_, index) => {
			if (index === 0) simulator.configure({ webhooks: { duplicateEvery: 5, swapEvery: 7 } });
			if (index === ALONE) simulator.configure({ webhooks: { batchSize: BATCH } });
			return write(index);
		});
		await simulator.webhooksSettled(120_000);
		await waitFor(() => new Set(sink.ids).size >= EVENTS, {
			what: `${EVENTS} events`,
			timeoutMs: 120_000,
			explain: () => `There are ${sink.ids.length}.`,
		});
		await n8n.deactivate(id);
		await slotIs(simulator, undefined);
		// Nothing runs any more that could pass one on a second time.
		await waitFor(
			async () => (await n8n.executionsOf(id)).every(({ status }) => status === 'success'),
			{ what: 'The end of all executions', timeoutMs: 60_000 },
		);
		expect(simulator.ledger.deliveries.filter(({ duplicate }) => duplicate).length).toBeGreaterThan(
			40,
		);
		expect([...sink.ids].sort()).toEqual([...sent].sort());
	});
});
