import { join } from 'node:path';
import { N8nClient } from './client';
import { startProcess, type N8nProcess, type ProcessOptions } from './n8nProcess';
import { freePort } from './processes';

export interface StartOptions extends Omit<
	ProcessOptions,
	'command' | 'port' | 'logFile' | 'appends'
> {
	/** Any free one when left out. */
	port?: number;
	/** In the user folder when left out. */
	logFile?: string;
}

/** An n8n that was started here. */
export interface RunningN8n extends N8nClient, N8nProcess {}

class StartedN8n extends N8nClient implements RunningN8n {
	readonly logFile: string;
	readonly pid: number;
	readonly exited: Promise<void>;

	constructor(private readonly process: N8nProcess) {
		super(process.url);
		({ logFile: this.logFile, pid: this.pid, exited: this.exited } = process);
	}

	async stop(): Promise<void> {
		await this.process.stop();
	}

	async kill(): Promise<void> {
		await this.process.kill();
	}
}

/**
 * Starts a real n8n and waits until it is ready for requests.
 *
 * @throws Error with the end of n8n's own output when it does not get ready.
 */
export async function startN8n(options: StartOptions): Promise<RunningN8n> {
	return new StartedN8n(
		await startProcess({
			...options,
			command: ['start'],
			port: options.port ?? (await freePort()),
			logFile: options.logFile ?? join(options.userFolder, 'n8n.log'),
		}),
	);
}
