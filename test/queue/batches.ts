import { randomUUID } from 'node:crypto';

import { inARow, node, waitFor, type Execution } from '../n8n-host';
import { NODE_PREFIX } from '../n8n-host/examples';
import { httpOnce } from '../n8n-host/http';
import type {
	AcceptedRecord,
	SimulatorProcess,
} from '../integration/delivery/support/simulatorProcess';
import { person } from '../integration/delivery/support/traffic';
import { ACCOUNT, publish, queueMode } from './queueHost';

const SEND = 'Send';

/** One message of a batch. */
export interface Row {
	phone: string;
	/** No other message of the test has it. */
	order: string;
}

/** So many messages to as many people, from this number on. */
export function rows(first: number, count: number): Row[] {
	return Array.from({ length: count }, (_, index) => ({
		phone: person(first + index),
		order: `order-${first + index}`,
	}));
}

/** A workflow that sends whatever is posted to it. */
export class BatchWorkflow {
	private constructor(
		readonly id: string,
		private readonly urls: string[],
	) {}

	/** Webhook → one item for each row → WhatsApp Send, with these options of that node. */
	static async publish(
		credential: { id: string; name: string },
		options: Record<string, unknown>,
	): Promise<BatchWorkflow> {
		const path = randomUUID();
		const nodes = [
			node('Batch', 'n8n-nodes-base.webhook', 2, { httpMethod: 'POST', path }, { webhookId: path }),
			node('Rows', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'body.rows', options: {} }),
			node(
				SEND,
				`${NODE_PREFIX}whatsAppSend`,
				1,
				{
					resource: 'message',
					operation: 'send',
					messageType: 'text',
					phoneNumberId: { __rl: true, mode: 'id', value: ACCOUNT.phoneNumberIds.standard },
					recipientPhoneNumber: '={{ $json.phone }}',
					textBody: '={{ $json.order }}',
					options,
				},
				{ onError: 'continueRegularOutput' },
			),
		];
		const workflow = inARow(`queue ${path}`, nodes, credential);
		const { id, urls } = await publish(workflow, path, ({ text }) =>
			text.includes('not registered for GET requests'),
		);
		return new BatchWorkflow(id, urls);
	}

	/** Starts an execution over these rows. @returns its id */
	async start(batch: Row[]): Promise<string> {
		const before = await this.executionIds();
		const { status, body } = await httpOnce(new URL(this.urls[0]), {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ rows: batch }),
			timeoutMs: 60_000,
		});
		if (status !== 200) throw new Error(`The webhook answered ${status}: ${body.toString()}`);
		return await waitFor(
			async () => (await this.executionIds()).find((id) => !before.includes(id)),
			{ what: 'An execution', timeoutMs: 60_000 },
		);
	}

	private async executionIds(): Promise<string[]> {
		return (await queueMode().n8n.executionsOf(this.id)).map(({ id }) => id);
	}
}

/** Which rows an execution says were sent, and what it says of the others. */
export interface Report {
	sent: string[];
	failed: Array<{ order: string; error: string; details: Record<string, unknown> }>;
}

/** What an execution's items say, one for each row of its batch. */
export function reportOf(execution: Execution, batch: Row[]): Report {
	const report: Report = { sent: [], failed: [] };
	for (const { json, pairedItem } of execution.items(SEND)) {
		const { order } = batch[(pairedItem as { item: number }).item];
		const { error, details, messages } = json as Record<string, never>;
		if (messages) report.sent.push(order);
		else report.failed.push({ order, error, details });
	}
	return report;
}

/** The orders that the simulator has accepted, each as often as it has. */
export function ordersOf(accepted: AcceptedRecord[]): string[] {
	return accepted.map(({ payload }) => (payload.text as { body: string }).body);
}

/** Waits until the simulator has accepted so many messages. */
export async function acceptedReach(simulator: SimulatorProcess, count: number): Promise<void> {
	await waitFor(async () => (await simulator.state()).counts.accepted >= count, {
		what: `${count} accepted messages`,
		timeoutMs: 120_000,
	});
}
