import { randomUUID } from 'node:crypto';

import { waitFor, type WorkflowJson } from '../n8n-host';
import { CREDENTIAL_TYPE, NODE_PREFIX } from '../n8n-host/examples';
import { startRedis, type RedisServer } from '../servers';
import { signatureOf } from '../simulator';
import { delivery, message, numberChange, PERSON } from '../unit/webhooks/support/deliveries';
import { ACCOUNT, makeCredential, publish, queueMode, sharedThrough } from './queueHost';

const TRIGGER = 'WhatsApp Trigger';
const VERIFY_TOKEN = 'verify-token-of-the-tests';

const DELIVERIES = 10;
const EVENTS_EACH = 5;

/** Meta asks again when it gets no 200. */
async function deliver(url: string, body: string): Promise<void> {
	await waitFor(
		async () => {
			const answer = await fetch(url, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					'x-hub-signature-256': signatureOf(body, ACCOUNT.app.secret),
				},
				body,
			});
			await answer.text();
			return answer.status === 200;
		},
		{ what: 'A 200', timeoutMs: 60_000 },
	);
}

/** A delivery of messages whose IDs no other has. */
function deliveryNo(number: number): { ids: string[]; body: string } {
	const ids = Array.from({ length: EVENTS_EACH }, (_, index) => `wamid.queue-${number}-${index}`);
	const messages = ids.map((id) => message({ id, type: 'text', text: { body: id } }));
	const change = numberChange('messages', { contacts: [PERSON], messages });
	return { ids, body: JSON.stringify(delivery(change)) };
}

describe('two webhook processes', () => {
	let redis: RedisServer;

	beforeAll(async () => {
		redis = await startRedis();
	});

	afterAll(async () => await redis?.close());

	/** An active workflow that begins with WhatsApp Trigger. */
	async function publishTrigger(): Promise<{ id: string; urls: string[] }> {
		const credential = await makeCredential('http://127.0.0.1:1', {
			...sharedThrough(redis),
			verifyToken: VERIFY_TOKEN,
		});
		const webhookId = randomUUID();
		const workflow: WorkflowJson = {
			name: `queue ${webhookId}`,
			nodes: [
				{
					id: randomUUID(),
					webhookId,
					name: TRIGGER,
					type: `${NODE_PREFIX}whatsAppTrigger`,
					typeVersion: 1,
					position: [0, 0],
					parameters: { updates: ['messages'], registerOn: 'manual' },
					credentials: { [CREDENTIAL_TYPE]: credential },
				},
			],
			connections: {},
			settings: { executionOrder: 'v1' },
		};
		const proof = new URLSearchParams({
			'hub.mode': 'subscribe',
			'hub.challenge': '1',
			'hub.verify_token': VERIFY_TOKEN,
		});
		return await publish(
			workflow,
			`${webhookId}/whatsapp`,
			({ status, text }) => status === 200 && text === '1',
			`?${proof.toString()}`,
		);
	}

	/** The IDs of all events that executions of a workflow were started with. */
	async function eventsOf(workflowId: string): Promise<string[]> {
		const { n8n } = queueMode();
		const started = await n8n.executionsOf(workflowId);
		const ended = await Promise.all(started.map(async ({ id }) => await n8n.waitForExecution(id)));
		return ended
			.flatMap((execution) => execution.items(TRIGGER))
			.map(({ json }) => (json.event as { id: string }).id);
	}

	it.each([
		{ when: 'at the same time', atOnce: true },
		{ when: 'one after the other', atOnce: false },
	])('take what comes to both $when once', async ({ atOnce }) => {
		const { id, urls } = await publishTrigger();
		expect(urls).toHaveLength(2);
		const deliveries = Array.from({ length: DELIVERIES }, (_, number) => deliveryNo(number));
		await Promise.all(
			deliveries.map(async ({ body }, number) => {
				// Each process is the first for half of them.
				const order = number % 2 === 0 ? urls : [...urls].reverse();
				const both = order.map((url) => async () => await deliver(url, body));
				if (atOnce) await Promise.all(both.map(async (bring) => await bring()));
				else for (const bring of both) await bring();
			}),
		);
		expect((await eventsOf(id)).sort()).toEqual(deliveries.flatMap(({ ids }) => ids).sort());
	});
});
