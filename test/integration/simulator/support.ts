import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SimulatorClock, startSimulator } from '../../simulator';
import type { SettingsPatch, Simulator } from '../../simulator';

/** An answer as a test looks at it. */
export interface Answer {
	status: number;
	headers: Headers;
	body: Body;
}

/**
 * What answers may hold. Only what tests read on their way is named here, and as if it were
 * always there: whether it is, and what else there is, the expectations say.
 */
export interface Body {
	[name: string]: unknown;
	id: string;
	error: {
		code: number;
		message: string;
		error_subcode?: number;
		error_user_msg?: string;
		fbtrace_id: string;
	};
	messages: { id: string; message_status?: string; content: unknown }[];
	contacts: { input: string; wa_id?: string }[];
	data: Record<string, unknown>[] & Record<string, unknown>;
	paging: { cursors: { before: string; after: string }; next?: string; previous?: string };
	connections: { opened: number };
}

const started: { close(): Promise<void> }[] = [];

/** Ends everything that a test file started. */
export async function closeAll(): Promise<void> {
	await Promise.all(started.splice(0).map((server) => server.close()));
}

/** A simulator whose time stands still until the test moves it. */
export async function startManual(settings?: SettingsPatch): Promise<Simulator> {
	const simulator = await startSimulator({
		clock: new SimulatorClock({ mode: 'manual' }),
		settings,
	});
	started.push(simulator);
	return simulator;
}

/** Calls the Graph API of a simulator; with the full token unless another, or none, is given. */
export async function graph(
	simulator: Simulator,
	method: string,
	path: string,
	options: { token?: string | null; body?: unknown } = {},
): Promise<Answer> {
	const { token = simulator.account.accessToken, body } = options;
	const response = await fetch(`${simulator.url}/v26.0/${path}`, {
		method,
		headers: {
			...(token === null ? {} : { authorization: `Bearer ${token}` }),
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
		},
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	return {
		status: response.status,
		headers: response.headers,
		body: (await response.json()) as Body,
	};
}

/** Sends a message; `fields` are its type and what belongs to it. */
export function send(
	simulator: Simulator,
	fields: Record<string, unknown>,
	options: { from?: string; to?: string; token?: string } = {},
): Promise<Answer> {
	const { from = simulator.account.phoneNumberIds.standard, to = '+12025550150', token } = options;
	const body = { messaging_product: 'whatsapp', to, ...fields };
	return graph(simulator, 'POST', `${from}/messages`, { body, token });
}

/** Sends a text message. */
export function sendText(
	simulator: Simulator,
	text: string,
	options?: { from?: string; to?: string; token?: string },
): Promise<Answer> {
	return send(simulator, { type: 'text', text: { body: text } }, options);
}

/** Calls the control API. */
export async function control(
	simulator: Simulator,
	method: string,
	path: string,
	body?: unknown,
): Promise<Answer> {
	const response = await fetch(`${simulator.url}/_simulator/${path}`, {
		method,
		headers: body === undefined ? {} : { 'content-type': 'application/json' },
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	return {
		status: response.status,
		headers: response.headers,
		body: (await response.json()) as Body,
	};
}

/** What a callback was sent. */
export interface Received {
	headers: IncomingHttpHeaders;
	raw: string;
}

/** The `value` of the first change of a delivery. */
export interface Value {
	messages: { id: string; text: { body: string } }[];
	statuses: { id: string; status: string }[];
}

/** The values of all changes that a delivery carries. */
export function valuesOf({ raw }: Received): Value[] {
	const { entry } = JSON.parse(raw) as { entry: { changes: { value: Value }[] }[] };
	return entry.flatMap(({ changes }) => changes.map(({ value }) => value));
}

export interface CallbackServer {
	url: string;
	received: Received[];
	/** Statuses to answer with, one a delivery; 200 once they are used up. */
	statuses: number[];
}

/** A callback that echoes the challenge for `secret-word` and keeps what it is sent. */
export async function startCallback(): Promise<CallbackServer> {
	const received: Received[] = [];
	const statuses: number[] = [];
	const server = createServer((request, response) => {
		const url = new URL(request.url ?? '/', 'http://callback');
		if (request.method === 'GET') {
			const rightWord = url.searchParams.get('hub.verify_token') === 'secret-word';
			response.writeHead(rightWord ? 200 : 403);
			response.end(rightWord ? url.searchParams.get('hub.challenge') : '');
			return;
		}
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			received.push({ headers: request.headers, raw: Buffer.concat(chunks).toString('latin1') });
			response.writeHead(statuses.shift() ?? 200).end();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	started.push({
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	});
	const { port } = server.address() as AddressInfo;
	return { url: `http://127.0.0.1:${port}/hook`, received, statuses };
}
