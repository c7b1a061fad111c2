import { Pool } from 'undici';

import {
	composeMessage,
	createTransport,
	Dispatcher,
	GraphClient,
	postMessage,
	readSettings,
	textMessage,
	type Sender,
} from '../../nodes/shared';
import { cpuSince } from '../support/figures';
import { report } from '../support/processes';

/** What one round cost this process. */
export interface Round {
	ms: number;
	/** Microseconds of both the program and the kernel on its behalf. */
	cpu: number;
}

export type ClientName = 'undici' | 'library';

/** What the dispatcher has on its way where nothing is paced; undici gets as much. */
const AT_ONCE = 128;

const [url] = process.argv.slice(2);
const phoneNumberId = '106000000000102';
const accessToken = 'EAAbenchmark';
const person = (index: number) => `+1202${String(index).padStart(7, '0')}`;
const textOf = (index: number) => `Hello person ${index}, your order is on its way`;

const pool = new Pool(url, { connections: AT_ONCE });

/** The least that sends these messages: as many loops as calls may run at once. */
async function withUndici(size: number): Promise<void> {
	let next = 0;
	const loop = async (): Promise<void> => {
		while (next < size) {
			const index = next++;
			const { statusCode, body } = await pool.request({
				method: 'POST',
				path: `/v26.0/${phoneNumberId}/messages`,
				headers: {
					authorization: `Bearer ${accessToken}`,
					accept: 'application/json',
					'content-type': 'application/json',
				},
				body: JSON.stringify({
					messaging_product: 'whatsapp',
					recipient_type: 'individual',
					to: person(index),
					type: 'text',
					text: { body: textOf(index) },
				}),
			});
			await body.json();
			if (statusCode !== 200) throw new Error(`HTTP ${statusCode}`);
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, loop));
}

const client = new GraphClient(readSettings({ accessToken, baseUrl: url }), createTransport());
const dispatcher = new Dispatcher();
const sender: Sender = {
	phoneNumberId,
	host: client.host,
	account: client.account,
	rate: Infinity,
};

/** The same with all that ours does: checks, order, budgets, outcomes, the account of the run. */
async function withLibrary(size: number): Promise<void> {
	const { summary } = await dispatcher.run(
		{
			size,
			sender,
			address: (index) => ({ sender, recipient: person(index) }),
			async send(index, { signal }) {
				const message = composeMessage({ to: person(index) }, textMessage(textOf(index), false));
				return await postMessage(client, phoneNumberId, message, signal);
			},
		},
		{ onFailure: 'continue' },
	);
	if (summary.sent !== size) throw new Error(`${summary.failed} messages failed`);
}

const clients: Record<ClientName, (size: number) => Promise<void>> = {
	undici: withUndici,
	library: withLibrary,
};

process.on('message', ({ name, size }: { name: ClientName; size: number }) => {
	const cpuBefore = process.cpuUsage();
	const begun = performance.now();
	void clients[name](size).then(() => {
		report({ ms: performance.now() - begun, cpu: cpuSince(cpuBefore) } satisfies Round);
	});
});
process.on('unhandledRejection', (error) => {
	console.error(error);
	process.exit(1);
});
