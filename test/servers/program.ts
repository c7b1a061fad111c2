import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, closeSync, constants, openSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { killTree, tailOfFile } from '../n8n-host/processes';
import { waitFor } from '../n8n-host/wait';

/** Both servers print this when they are ready; a busy machine has taken 10 s. */
const READY = /ready to accept connections/i;
const START_MS = 60_000;

/** A server that has not ended this many milliseconds after it was asked to is ended by force. */
const STOP_MS = 10_000;

/** A server's own settings come from its command line, none from the machine's environment. */
export const PLAIN_ENV = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' };

/**
 * Looks for a program in these folders, then on the PATH.
 *
 * @param debianPackage which brings the program
 * @param variable of the environment, which names a running server instead, where one can
 * @throws Error saying what to install
 */
export function findProgram(
	name: string,
	folders: string[],
	debianPackage: string,
	variable?: string,
): string {
	for (const folder of [...folders, ...(process.env.PATH ?? '').split(delimiter)]) {
		const path = join(folder, name);
		try {
			accessSync(path, constants.X_OK);
			return path;
		} catch {
			// Not in this one.
		}
	}
	throw new Error(
		`There is no ${name} on this machine. Install it (Debian: apt-get install ${debianPackage})` +
			(variable ? `, or name a running server in the environment variable ${variable}.` : '.'),
	);
}

/** The user as whom a program runs; left out, the one who runs the tests. */
export interface User {
	uid: number;
	gid: number;
}

export interface ServerProgram {
	path: string;
	args: string[];
	/** All that it writes is in here; whoever starts it deletes it. */
	folder: string;
	/** Its output, anew with each start. */
	logFile: string;
	/** Makes it end in order. */
	signal: NodeJS.Signals;
	user?: User;
}

/** A server under way. It ends with this process, and its folder goes too. */
export class RunningProgram {
	private constructor(private readonly child: ChildProcess) {}

	/**
	 * Starts a server; returns when it is ready.
	 *
	 * @throws Error with the end of its output when it does not get ready
	 */
	static async start(program: ServerProgram): Promise<RunningProgram> {
		const { path, args, folder, logFile, signal, user } = program;
		const output = openSync(logFile, 'w');
		const child = spawn(
			process.execPath,
			[join(__dirname, 'guard.cjs'), JSON.stringify({ ...user, signal, folder }), path, ...args],
			{ cwd: folder, env: PLAIN_ENV, stdio: ['pipe', output, output], detached: true },
		);
		closeSync(output);
		// A guard that is ended by force closes its end of the pipe first.
		child.stdin?.on('error', () => undefined);
		const running = new RunningProgram(child);
		const explain = () => tailOfFile(logFile, 20);
		try {
			await waitFor(
				() => {
					if (READY.test(readFileSync(logFile, 'utf8'))) return true;
					if (child.exitCode === null && child.signalCode === null) return false;
					throw new Error(`${path} ended while it started:\n${explain()}`);
				},
				{ what: path, timeoutMs: START_MS, intervalMs: 20, explain },
			);
		} catch (error) {
			await running.end('SIGKILL');
			throw error;
		}
		return running;
	}

	/** Ends it, by default in order; returns when it is gone. */
	async end(how: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
		await killTree(this.child, STOP_MS, how);
		this.child.stdin?.destroy();
	}
}
