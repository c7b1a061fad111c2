import { systemClock, type Clock } from '../clock';
import type { AwaitedAnswer } from '../webhooks/answers';
import { signatureOf } from '../webhooks/signature';

/** Set on the answer to a request that woke an execution: n8n also answers 200 where none waited. */
export const TAKEN_HEADER = 'x-whatsapp-answer';
/** Set on the request: who knows the app secret may bring answers. */
export const SIGNATURE_HEADER = 'x-whatsapp-signature';

/** An execution is saved as waiting a moment after its question went out; some people are faster. Milliseconds. */
const PATIENCE = [50, 150, 500, 1_000, 2_000];

/** Milliseconds for one request: n8n loads the execution and hands it on. */
const TIMEOUT_MS = 10_000;

export interface WakeOptions {
	/** Signs what is brought. */
	appSecret: string;
	/** Where this n8n can be reached, in the order to try; the path of waiting executions included. */
	addresses: string[];
	clock?: Clock;
}

/**
 * Brings an answer to the execution that waits for it, through n8n's own address for waiting executions.
 * @returns whether the execution took it; false when it does not wait (any more) or cannot be reached
 */
export async function wakeExecution(
	{ key, answer }: AwaitedAnswer,
	{ appSecret, addresses, clock = systemClock }: WakeOptions,
): Promise<boolean> {
	const body = JSON.stringify({ questionId: key.questionId, answer });
	const request: RequestInit = {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			[SIGNATURE_HEADER]: signatureOf(Buffer.from(body), appSecret),
		},
		body,
		redirect: 'error',
	};
	const path = `/${encodeURIComponent(key.executionId)}/${encodeURIComponent(key.nodeId)}`;
	for (const address of addresses) {
		for (const pause of [...PATIENCE, undefined]) {
			const outcome = await ask(`${address}${path}?signature=${key.signature}`, request);
			if (outcome === 'taken') return true;
			if (outcome === 'no' || pause === undefined) return false;
			if (outcome === 'elsewhere') break;
			await new Promise<void>((resolve) => clock.after(pause, resolve));
		}
	}
	return false;
}

/** 'busy': it still runs, and may wait in a moment; 'elsewhere': nobody there knows of it. */
async function ask(
	url: string,
	request: RequestInit,
): Promise<'taken' | 'busy' | 'no' | 'elsewhere'> {
	let answer: Response;
	try {
		// n8n itself, on this machine for the most part: neither its proxy nor its rules for the way out apply.
		answer = await fetch(url, { ...request, signal: AbortSignal.timeout(TIMEOUT_MS) });
		await answer.arrayBuffer();
	} catch {
		return 'elsewhere';
	}
	if (answer.ok) return answer.headers.has(TAKEN_HEADER) ? 'taken' : 'no';
	if (answer.status === 404) return 'elsewhere';
	return answer.status === 409 ? 'busy' : 'no';
}

/**
 * Where executions of this n8n can be woken: on this machine, which needs no way in from outside, and at
 * the public address, for an n8n that serves TLS itself or listens elsewhere.
 * @param waitingUrl n8n's public address of any waiting execution, its ID at the end
 */
export function wakingAddresses(
	waitingUrl: string,
	env: NodeJS.ProcessEnv = process.env,
): string[] {
	const open = new URL(waitingUrl);
	const path = open.pathname.slice(0, open.pathname.lastIndexOf('/'));
	const listening = env.N8N_LISTEN_ADDRESS ?? '';
	const host = ['', '::', '0.0.0.0'].includes(listening) ? '127.0.0.1' : listening;
	const name = host.includes(':') ? `[${host}]` : host;
	return [`http://${name}:${env.N8N_PORT ?? '5678'}${path}`, `${open.origin}${path}`];
}
