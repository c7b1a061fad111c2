import { SeenInProcess } from '../../../nodes/shared/webhooks/dedupe';
import { useSeenEvents } from '../../../nodes/shared/webhooks/registry';
import { systemClock } from '../../../nodes/shared/clock';
import { verifyTokenFor } from '../../../nodes/shared/webhooks/verification';
import { startTrigger, type TriggerServer } from '../../engine/trigger/support';
import {
	DEFAULT_ACCOUNT,
	startSimulator,
	type SettingsPatch,
	type Simulator,
} from '../../simulator';

/** Batches as large as there are messages: what is not full waits for this long. */
const BATCH_WAIT_MS = 20;

let simulator: Simulator;
let trigger: TriggerServer;

async function start(webhooks: SettingsPatch['webhooks']): Promise<void> {
	useSeenEvents(new SeenInProcess(systemClock));
	simulator = await startSimulator({ settings: { webhooks } });
	trigger = await startTrigger({
		parameters: { updates: ['messages'] },
		credential: { appSecret: DEFAULT_ACCOUNT.app.secret },
	});
	const verifyToken = verifyTokenFor(DEFAULT_ACCOUNT.app.secret, 'webhook-id/whatsapp');
	await simulator.setCallback({ url: trigger.url, verifyToken });
}

afterEach(async () => await Promise.all([simulator.close(), trigger.close()]));

const received = () =>
	trigger.executions.flat().map(({ json }) => (json.event as { id: string }).id);

function write(count: number): string[] {
	return Array.from(
		{ length: count },
		(_, index) =>
			simulator.inbound({ from: `+120255501${10 + (index % 90)}`, text: `Grüße ${index} 🎉 a/b@c` })
				.id,
	);
}

it.each<[string, SettingsPatch['webhooks']]>([
	['one by one', {}],
	['twice and out of order', { duplicateEvery: 3, swapEvery: 4 }],
	['in batches', { batchSize: 20, batchWaitMs: BATCH_WAIT_MS }],
])(
	'what people write starts executions once each: %s',
	async (_, webhooks) => {
		await start(webhooks);
		// The held-back one of a swap leaves with the next: an uneven number lets none wait.
		const sent = write(61);
		await simulator.until(() => received().length >= sent.length, 30_000);
		await simulator.webhooksSettled();
		expect(received().sort()).toEqual([...sent].sort());
		expect(trigger.thrown).toEqual([]);
		expect(new Set(simulator.ledger.deliveries.map(({ status }) => status))).toEqual(
			new Set([200]),
		);
	},
	40_000,
);
