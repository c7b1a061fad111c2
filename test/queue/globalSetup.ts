import { startQueueMode, type QueueMode } from '../n8n-host';

declare global {
	/** The n8n of this run: handed to the test files by environment.cjs, and to the tear-down. */
	var queueMode: QueueMode | undefined;
}

/** Starts the one n8n in queue mode of this run. */
export default async function setUp(): Promise<void> {
	process.stdout.write('\n');
	globalThis.queueMode = await startQueueMode({
		workers: 3,
		webhookProcesses: 2,
		// Three executions are then on three workers.
		concurrency: 1,
		log: (line) => process.stdout.write(`${line}\n`),
	});
}
