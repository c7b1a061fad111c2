import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
	cacheRoot,
	consoleLog,
	ensureN8n,
	freePortFrom,
	isN8nInstalled,
	isPortFree,
	packAndInstall,
	startN8n,
	stopRunning,
	type Owner,
	type RunningN8n,
} from '../test/n8n-host';
import {
	CREDENTIAL_TYPE,
	exampleFiles,
	manualTriggerOf,
	readExample,
} from '../test/n8n-host/examples';
import { lockHolder, tryLock } from '../test/n8n-host/lock';
import { credentialData, SIMULATOR_CREDENTIAL } from '../test/n8n-host/simulated';
import { startSimulator, type Simulator } from '../test/simulator';
import { activateExamples, importExamples, type Imported } from './demoExamples';

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

interface Options {
	port?: number;
	simulatorPort?: number;
	check: boolean;
}

/** What is undone when the demo ends, last first. */
const endings: Array<() => Promise<void> | void> = [];

let ending: Promise<void> | undefined;

async function endEverything(): Promise<void> {
	ending ??= (async () => {
		await stopRunning();
		for (const end of endings.reverse()) {
			try {
				await end();
			} catch (error) {
				// The rest has to be ended all the same.
				consoleLog(`While ending: ${(error as Error).message}`);
			}
		}
	})();
	await ending;
}

/** A mistake of the person at the keyboard: told without a stack trace. */
class UsageError extends Error {}

function readOptions(argv: string[]): Options | 'help' {
	try {
		const { values } = parseArgs({
			args: argv,
			options: {
				port: { type: 'string' },
				'simulator-port': { type: 'string' },
				check: { type: 'boolean', default: false },
				help: { type: 'boolean', short: 'h', default: false },
			},
		});
		if (values.help) return 'help';
		return {
			port: portOf('--port', values.port),
			simulatorPort: portOf('--simulator-port', values['simulator-port']),
			check: values.check,
		};
	} catch (error) {
		throw new UsageError(`${(error as Error).message}\n\n${HELP}`);
	}
}

function portOf(flag: string, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const port = Number(text);
	if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
		throw new Error(`${flag} takes a number from 1 to 65535, not "${text}".`);
	}
	return port;
}

/** A port that was asked for must be free; one that was not may move on. */
async function choosePort(flag: string, asked: number | undefined, usual: number): Promise<number> {
	if (asked === undefined) return await freePortFrom(usual);
	if (await isPortFree(asked)) return asked;
	throw new UsageError(`Port ${asked} is taken by another program. Choose another: ${flag} N.`);
}

/** What the demo remembers from one run to the next; readable by its owner alone. */
interface DemoState {
	owner: Owner;
	imported: Imported;
}

function loadState(path: string): DemoState {
	if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as DemoState;
	// A password of its own: other people of this machine reach the loopback address too.
	const password = `Demo-${randomBytes(6).toString('hex')}-1`;
	return { owner: { email: 'demo@example.com', password }, imported: {} };
}

function saveState(path: string, state: DemoState): void {
	writeFileSync(path, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
}

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

async function demo(options: Options): Promise<number> {
	const started = Date.now();
	const folder = join(cacheRoot(), options.check ? 'demo-check' : 'demo');
	mkdirSync(folder, { recursive: true });
	const lock = tryLock(join(folder, 'running.lock'));
	if (!lock) {
		throw new UsageError(
			`A demo runs already (process ${lockHolder(join(folder, 'running.lock'))}). ` +
				'End it with Ctrl-C in its window first.',
		);
	}
	endings.push(() => lock.release());
	const port = await choosePort('--port', options.port, 5678);
	const simulatorPort = await choosePort('--simulator-port', options.simulatorPort, 4010);
	const statePath = join(folder, 'state.json');
	const state = loadState(statePath);
	// Before the owner exists: an interrupted first run must not lose the password.
	saveState(statePath, state);

	if (!isN8nInstalled()) consoleLog(`n8n will be kept in ${cacheRoot()}`);
	await ensureN8n({ log: consoleLog });
	const simulator = await startSimulator({ port: simulatorPort });
	endings.push(async () => await simulator.close());
	await packAndInstall({ userFolder: folder, log: consoleLog });
	const n8n = await startN8n({ userFolder: folder, port, log: consoleLog });
	endings.push(async () => await n8n.stop());

	await n8n.setUpOrLogin(state.owner);
	const credential = await n8n.upsertCredential(
		CREDENTIAL_TYPE,
		SIMULATOR_CREDENTIAL,
		credentialData(simulator),
	);
	const workflows = await importExamples(n8n, simulator, credential, state.imported);
	saveState(statePath, state);
	const [first] = workflows;
	if (!first) throw new Error('There is no workflow in examples/.');
	if (options.check) return (await check(n8n, simulator, first.id)) ? 0 : 1;

	const answering = await activateExamples(n8n, simulator, workflows);
	const list = workflows.map(({ name, id }) => `    ${name}: ${n8n.url}/workflow/${id}`);
	consoleLog(`
Ready after ${Math.round((Date.now() - started) / 1000)} s.

  n8n's editor  ${n8n.url}
    email       ${state.owner.email}
    password    ${state.owner.password}
  Phone page    ${simulator.url}/

  1. Open the phone page in one window and the editor in another, and log in.
  2. Open a workflow:
${list.join('\n')}
  3. Press "Execute workflow" and look at the phones.
  4. On the phone page, write to a number of the business. These are active:
${answering.join('\n')}

Ctrl-C ends n8n and the simulator.`);
	await n8n.exited;
	if (ending) return 0;
	throw new Error(`n8n ended by itself. What it said is in ${n8n.logFile}`);
}

async function main(): Promise<number> {
	const options = readOptions(process.argv.slice(2));
	if (options === 'help') {
		process.stdout.write(HELP);
		return 0;
	}
	return await demo(options);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => {
		if (!ending) consoleLog('\nEnding n8n and the simulator …');
		void endEverything().then(() => process.exit(0));
	});
}

main().then(
	async (code) => {
		await endEverything();
		process.exit(code);
	},
	async (error: unknown) => {
		// What was under way when Ctrl-C came fails; that is no news.
		if (ending) return;
		const { message, stack } = error as Error;
		process.stderr.write(`\n${error instanceof UsageError ? message : (stack ?? message)}\n`);
		await endEverything();
		process.exit(error instanceof UsageError ? 2 : 1);
	},
);
