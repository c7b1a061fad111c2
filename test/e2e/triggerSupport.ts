import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { waitFor, type N8nClient, type WorkflowJson, type WorkflowNode } from '../n8n-host';
import { CREDENTIAL_TYPE, NODE_PREFIX } from '../n8n-host/examples';
import type { PhoneNumber, Simulator } from '../simulator';
import { login } from './support';

/** Name of the trigger in the workflows that {@link triggerWorkflow} makes. */
export const TRIGGER = 'WhatsApp Trigger';

/** n8n publishes some seconds after it has answered, and tries again what fails. */
export const PATIENCE = { timeoutMs: 60_000 };

/** The trigger on the simulator's ordinary number, and what follows it. */
export function triggerWorkflow(
	simulator: Simulator,
	credential: { id: string; name: string },
	parameters: Record<string, unknown> = {},
	next?: WorkflowNode,
): WorkflowJson {
	const trigger = {
		id: randomUUID(),
		webhookId: randomUUID(),
		name: TRIGGER,
		type: `${NODE_PREFIX}whatsAppTrigger`,
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: {
			updates: ['messages'],
			registerOn: 'phoneNumber',
			phoneNumberId: { __rl: true, mode: 'id', value: simulator.account.phoneNumberIds.standard },
			...parameters,
		},
		credentials: { [CREDENTIAL_TYPE]: credential },
	};
	return {
		name: `e2e trigger ${randomUUID()}`,
		nodes: next ? [trigger, next] : [trigger],
		connections: next
			? { [TRIGGER]: { main: [[{ node: next.name, type: 'main', index: 0 }]] } }
			: {},
		settings: { executionOrder: 'v1' },
	};
}

/** The URLs of a stored workflow's trigger. */
export function urlsOf(workflow: WorkflowJson): { production: string; test: string } {
	const path = `${String(workflow.nodes[0]?.webhookId)}/whatsapp`;
	const { url } = login();
	return { production: `${url}/webhook/${path}`, test: `${url}/webhook-test/${path}` };
}

/** The simulator's ordinary number. */
export function phoneOf({ account }: Simulator): PhoneNumber {
	return account.phoneNumbers.get(account.phoneNumberIds.standard) as PhoneNumber;
}

/** Waits until the number's callback is this one. */
export async function slotIs(simulator: Simulator, url: string | undefined): Promise<void> {
	const phone = phoneOf(simulator);
	await waitFor(() => phone.callback?.url === url, {
		what: `${url ?? 'nothing'} in the slot of the number`,
		...PATIENCE,
		explain: () => `There is ${phone.callback?.url ?? 'nothing'}.`,
	});
}

/** Stores and activates a workflow; returns when Meta calls it. */
export async function activate(
	n8n: N8nClient,
	simulator: Simulator,
	workflow: WorkflowJson,
): Promise<string> {
	const { id } = await n8n.createWorkflow(workflow);
	await n8n.activate(id);
	await slotIs(simulator, urlsOf(workflow).production);
	return id;
}

/** Waits until a workflow has run as often, and well each time. */
export async function executions(
	n8n: N8nClient,
	id: string,
	count: number,
): Promise<Array<{ id: string; status: string; mode: string }>> {
	return await waitFor(
		async () => {
			const all = await n8n.executionsOf(id);
			return all.length >= count && all.every(({ status }) => status === 'success') && all;
		},
		{ what: `${count} executions`, ...PATIENCE },
	);
}

/** A node that reports each item's event to a server of the test. */
export interface Sink {
	node: WorkflowNode;
	/** IDs of the events, in the order in which they came. */
	ids: string[];
	close(): void;
}

export async function startSink(): Promise<Sink> {
	const ids: string[] = [];
	const server = createServer((request, response) => {
		ids.push(new URL(request.url ?? '/', 'http://sink').searchParams.get('id') ?? '');
		response.end();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		ids,
		node: {
			id: randomUUID(),
			name: 'Report',
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			position: [220, 0],
			parameters: {
				url: `=http://127.0.0.1:${port}/?id={{ encodeURIComponent($json.event.id) }}`,
				options: { response: { response: { responseFormat: 'text' } } },
			},
		},
		close: () => {
			server.closeAllConnections();
			server.close();
		},
	};
}
