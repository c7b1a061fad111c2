import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

import type { IWebhookFunctions } from 'n8n-workflow';

import { systemClock } from '../../nodes/shared/clock';
import { SeenInProcess } from '../../nodes/shared/webhooks/dedupe';
import { isSignedBy } from '../../nodes/shared/webhooks/signature';
import { receive } from '../../nodes/WhatsAppTrigger/receive';
import { Rejections } from '../../nodes/WhatsAppTrigger/rejections';
import { APP_SECRET, sign, webhookContext } from '../../test/engine/trigger/support';
import { manyMessages } from '../../test/unit/webhooks/support/deliveries';
import { median } from '../support/figures';
import { report } from '../support/processes';

/** Milliseconds that a kind of delivery takes. */
interface Case {
	name: string;
	median: number;
	high: number;
	signature: number;
}

export interface Receiving {
	cases: Case[];
	remembered: { count: number; bytes: number };
}

const REMEMBERED = 200_000;

/** The node's webhook() in n8n-core's context, from the call until it hands its items to n8n. */
async function main(): Promise<void> {
	const rounds = Number(process.argv[2]);
	const cases = [
		await measureCase('1 message', 1, rounds, 'Hello'),
		await measureCase('1,000 messages', 1_000, Math.ceil(rounds / 10), 'Hello'),
		await measureCase('1,000 messages, 3 MB', 1_000, Math.ceil(rounds / 10), 'x'.repeat(2_900)),
	];
	report({ cases, remembered: remember() } satisfies Receiving);
}

async function measureCase(
	name: string,
	size: number,
	rounds: number,
	text: string,
): Promise<Case> {
	const seen = new SeenInProcess(systemClock);
	const deps = { clock: systemClock, rejections: new Rejections(), seenEvents: () => seen };
	const times: number[] = [];
	const signatures: number[] = [];
	for (let round = -Math.ceil(rounds / 5); round < rounds; round++) {
		// Each is new: what was seen costs less.
		const body = Buffer.from(
			JSON.stringify(manyMessages(size, text)).replaceAll('wamid.many', `wamid.${round}`),
		);
		const signature = sign(body);
		const { context, response } = contextFor(body, signature);
		const begun = performance.now();
		const { workflowData } = await receive(context, deps);
		const took = performance.now() - begun;
		if (workflowData?.[0].length !== size) throw new Error('Items are missing');
		response.emit('close');
		const before = performance.now();
		isSignedBy(body, signature, [APP_SECRET]);
		if (round < 0) continue;
		signatures.push(performance.now() - before);
		times.push(took);
	}
	const sorted = [...times].sort((a, b) => a - b);
	return {
		name,
		median: median(times),
		high: sorted[Math.floor(sorted.length * 0.99)],
		signature: median(signatures),
	};
}

function contextFor(
	rawBody: Buffer,
	signature: string,
): { context: IWebhookFunctions; response: ServerResponse } {
	const request = Object.assign(new IncomingMessage(new Socket()), {
		method: 'POST',
		headers: { 'x-hub-signature-256': signature },
		rawBody,
	});
	const response = new ServerResponse(request);
	const context = webhookContext({ parameters: { updates: ['messages'] }, request, response });
	return { context, response };
}

function remember(): Receiving['remembered'] {
	const seen = new SeenInProcess(systemClock);
	globalThis.gc?.();
	const before = process.memoryUsage().heapUsed;
	for (let index = 0; index < REMEMBERED; index += 100) {
		const events = Array.from({ length: 100 }, (_, more) => ({
			thing: `status of 220000000000001: wamid.${index + more} for `,
			state: 'delivered',
			later: ['read'],
		}));
		const claim = seen.claim('workflow node', events);
		if ('confirm' in claim) claim.confirm();
	}
	globalThis.gc?.();
	const bytes = process.memoryUsage().heapUsed - before;
	return { count: seen.size, bytes };
}

main().catch((error: unknown) => {
	console.error(error);
	process.exit(1);
});
