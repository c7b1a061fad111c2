import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setPriority } from 'node:os';
import { basename } from 'node:path';

/** Variables with these beginnings belong to someone's own n8n or to the npm that runs us. */
const FOREIGN_PREFIXES = [
	'N8N_',
	'DB_',
	'EXECUTIONS_',
	'QUEUE_',
	'CREDENTIALS_',
	'WORKFLOWS_',
	'NODES_',
	'NODE_FUNCTION_',
	'npm_package_',
	'npm_lifecycle_',
];

const FOREIGN_NAMES = new Set([
	'WEBHOOK_URL',
	'GENERIC_TIMEZONE',
	'NODE_OPTIONS',
	'NODE_ENV',
	'NODE_PATH',
	'JEST_WORKER_ID',
	'npm_command',
	'npm_config_ignore_scripts',
	'npm_config_local_prefix',
	'npm_config_prefix',
]);

/**
 * The environment for a program that we start: what this machine needs (paths, proxies, locale),
 * without settings that would let it write into the database of somebody's own n8n.
 * Loopback is kept away from proxies: the simulator is there.
 */
export function cleanEnv(extra: Record<string, string> = {}): Record<string, string> {
	const env: Record<string, string> = {};
	for (const [name, value] of Object.entries(process.env)) {
		if (value === undefined || FOREIGN_NAMES.has(name)) continue;
		if (FOREIGN_PREFIXES.some((prefix) => name.startsWith(prefix))) continue;
		env[name] = value;
	}
	const direct = [env.NO_PROXY ?? env.no_proxy, '127.0.0.1', 'localhost'].filter(Boolean).join(',');
	return { ...env, NO_PROXY: direct, no_proxy: direct, ...extra };
}

/** The command that starts npm: the one that runs us, else the one on the PATH. */
export function npmCommand(): { command: string; args: string[]; shell: boolean } {
	const cli = process.env.npm_execpath;
	if (cli && basename(cli) === 'npm-cli.js') {
		return { command: process.execPath, args: [cli], shell: false };
	}
	// On Windows npm is a script that only a shell can start.
	return { command: 'npm', args: [], shell: process.platform === 'win32' };
}

export interface RunOptions {
	cwd: string;
	env?: Record<string, string>;
	/** Gets each piece of output as it comes. */
	onOutput?: (text: string) => void;
}

/**
 * Runs a program to its end and answers its standard output.
 *
 * @throws Error with the command, its exit code and the last 30 lines that it printed.
 */
export async function run(
	command: string,
	args: string[],
	{ cwd, env, onOutput, shell = false }: RunOptions & { shell?: boolean },
): Promise<string> {
	const child = spawn(command, args, {
		cwd,
		env: env ?? cleanEnv(),
		shell,
		stdio: ['ignore', 'pipe', 'pipe'],
		detached: process.platform !== 'win32',
	});
	running.add(child);
	let stdout = '';
	let all = '';
	const take = (text: string) => {
		all = (all + text).slice(-20_000);
		onOutput?.(text);
	};
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		stdout += text;
		take(text);
	});
	child.stderr.setEncoding('utf8').on('data', take);
	try {
		const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
		if (code !== 0) {
			throw new Error(
				`\`${[basename(command), ...args].join(' ')}\` ended with ${signal ?? `exit code ${code}`}.\n` +
					tail(all, 30),
			);
		}
		return stdout;
	} finally {
		running.delete(child);
	}
}

/** As {@link run}, for npm. */
export async function runNpm(args: string[], options: RunOptions): Promise<string> {
	const npm = npmCommand();
	return await run(npm.command, [...npm.args, ...args], { ...options, shell: npm.shell });
}

/** Programs under way in {@link run}: whoever is interrupted ends them too. */
const running = new Set<ChildProcess>();

/** Ends every program that {@link run} has under way, with all their children. */
export async function stopRunning(): Promise<void> {
	await Promise.all([...running].map(async (child) => await killTree(child, 2_000)));
}

/** True while any process of the group lives. */
function groupLives(pid: number): boolean {
	try {
		process.kill(-pid, 0);
		return true;
	} catch (error) {
		// EPERM: it lives, but is not ours to signal.
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/**
 * Ends a process that was started with `detached: true` and everything that it started: asks
 * first, and after `graceMs` (milliseconds) ends by force. Returns when all of them are gone.
 *
 * @param first `SIGKILL` does not ask
 */
export async function killTree(
	child: ChildProcess,
	graceMs: number,
	first: 'SIGTERM' | 'SIGKILL' = 'SIGTERM',
): Promise<void> {
	const { pid } = child;
	if (pid === undefined) return;
	if (process.platform === 'win32') {
		if (child.exitCode !== null || child.signalCode !== null) return;
		const closed = once(child, 'exit');
		spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' });
		await closed;
		return;
	}
	const signal = (name: NodeJS.Signals) => {
		try {
			process.kill(-pid, name);
		} catch {
			// The group is gone already.
		}
	};
	const gone = async (timeoutMs: number) => {
		const deadline = Date.now() + timeoutMs;
		while (groupLives(pid)) {
			if (Date.now() > deadline) return false;
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		return true;
	};
	signal(first);
	if (await gone(graceMs)) return;
	signal('SIGKILL');
	await gone(5_000);
}

/**
 * Lets a process run before others where both want to, if that is allowed: only root may.
 *
 * @param before as Unix counts it: 0 is what all have, 20 the most
 */
export function prefer(pid: number, before: number): void {
	try {
		setPriority(pid, -before);
	} catch {
		// Then it shares the machine as all do.
	}
}

/**
 * True when a server can listen on this port of the loopback address.
 *
 * @param port 0 is not allowed: see {@link freePort}.
 */
export async function isPortFree(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(false));
		server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(true)));
	});
}

/** Ports that systems do not hand out by themselves: to nobody's outgoing connection, and no server that wants any. */
const NOT_HANDED_OUT = [20_000, 30_000] as const;

const given = new Set<number>();

/** A port that nobody listens on, nor will by chance: n8n takes its ports only some seconds after its start. */
export async function freePort(): Promise<number> {
	const [least, most] = NOT_HANDED_OUT;
	for (;;) {
		const port = least + Math.floor(Math.random() * (most - least));
		if (given.has(port)) continue;
		given.add(port);
		if (await isPortFree(port)) return port;
	}
}

/** `wanted` when it is free, else the next free one within 50 ports, else any. */
export async function freePortFrom(wanted: number): Promise<number> {
	for (let port = wanted; port < Math.min(wanted + 50, 65_536); port += 1) {
		if (await isPortFree(port)) return port;
	}
	return await freePort();
}

/** The last `lines` lines of a text. */
export function tail(text: string, lines: number): string {
	return text.trimEnd().split('\n').slice(-lines).join('\n');
}

/** The last `lines` lines of a file; empty when it cannot be read. */
export function tailOfFile(path: string, lines: number): string {
	try {
		return tail(readFileSync(path, 'utf8'), lines);
	} catch {
		return '';
	}
}
