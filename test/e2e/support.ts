import { randomUUID } from 'node:crypto';
import {
	inARow,
	N8nClient,
	node,
	type Execution,
	type WorkflowJson,
	type WorkflowNode,
} from '../n8n-host';
import { CREDENTIAL_TYPE, NODE_PREFIX } from '../n8n-host/examples';
import { credentialData, senderOf } from '../n8n-host/simulated';
import type { AcceptedMessage, Simulator } from '../simulator';

/** Names of the nodes in the workflows that {@link sendWorkflow} makes. */
export const TRIGGER = 'Start';
export const SEND = 'Send';

/** The login of this run's n8n. */
export function login(): { url: string; email: string; password: string } {
	const { E2E_N8N_URL: url, E2E_EMAIL: email, E2E_PASSWORD: password } = process.env;
	if (!url || !email || !password) {
		throw new Error('There is no n8n: run these tests with `npm run test:e2e`.');
	}
	return { url, email, password };
}

/** A client of this run's n8n, logged in as its owner. */
export async function connect(): Promise<N8nClient> {
	const { url, email, password } = login();
	const n8n = new N8nClient(url);
	await n8n.setUpOrLogin({ email, password });
	return n8n;
}

/** A credential of its own that reaches this simulator, with some values changed. */
export async function makeCredential(
	n8n: N8nClient,
	simulator: Simulator,
	changes: Record<string, string> = {},
): Promise<{ id: string; name: string }> {
	const { id, name } = await n8n.createCredential(CREDENTIAL_TYPE, `e2e ${randomUUID()}`, {
		...credentialData(simulator),
		...changes,
	});
	return { id, name };
}

/** Values for n8n items: what a "Split Out" of a fixed list gives. */
export type Row = Record<string, string | number>;

/** Trigger → fixed rows → one item each → WhatsApp Send with these parameters. */
export function sendWorkflow(given: {
	rows: Row[];
	simulator: Simulator;
	credential: { id: string; name: string };
	parameters: Record<string, unknown>;
	onError?: WorkflowNode['onError'];
}): WorkflowJson {
	const send = node(
		SEND,
		`${NODE_PREFIX}whatsAppSend`,
		1,
		{
			resource: 'message',
			operation: 'send',
			messageType: 'text',
			phoneNumberId: { __rl: true, mode: 'id', value: senderOf(given.simulator).id },
			recipientPhoneNumber: '={{ $json.phone }}',
			textBody: '=Hello {{ $json.name }}',
			...given.parameters,
		},
		given.onError ? { onError: given.onError } : {},
	);
	const nodes = [
		node(TRIGGER, 'n8n-nodes-base.manualTrigger', 1, {}),
		node('Rows', 'n8n-nodes-base.set', 3.4, {
			mode: 'raw',
			jsonOutput: JSON.stringify({ rows: given.rows }),
			options: {},
		}),
		node('Items', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'rows', options: {} }),
		send,
	];
	return inARow(`e2e ${randomUUID()}`, nodes, given.credential);
}

/** Stores a workflow, runs it by hand and waits for its end. */
export async function run(n8n: N8nClient, workflow: WorkflowJson): Promise<Execution> {
	const { id } = await n8n.createWorkflow(workflow);
	return await n8n.runWorkflow(id, TRIGGER);
}

/** The id that Meta gave to the message of an output item. */
export function messageId(json: Record<string, unknown>): string | undefined {
	return (json.messages as Array<{ id: string }> | undefined)?.[0]?.id;
}

/** All that a person reads in n8n's error panel. */
export function errorText({ error }: Execution): string {
	return [error?.message, error?.description].filter(Boolean).join('\n');
}

/** Presses a button of a message, or chooses a row of its list, on the phone's page. */
export async function tapOn(
	{ url }: Simulator,
	{ phoneNumberId, waId, id }: AcceptedMessage,
	index: number,
): Promise<void> {
	const response = await fetch(`${url}/_simulator/press`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ conversation: `${phoneNumberId}:${waId}`, messageId: id, index }),
	});
	expect(response.status).toBe(200);
}
