import { existsSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';

import { signatureOf } from '../../nodes/shared/webhooks/signature';
import type { RunningN8n } from '../../test/n8n-host';
import { waitFor } from '../../test/n8n-host/wait';
import { textMessage } from '../../test/unit/webhooks/support/deliveries';
import { APP_SECRET, type Rival } from './rival';

/** Connections at once, as a busy number has them. */
const CONNECTIONS = 16;

/** What one round took. */
export interface Round {
	/** Deliveries per second that got their 200. */
	answered: number;
	/** Deliveries per second whose execution had its first node's output. */
	output: number;
	/** Milliseconds of n8n's CPU time for each; NaN where the system does not tell. */
	cpuEach: number;
	/** Milliseconds from a delivery to its 200, each. */
	waits: number[];
}

let deliveries = 0;

/** Brings deliveries of one new message each, over a few connections, each as soon as one is free. */
export async function measureRound(n8n: RunningN8n, rival: Rival, size: number): Promise<Round> {
	const bodies = Array.from({ length: size }, () =>
		Buffer.from(JSON.stringify(textMessage(`wamid.benchmark-${deliveries++}`))),
	);
	const signed = bodies.map((body) => ({ body, signature: signatureOf(body, APP_SECRET) }));
	const before = await executionsOf(n8n, rival);
	const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
	const waits: number[] = [];
	const queue = signed.values();
	const cpuBefore = cpuOf(n8n.pid);
	const begun = Date.now();
	await Promise.all(
		Array.from({ length: CONNECTIONS }, async () => {
			for (const { body, signature } of queue) {
				const at = performance.now();
				await deliver(agent, rival.url, body, signature);
				waits.push(performance.now() - at);
			}
		}),
	);
	const answeredAt = Date.now();
	agent.destroy();
	const { ended } = await waitFor(
		async () => {
			const now = await executionsOf(n8n, rival);
			return now.count - before.count >= size && now.running === 0 && now;
		},
		{ what: `${size} executions of “${rival.name}”`, timeoutMs: 120_000, intervalMs: 250 },
	);
	const perSecond = (until: number) => (size * 1_000) / (until - begun);
	return {
		answered: perSecond(answeredAt),
		output: perSecond(ended),
		cpuEach: (cpuOf(n8n.pid) - cpuBefore) / size,
		waits,
	};
}

/** Milliseconds of CPU time that a process has used; NaN where there is no /proc. */
function cpuOf(pid: number): number {
	const path = `/proc/${pid}/stat`;
	if (!existsSync(path)) return NaN;
	// After the name in brackets; the 12th and 13th are user and system time, in hundredths of a second.
	const fields = readFileSync(path, 'utf8').split(') ')[1].split(' ');
	return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function deliver(agent: Agent, url: string, body: Buffer, signature: string): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		const headers = {
			'content-type': 'application/json',
			'content-length': body.length,
			'x-hub-signature-256': signature,
		};
		const call = request(url, { method: 'POST', agent, headers }, (answer) => {
			answer.resume();
			answer.once('end', () => {
				if (answer.statusCode === 200) resolve();
				else reject(new Error(`A delivery was answered with ${String(answer.statusCode)}`));
			});
		});
		call.once('error', reject);
		call.end(body);
	});
}

/** How many there are, and when the last of them ended. */
async function executionsOf(
	n8n: RunningN8n,
	{ workflowId }: Rival,
): Promise<{ count: number; running: number; ended: number }> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	const { count, results } = await n8n.request<{
		count: number;
		results: Array<{ status: string; stoppedAt: string | null }>;
	}>('GET', `/executions?filter=${filter}&limit=100`);
	return {
		count,
		running: results.filter(({ status }) => status !== 'success').length,
		ended: Math.max(...results.map(({ stoppedAt }) => Date.parse(stoppedAt ?? '') || 0), 0),
	};
}
