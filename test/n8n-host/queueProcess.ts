import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { startProcess, type N8nProcess } from './n8nProcess';
import { freePort, prefer } from './processes';
import type { Log } from './progress';

/** Where an installation in queue mode lives, and what all its processes share. */
export interface Site {
	/** Each process has a folder in it. */
	folder: string;
	env: Record<string, string>;
	log: Log;
}

/** The folder of the main process, in which the package is installed. */
export const mainFolder = ({ folder }: Pick<Site, 'folder'>) => join(folder, 'main');

/** A worker or a webhook process: it can be lost and come back. */
export class QueueProcess {
	private process: N8nProcess | undefined;

	private constructor(
		/** e.g. `worker-1` */
		readonly name: string,
		/** Of its HTTP server: that of a webhook process takes production webhooks at `/webhook/…`. */
		readonly url: string,
		/** Of all its starts. */
		readonly logFile: string,
		private readonly run: () => Promise<N8nProcess>,
	) {}

	/** One that is still to be started. @param command n8n's, and its flags */
	static async in(site: Site, name: string, command: string[]): Promise<QueueProcess> {
		const userFolder = join(site.folder, name);
		const [installed, own] = [mainFolder(site), userFolder].map((path) => join(path, '.n8n'));
		cpSync(join(installed, 'nodes'), join(own, 'nodes'), { recursive: true });
		const port = await freePort();
		const logFile = join(site.folder, `${name}.log`);
		const env = {
			...site.env,
			// A worker has an HTTP server only for this, and the port from here.
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: String(port),
		};
		return new QueueProcess(name, `http://127.0.0.1:${port}`, logFile, async () => {
			// n8n waits 10 s where it finds that it was killed.
			rmSync(join(own, 'crash.journal'), { force: true });
			const { log } = site;
			return await startProcess({ command, userFolder, port, env, logFile, appends: true, log });
		});
	}

	/** Starts it, unless it runs; returns when it takes executions, or webhooks. */
	async start(): Promise<void> {
		this.process ??= await this.run();
	}

	/** Gives it the processor before others, where that is allowed; holds until it ends. */
	prefer(): void {
		if (this.process) prefer(this.process.pid, 5);
	}

	/** Ends it as a power cut would; its executions are left as they are. */
	async kill(): Promise<void> {
		await this.process?.kill();
		this.process = undefined;
	}

	/** Whether this worker has begun an execution. */
	hasBegun(executionId: string): boolean {
		return readFileSync(this.logFile, 'utf8').includes(`Worker started execution ${executionId} `);
	}
}
