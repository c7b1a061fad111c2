import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	cacheRoot,
	consoleLog,
	ensureN8n,
	isN8nInstalled,
	startN8n,
	type Owner,
	type RunningN8n,
} from '../../test/n8n-host';
import {
	activateExample,
	CREDENTIAL_TYPE,
	exampleFiles,
	readExample,
	startsOnMessages,
	wire,
	type Wiring,
} from '../../test/n8n-host/examples';
import { lockHolder, tryLock } from '../../test/n8n-host/lock';
import { credentialData, senderOf, SIMULATOR_CREDENTIAL } from '../../test/n8n-host/simulated';
import { startSimulator, type Simulator } from '../../test/simulator';
import { atEnd, choosePort, isEnding, UsageError, type Flags } from './command';

/** An example as it lies in n8n. */
export interface StagedWorkflow {
	file: string;
	name: string;
	id: string;
}

/** A real n8n with this package, a simulated Cloud API, a credential and the examples. */
export interface Stage {
	n8n: RunningN8n;
	simulator: Simulator;
	owner: Owner;
	workflows: StagedWorkflow[];
	/** Milliseconds from the first step to the last. */
	tookMs: number;
}

export interface StageOptions {
	/** Folder of the cache that keeps n8n's data from one run to the next. */
	folder: string;
	/** What runs there, with its article: "A demo". */
	what: string;
	/** `port` and `simulator-port` are read. */
	flags: Flags;
	/** Puts the package into n8n. */
	putPackage(userFolder: string): Promise<unknown>;
	/** Further settings for n8n. */
	env?: Record<string, string>;
}

/** What is remembered from one run to the next; readable by its owner alone. */
interface State {
	owner: Owner;
	/** By example file: the hash of what was imported last. */
	imported: Record<string, string>;
}

function loadState(path: string): State {
	if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as State;
	// A password of its own: other people of this machine reach the loopback address too.
	const password = `Demo-${randomBytes(6).toString('hex')}-1`;
	return { owner: { email: 'demo@example.com', password }, imported: {} };
}

function saveState(path: string, state: State): void {
	writeFileSync(path, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
}

/** Imports the examples that are new or have changed since; what a person made stays. */
async function importExamples(
	n8n: RunningN8n,
	wiring: Wiring,
	state: State,
): Promise<StagedWorkflow[]> {
	const workflows = [];
	for (const file of exampleFiles()) {
		const workflow = wire(readExample(file), wiring);
		const hash = createHash('sha256').update(JSON.stringify(workflow)).digest('hex');
		let found = await n8n.findWorkflow(workflow.name);
		if (!found) {
			found = await n8n.createWorkflow(workflow);
		} else if (state.imported[file] !== hash) {
			await n8n.updateWorkflow(found.id, workflow);
		}
		state.imported[file] = hash;
		workflows.push({ file, name: workflow.name, id: found.id });
	}
	return workflows;
}

/**
 * Starts all that a person needs to see the package work, and has it ended with the command.
 *
 * @throws UsageError when it runs already, or a port is taken
 */
export async function raiseStage(options: StageOptions): Promise<Stage> {
	const started = Date.now();
	const folder = join(cacheRoot(), options.folder);
	mkdirSync(folder, { recursive: true });
	const lockPath = join(folder, 'running.lock');
	const lock = tryLock(lockPath);
	if (!lock) {
		throw new UsageError(
			`${options.what} runs already (process ${lockHolder(lockPath)}). ` +
				'End it with Ctrl-C in its window first.',
		);
	}
	atEnd(() => lock.release());
	const port = await choosePort('--port', options.flags.port, 5678);
	const simulatorPort = await choosePort('--simulator-port', options.flags['simulator-port'], 4010);
	const statePath = join(folder, 'state.json');
	const state = loadState(statePath);
	// Before the owner exists: an interrupted first run must not lose the password.
	saveState(statePath, state);

	if (!isN8nInstalled()) consoleLog(`n8n will be kept in ${cacheRoot()}`);
	await ensureN8n({ log: consoleLog });
	const simulator = await startSimulator({ port: simulatorPort });
	atEnd(async () => await simulator.close());
	await options.putPackage(folder);
	const n8n = await startN8n({ userFolder: folder, port, log: consoleLog, env: options.env });
	atEnd(async () => await n8n.stop());

	await n8n.setUpOrLogin(state.owner);
	const credential = await n8n.upsertCredential(
		CREDENTIAL_TYPE,
		SIMULATOR_CREDENTIAL,
		credentialData(simulator),
	);
	const workflows = await importExamples(n8n, { credential, sender: senderOf(simulator) }, state);
	saveState(statePath, state);
	return { n8n, simulator, owner: state.owner, workflows, tookMs: Date.now() - started };
}

/** Activates the examples that answer messages, and gives them back. */
export async function activateAnswering({
	n8n,
	simulator,
	workflows,
}: Stage): Promise<StagedWorkflow[]> {
	const answering = workflows.filter(({ file }) => startsOnMessages(readExample(file)));
	for (const { id } of answering) await activateExample(n8n, simulator, id);
	return answering;
}

/** Where things are and how to log in, as lines for the terminal. */
export function signpost({ n8n, simulator, owner, tookMs }: Stage): string {
	return `Ready after ${Math.round(tookMs / 1000)} s.

  n8n's editor  ${n8n.url}
    email       ${owner.email}
    password    ${owner.password}
  Phone page    ${simulator.url}/`;
}

/** Returns when the person has ended the command. */
export async function untilEnded({ n8n }: Stage): Promise<number> {
	await n8n.exited;
	if (isEnding()) return 0;
	throw new Error(`n8n ended by itself. What it said is in ${n8n.logFile}`);
}
