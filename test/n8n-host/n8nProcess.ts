import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { httpOnce } from './http';
import { ensureN8n } from './install';
import { cleanEnv, freePort, killTree, tailOfFile } from './processes';
import { consoleLog, startProgress, type Log } from './progress';
import { waitFor } from './wait';

/** A first start makes the database; on a busy machine that has taken 90 s. */
const START_MS = 240_000;

/** n8n waits this long for running executions when asked to end. */
const STOP_MS = 15_000;

export interface ProcessOptions {
	/** n8n's command and its flags, e.g. `['start']`. */
	command: string[];
	/** Keeps n8n's settings and installed packages, and its database unless that is elsewhere. */
	userFolder: string;
	/** Of n8n's HTTP server, which says when it is ready. */
	port: number;
	/** Further settings for n8n. */
	env?: Record<string, string>;
	/** Where n8n's own output goes. */
	logFile: string;
	/** Whether it is added to what is there. */
	appends?: boolean;
	log?: Log;
}

/** One process of n8n's, and what it has started. */
export interface N8nProcess {
	readonly url: string;
	readonly logFile: string;
	/** Of n8n's own process. */
	readonly pid: number;
	/** Ends n8n and everything that it started; returns when all of it is gone. */
	stop(): Promise<void>;
	/** Ends n8n as a power cut would; returns when it is gone. */
	kill(): Promise<void>;
	/** Resolves when n8n ended, asked or not. */
	readonly exited: Promise<void>;
}

/** No calls to n8n's makers, no dialogs before the editor, plain http on loopback. */
function quietEnv(userFolder: string, port: number, brokerPort: number): Record<string, string> {
	return {
		N8N_USER_FOLDER: userFolder,
		N8N_PORT: String(port),
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PROTOCOL: 'http',
		N8N_EDITOR_BASE_URL: `http://127.0.0.1:${port}`,
		N8N_WEBHOOK_URL: `http://127.0.0.1:${port}`,
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_SECURE_COOKIE: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_PUBLIC_API_DISABLED: 'true',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_LOG_LEVEL: 'info',
		NO_COLOR: '1',
	};
}

/**
 * Starts a process of a real n8n and waits until it is ready for requests.
 *
 * @throws Error with the end of n8n's own output when it does not get ready.
 */
export async function startProcess(options: ProcessOptions): Promise<N8nProcess> {
	const { command, userFolder, port, logFile, log = consoleLog } = options;
	const { bin, nodeBin, version } = await ensureN8n({ log });
	mkdirSync(userFolder, { recursive: true });
	mkdirSync(dirname(logFile), { recursive: true });

	const output = openSync(logFile, options.appends ? 'a' : 'w');
	const child = spawn(nodeBin, ['-r', join(__dirname, 'endWithParent.cjs'), bin, ...command], {
		cwd: userFolder,
		env: cleanEnv({
			...quietEnv(userFolder, port, await freePort()),
			// n8n starts its task runner and npm with "node" from the PATH.
			PATH: `${dirname(nodeBin)}${delimiter}${process.env.PATH ?? ''}`,
			...options.env,
		}),
		stdio: ['pipe', output, output],
		detached: process.platform !== 'win32',
	});
	closeSync(output);
	let ended: string | undefined;
	const exited = new Promise<void>((resolve) => {
		child.once('error', (error) => {
			ended = error.message;
			resolve();
		});
		child.once('exit', (code, signal) => {
			ended = signal ?? `exit code ${code}`;
			resolve();
		});
	});
	const stop = async () => {
		await killTree(child, STOP_MS);
		child.stdin?.destroy();
	};

	const kill = async () => {
		await killTree(child, 0, 'SIGKILL');
		child.stdin?.destroy();
		await exited;
	};

	const url = `http://127.0.0.1:${port}`;
	const name = ['n8n', version, ...command.filter((word) => word !== 'start')].join(' ');
	const progress = startProgress(log, () => `${name} is starting`);
	const explain = () => `The end of ${logFile}:\n${tailOfFile(logFile, 30)}`;
	try {
		await waitFor(
			async () => {
				if (ended !== undefined) {
					throw new Error(`n8n ended while it started (${ended}). ${explain()}`);
				}
				return await isReady(url);
			},
			{ what: `n8n at ${url}`, timeoutMs: START_MS, intervalMs: 250, explain },
		);
	} catch (error) {
		progress.stop();
		await stop();
		throw error;
	}
	progress.done(`${name} is ready at ${url}`);
	// It has answered, so it has one.
	return { url, logFile, pid: child.pid as number, stop, kill, exited };
}

/** /healthz answers while the database is still being made; readiness does not. */
async function isReady(base: string): Promise<boolean> {
	try {
		const url = new URL('/healthz/readiness', base);
		const { status, body } = await httpOnce(url, { timeoutMs: 5_000 });
		if (status !== 200) return false;
		return (JSON.parse(body.toString('utf8')) as { status?: string }).status === 'ok';
	} catch {
		return false;
	}
}
