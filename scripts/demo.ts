import { consoleLog, packAndInstall, type RunningN8n } from '../test/n8n-host';
import { exampleFiles, manualTriggerOf, readExample } from '../test/n8n-host/examples';
import type { Simulator } from '../test/simulator';
import { readFlags, runCommand } from './support/command';
import { activateExamples } from './support/examples';
import { raiseStage, signpost, untilEnded } from './support/stage';

const HELP = `npm run demo [-- options]

Starts a real n8n with this package, a simulated WhatsApp Business Cloud API, a credential and
example workflows. The first run installs n8n into a cache folder; later ones start at once.

  --port N            port of n8n's editor (5678, or the next free one)
  --simulator-port N  port of the simulator and its phone page (4010, or the next free one)
  --check             run the first example once, check what arrived, and leave
  --help              this text

Environment: N8N_BIN (start script of an n8n to use instead of installing one),
N8N_CACHE_DIR (where n8n and the demo's data are kept).
`;

/** Runs the first example and compares the ledger with what it was to send. */
async function check(n8n: RunningN8n, simulator: Simulator, workflowId: string): Promise<boolean> {
	const [file = ''] = exampleFiles();
	const example = readExample(file);
	const sendNode = example.nodes.find((node) => node.type.endsWith('.whatsAppSend'));
	const execution = await n8n.runWorkflow(workflowId, manualTriggerOf(example) ?? '');
	if (execution.status !== 'success') {
		const { message, description } = execution.error ?? {};
		consoleLog(`FAILED: the workflow ended with "${execution.status}".`);
		consoleLog([message, description].filter(Boolean).join('\n'));
		return false;
	}
	const sent = execution
		.items(sendNode?.name ?? '')
		.map(({ json }) => (json.messages as Array<{ id: string }> | undefined)?.[0]?.id ?? '');
	const accepted = simulator.ledger.accepted.map(({ id }) => id);
	consoleLog(`Workflow "${example.name}": ${sent.length} items came out of "${sendNode?.name}".`);
	for (const { id, to, body } of describeLedger(simulator)) consoleLog(`  ${to}  ${body}  ${id}`);
	const complete =
		sent.length > 0 &&
		sent.length === accepted.length &&
		new Set(accepted).size === accepted.length &&
		sent.every((id) => accepted.includes(id));
	consoleLog(
		complete
			? `OK: ${accepted.length} messages sent, each of them in the ledger exactly once.`
			: `FAILED: ${sent.length} sent, ${accepted.length} in the ledger: ${accepted.join(', ')}`,
	);
	return complete;
}

function describeLedger(simulator: Simulator) {
	return simulator.ledger.accepted.map(({ id, waId = '', payload }) => ({
		id,
		to: `+${waId}`,
		body: (payload as { text?: { body?: string } }).text?.body ?? '',
	}));
}

async function demo(): Promise<number> {
	const flags = readFlags(HELP, ['port', 'simulator-port'], ['check']);
	if (!flags) {
		process.stdout.write(HELP);
		return 0;
	}
	const stage = await raiseStage({
		folder: flags.check ? 'demo-check' : 'demo',
		what: 'A demo',
		flags,
		putPackage: async (userFolder) => await packAndInstall({ userFolder, log: consoleLog }),
	});
	const { n8n, simulator, workflows } = stage;
	const [first] = workflows;
	if (!first) throw new Error('There is no workflow in examples/.');
	if (flags.check) return (await check(n8n, simulator, first.id)) ? 0 : 1;

	const answering = await activateExamples(n8n, simulator, workflows);
	const list = workflows.map(({ name, id }) => `    ${name}: ${n8n.url}/workflow/${id}`);
	consoleLog(`
${signpost(stage)}

  1. Open the phone page in one window and the editor in another, and log in.
  2. Open a workflow:
${list.join('\n')}
  3. Press "Execute workflow" and look at the phones.
  4. On the phone page, write to a number of the business. These are published:
${answering.join('\n')}

Ctrl-C ends n8n and the simulator.`);
	return await untilEnded(stage);
}

runCommand(demo);
