import { randomUUID } from 'node:crypto';

import { waitFor, type QueueMode, type QueueProcess, type WorkflowJson } from '../n8n-host';
import { CREDENTIAL_TYPE } from '../n8n-host/examples';
import { httpOnce } from '../n8n-host/http';
import { credentialData } from '../n8n-host/simulated';
import type { RedisServer } from '../servers';
import { Account } from '../simulator/account';

/** The simulator's account, as it is in another process too. */
export const ACCOUNT = new Account();

/** The n8n in queue mode of this run. */
export function queueMode(): QueueMode {
	if (!globalThis.queueMode) {
		throw new Error('There is no n8n: run these tests with `npm run test:queue`.');
	}
	return globalThis.queueMode;
}

/** The values of a credential whose state is shared through a Redis, with keys of its own. */
export function sharedThrough(
	{ url, password, database }: RedisServer,
	whenRedisIsAway: 'continue' | 'fail' = 'fail',
): Record<string, string | number> {
	return {
		sharedState: 'redis',
		redisUrl: url,
		redisPassword: password,
		redisDatabase: database,
		redisKeyPrefix: `test-${randomUUID()}:`,
		whenRedisIsAway,
		workerProcesses: queueMode().workers.length,
	};
}

/** A credential that reaches the simulator at this URL, with some values added or changed. */
export async function makeCredential(
	url: string,
	changes: Record<string, string | number>,
): Promise<{ id: string; name: string }> {
	const { id, name } = await queueMode().n8n.createCredential(
		CREDENTIAL_TYPE,
		`queue ${randomUUID()}`,
		{ ...credentialData({ url, account: ACCOUNT }), ...changes },
	);
	return { id, name };
}

/**
 * Stores and activates a workflow whose first node takes webhooks at this path.
 *
 * @param isThere tells by the answer to a GET whether the webhook is
 * @returns the workflow's id, and the webhook's URL at each webhook process
 */
export async function publish(
	workflow: WorkflowJson,
	path: string,
	isThere: (answer: { status: number; text: string }) => boolean,
	query = '',
): Promise<{ id: string; urls: string[] }> {
	const { n8n, webhookProcesses } = queueMode();
	const { id } = await n8n.createWorkflow(workflow);
	await n8n.activate(id);
	const urls = webhookProcesses.map(({ url }) => `${url}/webhook/${path}`);
	for (const url of urls) {
		await waitFor(
			async () => {
				const { status, body } = await httpOnce(new URL(url + query), { timeoutMs: 10_000 });
				return isThere({ status, text: body.toString() });
			},
			{ what: `The webhook ${url}`, timeoutMs: 60_000 },
		);
	}
	return { id, urls };
}

/** Waits for the worker that runs the latest execution of a workflow. */
export async function workerOf(workflowId: string): Promise<QueueProcess> {
	const { n8n, workers } = queueMode();
	return await waitFor(
		async () => {
			const [latest] = await n8n.executionsOf(workflowId);
			return latest && workers.find((worker) => worker.hasBegun(latest.id));
		},
		{ what: `A worker for workflow ${workflowId}`, timeoutMs: 60_000 },
	);
}
