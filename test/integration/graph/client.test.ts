import { inspect } from 'node:util';

import { postMessage } from '../../../nodes/shared/graph/endpoints/messages';
import {
	GraphApiError,
	NetworkError,
	UnexpectedAnswerError,
	WhatsAppError,
} from '../../../nodes/shared/graph/errors';
import { createTransport } from '../../../nodes/shared/graph/transport';
import { freePort } from '../../n8n-host/processes';
import {
	APP_SECRET,
	clientWith,
	errorOf,
	secretsIn,
	STANDBY,
	TOKEN,
	WABA,
} from '../../support/graph';
import { startHttpServer, startProxy, startRawServer } from '../../support/nastyServer';
import { useServers } from '../../support/servers';

const opened = useServers();

const MESSAGE = { messaging_product: 'whatsapp', to: '+16505551234' };

/** A server that writes these bytes as its answer and closes. */
const answering = async (bytes: string) =>
	opened(await startRawServer((socket) => void socket.end(bytes)));

const http = (status: string, body: string, headers = '') =>
	`HTTP/1.1 ${status}\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`;

const send = async (baseUrl: string, signal?: AbortSignal) =>
	await postMessage(clientWith(createTransport(), { baseUrl }), '106540352242922', MESSAGE, signal);

describe('an answer that is none', () => {
	it.each([
		['empty', http('200 OK', '')],
		['204', 'HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n'],
		['HTML', http('200 OK', '<html><body>Sign in to Wi-Fi</body></html>')],
		['an HTML 502', http('502 Bad Gateway', '<html><h1>502</h1></html>')],
		['a list', http('200 OK', '[{"messages":[{"id":"wamid.1"}]}]')],
		['null', http('200 OK', 'null')],
		['a JSON string', http('200 OK', '"ok"')],
		['a number', http('200 OK', '42')],
		['JSON that is cut off', http('200 OK', '{"messages":[{"id":"wam')],
		[
			'shorter by its own content-length',
			'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n{"messages":[{"id":"wamid.1"}]}',
		],
		['an object without messages', http('200 OK', '{"success":true}')],
		['without an ID', http('200 OK', '{"messages":[{}]}')],
		['with an empty list of messages', http('200 OK', '{"messages":[]}')],
		['with null as message', http('200 OK', '{"messages":[null]}')],
		['a redirect', http('302 Found', '', 'location: https://evil.example/\r\n')],
		['an error without an envelope', http('400 Bad Request', '{"error":"invalid_request"}')],
		['binary', http('200 OK', '\u0000\u0001\u0002\ufffd')],
	])('is clear about it: %s', async (_, bytes) => {
		const server = await answering(bytes);
		const error = await errorOf(send(server.url));
		expect(error).toBeInstanceOf(UnexpectedAnswerError);
		expect((error as Error).message).not.toMatch(/undefined|<html|NaN|\[object/);
		expect(server.requests).toHaveLength(1);
	});

	it('keeps the Retry-After of a 503 without JSON', async () => {
		const server = await answering(http('503 Unavailable', '<html>', 'retry-after: 12\r\n'));
		expect(await errorOf(send(server.url))).toMatchObject({
			httpStatus: 503,
			retryAfterMs: 12_000,
		});
	});
});

describe("Meta's refusal", () => {
	it.each(['400 Bad Request', '200 OK', '500 Internal Server Error', '206 Partial Content'])(
		'is one with HTTP %s',
		async (status) => {
			const body = JSON.stringify({
				error: {
					message: '(#131030) Recipient phone number not in allowed list',
					type: 'OAuthException',
					code: 131030,
					error_data: { messaging_product: 'whatsapp', details: 'Add it to the list.' },
					fbtrace_id: 'AbCdEf',
				},
			});
			const server = await answering(http(status, body));
			const error = await errorOf(send(server.url));
			expect(error).toBeInstanceOf(GraphApiError);
			expect((error as GraphApiError).facts).toMatchObject({
				code: 131030,
				title: 'Recipient phone number not in allowed list',
				details: 'Add it to the list.',
				fbtraceId: 'AbCdEf',
				httpStatus: Number(status.slice(0, 3)),
			});
		},
	);
});

describe('secrets stay out of', () => {
	const refusing = (message: string) =>
		http(
			'401 Unauthorized',
			JSON.stringify({
				error: { message, type: 'OAuthException', code: 190, fbtrace_id: 'A' },
			}),
		);

	it.each<[string, string]>([
		['a refusal', refusing('Error validating access token: Session has expired')],
		['an answer without JSON', http('500 Oops', `<pre>authorization: Bearer ${TOKEN}</pre>`)],
		['an answer that is cut off', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{}'],
		['a closed connection', ''],
	])('%s', async (_, bytes) => {
		const server = await answering(bytes);
		const error = await errorOf(send(server.url));
		expect(error).toBeInstanceOf(WhatsAppError);
		expect(secretsIn(error)).toEqual([]);
	});

	// Meta really writes the token into this one.
	it('a refusal in which Meta repeats the token', async () => {
		const server = await answering(refusing(`Malformed access token ${TOKEN}`));
		const error = await errorOf(
			clientWith(createTransport(), { baseUrl: server.url, standbyAccessToken: '' }).get(['me']),
		);
		expect(error).toBeInstanceOf(GraphApiError);
		expect(secretsIn(error)).toEqual([]);
	});

	it('the error of a server that echoes the request', async () => {
		const server = opened(await startRawServer((socket, request) => void socket.end(request)));
		const error = await errorOf(send(server.url));
		expect(error).toBeInstanceOf(NetworkError);
		expect(server.requests[0]).toContain(TOKEN);
		expect(secretsIn(error)).toEqual([]);
	});

	it('the error of a server that echoes the request behind a proper status line', async () => {
		const server = opened(
			await startRawServer(
				(socket, request) => void socket.end(`HTTP/1.1 200 OK\r\nno header at all ${request}`),
			),
		);
		const error = await errorOf(send(server.url));
		expect(error).toBeInstanceOf(NetworkError);
		expect(secretsIn(error)).toEqual([]);
	});

	it('the error of a refused connection', async () => {
		const error = await errorOf(send(`http://127.0.0.1:${await freePort()}`));
		expect(error).toBeInstanceOf(NetworkError);
		expect(secretsIn(error)).toEqual([]);
	});

	it('the error of a proxy that refuses, its own password too', async () => {
		const proxy = opened(await startProxy(0, { refuseWith: 407 }));
		process.env.HTTPS_PROXY = proxy.url.replace('//', '//someone:hunter2222@');
		const error = await errorOf(send('https://graph.example'));
		const password = ['hunter2222', Buffer.from('someone:hunter2222').toString('base64')];
		expect(error).toBeInstanceOf(NetworkError);
		expect(secretsIn(error)).toEqual([]);
		expect(secretsIn(error, password)).toEqual([]);
	});

	it('a cancelled call', async () => {
		const controller = new AbortController();
		const server = opened(await startRawServer(() => controller.abort()));
		expect(secretsIn(await errorOf(send(server.url, controller.signal)))).toEqual([]);
	});

	it('the error of a time-out', async () => {
		const server = opened(await startRawServer(() => {}));
		const transport = createTransport({ headersTimeoutMs: 50 });
		const error = await errorOf(clientWith(transport, { baseUrl: server.url }).get(['me']));
		expect(error).toMatchObject({ requestWritten: true });
		expect(secretsIn(error)).toEqual([]);
	});

	it('an answer that is too long', async () => {
		const server = await answering(http('200 OK', `{"token":"${TOKEN}${APP_SECRET}"}`));
		const transport = createTransport({ maxAnswerBytes: 10 });
		const error = await errorOf(clientWith(transport, { baseUrl: server.url }).get(['me']));
		expect(secretsIn(error)).toEqual([]);
	});

	it('the client and its transport, also after a call', async () => {
		const server = opened(await startHttpServer((_, response) => response.end('{}')));
		const transport = createTransport();
		const client = clientWith(transport, { baseUrl: server.url });
		await client.get(['me']);
		expect(secretsIn(client)).toEqual([]);
		expect(secretsIn(transport)).toEqual([]);
		expect(inspect({ client }, { depth: 10, showHidden: true })).toContain(WABA);
	});
});

describe('token rotation over the wire', () => {
	it('makes a refused call again with the standby token, once', async () => {
		const server = opened(
			await startHttpServer((request, response) => {
				if (request.headers.authorization === `Bearer ${STANDBY}`) response.end('{"ok":true}');
				else response.writeHead(401).end('{"error":{"message":"expired","code":190}}');
			}),
		);
		const client = clientWith(createTransport(), { baseUrl: server.url });
		expect(await client.post(['1', 'messages'], MESSAGE)).toEqual({ ok: true });
		expect(await client.post(['1', 'messages'], MESSAGE)).toEqual({ ok: true });
		expect(server.requests).toHaveLength(3);
	});
});
