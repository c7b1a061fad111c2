import { randomUUID } from 'node:crypto';

import type { RunningN8n, WorkflowJson } from '../../test/n8n-host';
import { CREDENTIAL_TYPE, NODE_PREFIX } from '../../test/n8n-host/examples';
import { waitFor } from '../../test/n8n-host/wait';

export const APP_SECRET = 'app-secret-of-the-benchmark';
const VERIFY_TOKEN = 'verify-token-of-the-benchmark';

/** A trigger in an active workflow of its own. */
export interface Rival {
	name: string;
	workflowId: string;
	url: string;
}

/** WhatsApp Trigger of this package. It is in nobody's slot: nothing is asked of Meta. */
export async function ourTrigger(n8n: RunningN8n): Promise<Rival> {
	const { id, name } = await n8n.createCredential(CREDENTIAL_TYPE, 'ours', {
		accessToken: 'EAAbenchmark',
		businessAccountId: '102290129340398',
		appSecret: APP_SECRET,
		verifyToken: VERIFY_TOKEN,
	});
	return await activate(n8n, {
		name: 'WhatsApp Trigger of this package',
		type: `${NODE_PREFIX}whatsAppTrigger`,
		path: 'whatsapp',
		parameters: { updates: ['messages'], registerOn: 'manual' },
		credentials: { [CREDENTIAL_TYPE]: { id, name } },
	});
}

/** The one that n8n brings. */
export async function builtInTrigger(n8n: RunningN8n): Promise<Rival> {
	const type = 'whatsAppTriggerApi';
	const { id, name } = await n8n.createCredential(type, 'built-in', {
		clientId: '634974688087057',
		clientSecret: APP_SECRET,
	});
	return await activate(n8n, {
		name: 'WhatsApp Trigger of n8n',
		type: 'n8n-nodes-base.whatsAppTrigger',
		path: 'webhook',
		parameters: { updates: ['messages'] },
		credentials: { [type]: { id, name } },
	});
}

async function activate(
	n8n: RunningN8n,
	given: {
		name: string;
		type: string;
		path: string;
		parameters: Record<string, unknown>;
		credentials: Record<string, { id: string; name: string }>;
	},
): Promise<Rival> {
	const { name, type, path, parameters, credentials } = given;
	const webhookId = randomUUID();
	const nodeId = randomUUID();
	const workflow: WorkflowJson = {
		name,
		nodes: [
			{
				id: nodeId,
				webhookId,
				name: 'Trigger',
				type,
				typeVersion: 1,
				position: [0, 0],
				parameters,
				credentials,
			},
		],
		connections: {},
		settings: { executionOrder: 'v1' },
	};
	const { id } = await n8n.createWorkflow(workflow);
	await n8n.activate(id);
	const url = `${n8n.url}/webhook/${webhookId}/${path}`;
	await waitFor(async () => await provesItself(url, [VERIFY_TOKEN, nodeId]), {
		what: `The webhook of “${name}”`,
		timeoutMs: 60_000,
	});
	return { name, workflowId: id, url };
}

/** n8n publishes a workflow some time after it has said so. @param tokens one of which is right */
async function provesItself(url: string, tokens: string[]): Promise<boolean> {
	for (const token of tokens) {
		const query = { 'hub.mode': 'subscribe', 'hub.challenge': '1', 'hub.verify_token': token };
		const answer = await fetch(`${url}?${new URLSearchParams(query).toString()}`);
		if (answer.status === 200 && (await answer.text()) === '1') return true;
	}
	return false;
}
