import { getEventListeners, getMaxListeners } from 'node:events';
import { connect } from 'node:net';

import { CancelledError, NetworkError } from '../../../nodes/shared/graph/errors';
import {
	createTransport,
	type HttpRequest,
	type TransportOptions,
} from '../../../nodes/shared/graph/transport';
import { freePort } from '../../n8n-host/processes';
import { errorOf, TOKEN } from '../../support/graph';
import {
	startHttpServer,
	startMuteServer,
	startProxy,
	startRawServer,
} from '../../support/nastyServer';
import { useServers } from '../../support/servers';

const opened = useServers();

const JSON_ANSWER =
	'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}';

const post = (url: string, signal?: AbortSignal): HttpRequest => ({
	method: 'POST',
	url: new URL(url),
	headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
	body: '{"messaging_product":"whatsapp"}',
	signal,
});

async function networkErrorOf(url: string, options: TransportOptions = {}): Promise<NetworkError> {
	const error = await errorOf(createTransport(options)(post(url)));
	if (!(error instanceof NetworkError)) throw error;
	return error;
}

describe('connections', () => {
	it('uses one for 100 calls after one another', async () => {
		const server = opened(await startHttpServer((_, response) => response.end('{}')));
		const transport = createTransport();
		for (let call = 0; call < 100; call++) await transport(post(server.url));
		expect(server.requests).toHaveLength(100);
		expect(server.connections()).toBe(1);
	});

	it('opens no more than run at once: 20 for 1,000 calls', async () => {
		const server = opened(
			await startHttpServer((_, response) => setImmediate(() => response.end('{}'))),
		);
		const transport = createTransport();
		let left = 1000;
		const worker = async () => {
			while (left-- > 0) await transport(post(server.url));
		};
		await Promise.all(Array.from({ length: 20 }, worker));
		expect(server.requests).toHaveLength(1000);
		expect(server.connections()).toBeLessThanOrEqual(20);
	});

	it('takes a new one after the server announced that it closes the old one', async () => {
		const server = opened(
			await startHttpServer((_, response) =>
				response.writeHead(200, { connection: 'close' }).end('{}'),
			),
		);
		const transport = createTransport();
		for (let call = 0; call < 3; call++) await transport(post(server.url));
		expect(server.connections()).toBe(3);
	});

	it('is not reused for the answer that a server sent unasked', async () => {
		const stray = 'HTTP/1.1 200 OK\r\ncontent-length: 14\r\n\r\n{"stray":true}';
		const server = opened(
			await startRawServer((socket, _, nth) => {
				socket.write(nth === 1 ? JSON_ANSWER + stray : JSON_ANSWER);
			}),
		);
		const transport = createTransport();
		await transport(post(server.url)).catch(() => {});
		const { body } = await transport(post(server.url));
		expect(body).toBe('{}');
	});

	it('never repeats a call by itself', async () => {
		const server = opened(await startRawServer((socket) => void socket.destroy()));
		await networkErrorOf(server.url);
		expect(server.requests).toHaveLength(1);
	});
});

describe('what is sent', () => {
	it('carries method, path, query, headers and body as given', async () => {
		const server = opened(await startRawServer((socket) => void socket.write(JSON_ANSWER)));
		await createTransport()(post(`${server.url}/v26.0/1/messages?a=%20b&c=d`));
		expect(server.requests[0]).toMatch(/^POST \/v26\.0\/1\/messages\?a=%20b&c=d HTTP\/1\.1\r\n/);
		expect(server.requests[0]).toContain(`authorization: Bearer ${TOKEN}\r\n`);
		expect(server.requests[0]).toContain('\r\n\r\n{"messaging_product":"whatsapp"}');
	});

	it('counts the bytes of a text beyond ASCII, not its characters', async () => {
		const server = opened(await startRawServer((socket) => void socket.write(JSON_ANSWER)));
		const body = '{"body":"Grüße 👋🏽 مرحبا"}';
		await createTransport()({ ...post(server.url), body });
		expect(Buffer.from(server.requests[0], 'latin1').toString('utf8')).toContain(body);
	});
});

describe('what comes back', () => {
	it.each([301, 302, 303, 307, 308])('is a %i as it is: nobody follows it', async (status) => {
		const elsewhere = opened(await startHttpServer((_, response) => response.end('{}')));
		const server = opened(
			await startHttpServer((_, response) =>
				response.writeHead(status, { location: `${elsewhere.url}/steal` }).end(),
			),
		);
		const answer = await createTransport()(post(server.url));
		expect(answer).toMatchObject({ status, body: '' });
		expect(elsewhere.requests).toHaveLength(0);
	});

	it('is the answer behind an announcement (103 Early Hints)', async () => {
		const hints = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n';
		const server = opened(await startRawServer((socket) => void socket.write(hints + JSON_ANSWER)));
		const answer = await createTransport()(post(server.url));
		expect(answer).toMatchObject({ status: 200, body: '{}' });
		expect(answer.headers.link).toBeUndefined();
	});

	// undici takes a 100 that nobody asked for as a broken answer; what matters is that the call ends.
	it('is none behind a 100 Continue that nobody asked for', async () => {
		const server = opened(
			await startRawServer(
				(socket) => void socket.write(`HTTP/1.1 100 Continue\r\n\r\n${JSON_ANSWER}`),
			),
		);
		expect((await networkErrorOf(server.url)).requestWritten).toBe(true);
	});

	it('is whole when a character is cut by the border of two packets', async () => {
		const bytes = Buffer.from('{"text":"👋"}');
		const server = opened(
			await startHttpServer((_, response) => {
				response.write(bytes.subarray(0, 11));
				setImmediate(() => response.end(bytes.subarray(11)));
			}),
		);
		expect((await createTransport()(post(server.url))).body).toBe('{"text":"👋"}');
	});

	it('is empty with 204', async () => {
		const server = opened(await startHttpServer((_, response) => response.writeHead(204).end()));
		expect(await createTransport()(post(server.url))).toMatchObject({ status: 204, body: '' });
	});

	it('has the names of its headers in lower case', async () => {
		const server = opened(
			await startRawServer(
				(socket) =>
					void socket.write('HTTP/1.1 200 OK\r\nRetry-After: 7\r\nContent-Length: 2\r\n\r\n{}'),
			),
		);
		expect((await createTransport()(post(server.url))).headers['retry-after']).toBe('7');
	});
});

describe('an answer that never ends', () => {
	it('is given up after 16 MiB, and its connection closed', async () => {
		let written = 0;
		const piece = Buffer.alloc(64 * 1024, ' ');
		const server = opened(
			await startHttpServer((_, response) => {
				const write = () => {
					while (written < 50 * 1024 * 1024 && !response.destroyed) {
						written += piece.length;
						if (!response.write(piece)) return void response.once('drain', write);
					}
					response.end();
				};
				write();
			}),
		);
		expect(await errorOf(createTransport()(post(server.url)))).toMatchObject({
			kind: 'unexpected-answer',
			httpStatus: 200,
		});
		await server.disconnected();
		expect(written).toBeLessThan(40 * 1024 * 1024);
	});

	it('may be exactly as long as allowed, but not a byte longer', async () => {
		const server = opened(
			await startHttpServer((request, response) =>
				response.end('x'.repeat(Number(request.url?.slice(1)))),
			),
		);
		const transport = createTransport({ maxAnswerBytes: 1000 });
		expect((await transport(post(`${server.url}/1000`))).body).toHaveLength(1000);
		expect(await errorOf(transport(post(`${server.url}/1001`)))).toMatchObject({
			kind: 'unexpected-answer',
		});
	});

	it('does not spoil the call after it', async () => {
		const server = opened(
			await startHttpServer((request, response) =>
				response.end(request.url === '/long' ? 'x'.repeat(100_000) : '{}'),
			),
		);
		const transport = createTransport({ maxAnswerBytes: 1000 });
		await errorOf(transport(post(`${server.url}/long`)));
		expect((await transport(post(`${server.url}/short`))).body).toBe('{}');
	});

	it('ends when its headers do not', async () => {
		const server = opened(
			await startRawServer((socket) => {
				socket.write('HTTP/1.1 200 OK\r\n');
				socket.write(`x-filler: ${'x'.repeat(1024 * 1024)}\r\n`);
			}),
		);
		expect((await networkErrorOf(server.url)).requestWritten).toBe(true);
	});
});

describe('a network failure before the request was written', () => {
	it('is a refused connection', async () => {
		const error = await networkErrorOf(`http://127.0.0.1:${await freePort()}`);
		expect(error).toMatchObject({ requestWritten: false, code: 'ECONNREFUSED' });
		expect(error.message).toMatch(/^The connection to 127\.0\.0\.1:\d+ was refused$/);
	});

	it('is a host that nobody knows', async () => {
		const error = await networkErrorOf('http://graph.example.invalid', {
			lookup: (hostname, _options, callback) =>
				callback(Object.assign(new Error(`getaddrinfo ${hostname}`), { code: 'ENOTFOUND' }), ''),
		});
		expect(error).toMatchObject({ requestWritten: false, code: 'ENOTFOUND' });
		expect(error.message).toBe(
			'The name of the host graph.example.invalid, or of the proxy to it, was not found',
		);
	});

	it('is a lookup that never answers', async () => {
		const error = await networkErrorOf('http://graph.example.invalid', {
			connectTimeoutMs: 50,
			lookup: () => {},
		});
		expect(error).toMatchObject({ requestWritten: false });
		expect(error.message).toContain('graph.example.invalid');
	});

	it('is a server that takes the connection and never finishes the TLS handshake', async () => {
		const server = opened(await startMuteServer());
		const error = await networkErrorOf(`https://127.0.0.1:${server.port}`, {
			connectTimeoutMs: 50,
		});
		expect(error.requestWritten).toBe(false);
	});

	it('is a server that speaks no TLS', async () => {
		const server = opened(await startHttpServer((_, response) => response.end('{}')));
		const error = await networkErrorOf(`https://127.0.0.1:${server.port}`);
		expect(error.requestWritten).toBe(false);
	});

	it('is a lookup that an egress filter forbids', async () => {
		const error = await networkErrorOf('http://internal.example', {
			lookup: (_hostname, _options, callback) =>
				callback(new Error('Requests to this address are not allowed'), ''),
		});
		expect(error.requestWritten).toBe(false);
		expect(error.message).toContain('Requests to this address are not allowed');
	});
});

describe('a network failure after the request was written', () => {
	it.each<[string, (request: { destroy(): void; resetAndDestroy(): void }) => void]>([
		['closes the connection', (socket) => socket.destroy()],
		['resets the connection', (socket) => socket.resetAndDestroy()],
	])('is a server that reads the request and %s', async (_, act) => {
		const server = opened(await startRawServer((socket) => act(socket)));
		const error = await networkErrorOf(server.url);
		expect(error.requestWritten).toBe(true);
		expect(error.message).toContain('was closed before the answer was complete');
		expect(server.requests).toHaveLength(1);
	});

	it('is a reset in the middle of the answer', async () => {
		const server = opened(
			await startRawServer((socket) => {
				socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"messages":', () =>
					socket.resetAndDestroy(),
				);
			}),
		);
		expect((await networkErrorOf(server.url)).requestWritten).toBe(true);
	});

	it('is an answer that ends before its content-length', async () => {
		const server = opened(
			await startRawServer(
				(socket) => void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{}'),
			),
		);
		expect((await networkErrorOf(server.url)).requestWritten).toBe(true);
	});

	it('is a chunked answer without its last chunk', async () => {
		const server = opened(
			await startRawServer(
				(socket) =>
					void socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n'),
			),
		);
		expect((await networkErrorOf(server.url)).requestWritten).toBe(true);
	});

	it('is a server that does not begin to answer', async () => {
		const server = opened(await startMuteServer());
		const error = await networkErrorOf(server.url, { headersTimeoutMs: 50 });
		expect(error).toMatchObject({ requestWritten: true, code: 'UND_ERR_HEADERS_TIMEOUT' });
		expect(error.message).toContain('did not answer in time');
		await server.disconnected();
	});

	it('is a server that stops in the middle of its answer', async () => {
		const server = opened(
			await startRawServer(
				(socket) => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{'),
			),
		);
		const error = await networkErrorOf(server.url, { bodyTimeoutMs: 50 });
		expect(error).toMatchObject({ requestWritten: true, code: 'UND_ERR_BODY_TIMEOUT' });
		await server.disconnected();
	});

	it('is a server that answers something else than HTTP', async () => {
		const server = opened(
			await startRawServer((socket) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n')),
		);
		expect((await networkErrorOf(server.url)).requestWritten).toBe(true);
	});

	it('is a switch to another protocol', async () => {
		const server = opened(
			await startRawServer(
				(socket) =>
					void socket.write(
						'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n',
					),
			),
		);
		expect((await networkErrorOf(server.url)).requestWritten).toBe(true);
	});
});

describe('cancellation', () => {
	it('before the call leaves nothing to be seen by the server', async () => {
		const server = opened(await startHttpServer((_, response) => response.end('{}')));
		const error = await errorOf(createTransport()(post(server.url, AbortSignal.abort())));
		expect(error).toBeInstanceOf(CancelledError);
		expect(error).toMatchObject({ requestWritten: false });
		expect(server.connections()).toBe(0);
	});

	it('while connecting ends the call at once, and no request follows', async () => {
		const server = opened(await startRawServer((socket) => void socket.write(JSON_ANSWER)));
		const controller = new AbortController();
		let connectNow = () => {};
		let looking = () => {};
		const lookingUp = new Promise<void>((resolve) => (looking = resolve));
		const transport = createTransport({
			lookup: (_hostname, _options, callback) => {
				connectNow = () => callback(null, [{ address: '127.0.0.1', family: 4 }]);
				looking();
			},
		});
		const url = `http://somewhere.example:${server.port}`;
		const call = errorOf(transport(post(`${url}/cancelled`, controller.signal)));
		await lookingUp;
		controller.abort();
		const error = await call;
		expect(error).toBeInstanceOf(CancelledError);
		expect(error).toMatchObject({ requestWritten: false });
		// The call after it waits for the same connection, so that it shows what came over it first.
		const next = transport(post(`${url}/next`));
		connectNow();
		await next;
		expect(server.requests.map((request) => request.split(' ')[1])).toEqual(['/next']);
	});

	it('in flight says that the request was written, and closes its connection', async () => {
		const server = opened(await startMuteServer());
		const controller = new AbortController();
		const call = errorOf(createTransport()(post(server.url, controller.signal)));
		await server.firstBytes;
		controller.abort();
		const error = await call;
		expect(error).toBeInstanceOf(CancelledError);
		expect(error).toMatchObject({ requestWritten: true });
		await server.disconnected();
	});

	it('in the middle of the answer says that the request was written', async () => {
		const controller = new AbortController();
		const server = opened(
			await startHttpServer((_, response) => {
				response.write('{"messages":', () => controller.abort());
			}),
		);
		const error = await errorOf(createTransport()(post(server.url, controller.signal)));
		expect(error).toBeInstanceOf(CancelledError);
		expect(error).toMatchObject({ requestWritten: true });
		await server.disconnected();
	});

	it('after the answer changes nothing', async () => {
		const server = opened(await startHttpServer((_, response) => response.end('{}')));
		const controller = new AbortController();
		const transport = createTransport();
		await transport(post(server.url, controller.signal));
		controller.abort();
		expect((await transport(post(server.url))).body).toBe('{}');
		expect(server.connections()).toBe(1);
	});

	it('ends every call of one signal, and spares the others', async () => {
		const server = opened(
			await startHttpServer((request, response) => {
				if (request.url === '/spared') response.end('{}');
				if (server.requests.length === 6) controller.abort();
			}),
		);
		const controller = new AbortController();
		const transport = createTransport();
		const cancelled = Array.from({ length: 5 }, async () =>
			errorOf(transport(post(`${server.url}/cancelled`, controller.signal))),
		);
		const spared = transport(post(`${server.url}/spared`));
		expect((await spared).body).toBe('{}');
		for (const call of cancelled) expect(await call).toBeInstanceOf(CancelledError);
	});

	it('leaves no listener on the signal, however the calls end', async () => {
		const server = opened(
			await startHttpServer((request, response) => {
				if (request.url === '/drop') request.socket.destroy();
				else response.end('{}');
			}),
		);
		const { signal } = new AbortController();
		const transport = createTransport();
		let left = 2000;
		const worker = async () => {
			while (left-- > 0) {
				const path = left % 100 === 0 ? '/drop' : '/';
				await transport(post(server.url + path, signal)).catch(() => {});
			}
		};
		await Promise.all(Array.from({ length: 20 }, worker));
		expect(getEventListeners(signal, 'abort')).toHaveLength(0);
	});

	it('makes Node warn of no leak when many calls share a signal', async () => {
		let inFlight = 0;
		let allInFlight = () => {};
		const busy = new Promise<void>((resolve) => (allInFlight = resolve));
		const server = opened(
			await startHttpServer(() => {
				if (++inFlight === 50) allInFlight();
			}),
		);
		const controller = new AbortController();
		const { signal } = controller;
		const transport = createTransport();
		const calls = Array.from({ length: 50 }, async () =>
			errorOf(transport(post(server.url, signal))),
		);
		await busy;
		const listeners = getEventListeners(signal, 'abort').length;
		// 0 stands for any number.
		const allowed = getMaxListeners(signal) || Infinity;
		controller.abort();
		await Promise.all(calls);
		expect(listeners).toBeLessThanOrEqual(allowed);
	});
});

describe('proxies', () => {
	const HTTPS = 'https://graph.example/v26.0/1/messages?appsecret_proof=abc';

	it.each(['HTTP_PROXY', 'http_proxy'])('takes a plain call through %s', async (variable) => {
		const server = opened(await startHttpServer((_, response) => response.end('{"real":true}')));
		const proxy = opened(await startProxy(server.port));
		process.env[variable] = proxy.url;
		await createTransport()(post('http://somewhere.example/'));
		expect(proxy.connections()).toBe(1);
	});

	it.each(['HTTPS_PROXY', 'https_proxy'])(
		'takes an encrypted call through a tunnel of %s that shows the proxy nothing of it',
		async (variable) => {
			const server = opened(await startMuteServer());
			const proxy = opened(await startProxy(server.port));
			process.env[variable] = proxy.url;
			const call = errorOf(createTransport({ connectTimeoutMs: 5000 })(post(HTTPS)));
			await server.firstBytes;
			await server.close();
			expect(await call).toMatchObject({ requestWritten: false });
			const [asked] = proxy.seen;
			expect([asked.method, asked.url]).toEqual(['CONNECT', 'graph.example:443']);
			expect(JSON.stringify(asked.rawHeaders)).not.toContain(TOKEN);
			// 0x16: a TLS record of type "handshake".
			expect(server.received()[0]).toBe(0x16);
			expect(server.received().toString('latin1')).not.toContain(TOKEN);
		},
	);

	it('goes past the proxy for hosts in NO_PROXY', async () => {
		const server = opened(await startHttpServer((_, response) => response.end('{"direct":true}')));
		const proxy = opened(await startProxy(server.port));
		process.env.HTTP_PROXY = proxy.url;
		process.env.NO_PROXY = 'other.example,127.0.0.1';
		const { body } = await createTransport()(post(server.url));
		expect(body).toBe('{"direct":true}');
		expect(proxy.connections()).toBe(0);
	});

	it('says who it is to a proxy that wants a password', async () => {
		const server = opened(await startHttpServer((_, response) => response.end('{}')));
		const proxy = opened(await startProxy(server.port));
		process.env.HTTP_PROXY = proxy.url.replace('//', '//someone:pass%20word@');
		await createTransport()(post('http://somewhere.example/'));
		expect(proxy.seen[0].headers['proxy-authorization']).toBe(
			`Basic ${Buffer.from('someone:pass word').toString('base64')}`,
		);
	});

	it.each([407, 403, 502])('has written nothing when the proxy answers %i', async (status) => {
		const proxy = opened(await startProxy(0, { refuseWith: status }));
		process.env.HTTPS_PROXY = proxy.url;
		expect((await networkErrorOf(HTTPS)).requestWritten).toBe(false);
	});

	it('has written nothing when the proxy hangs up, and asks it no second time', async () => {
		const proxy = opened(await startProxy(0, 'hang-up'));
		process.env.HTTPS_PROXY = proxy.url;
		const askedAgain = proxy.asked(2).then(() => 'the proxy was asked a second time');
		const error = await Promise.race([networkErrorOf(HTTPS), askedAgain]);
		expect(error).toMatchObject({ requestWritten: false });
	});

	it('does not blame the host when the proxy refuses the connection', async () => {
		const port = await freePort();
		process.env.HTTPS_PROXY = `http://127.0.0.1:${port}`;
		const error = await networkErrorOf(HTTPS);
		expect(error).toMatchObject({ requestWritten: false, code: 'ECONNREFUSED' });
		expect(error.message).not.toBe('graph.example refused the connection');
	});

	it('waits no longer than the connect time-out for a proxy that says nothing', async () => {
		const proxy = opened(await startProxy(0, 'stall'));
		process.env.HTTPS_PROXY = proxy.url;
		// Longer than this test may take: nothing else can end the call.
		const error = await networkErrorOf(HTTPS, { connectTimeoutMs: 50, headersTimeoutMs: 600_000 });
		expect(error.requestWritten).toBe(false);
	});

	it('waits no longer than the connect time-out for TLS behind a proxy', async () => {
		const server = opened(await startMuteServer());
		const proxy = opened(await startProxy(server.port));
		process.env.HTTPS_PROXY = proxy.url;
		const error = await networkErrorOf(HTTPS, { connectTimeoutMs: 50 });
		expect(error.requestWritten).toBe(false);
		expect((error.cause as Error).message).toContain('timeout: 50ms');
	});

	it('cancels a call that waits for the proxy', async () => {
		const proxy = opened(await startProxy(0, 'stall'));
		process.env.HTTPS_PROXY = proxy.url;
		const controller = new AbortController();
		const call = errorOf(createTransport()(post(HTTPS, controller.signal)));
		controller.abort();
		expect(await call).toMatchObject({ kind: 'cancelled', requestWritten: false });
	});

	it('opens no more connections through a proxy than run at once', async () => {
		const server = opened(await startHttpServer((_, response) => response.end('{}')));
		const proxy = opened(await startProxy(server.port));
		process.env.HTTP_PROXY = proxy.url;
		const transport = createTransport();
		for (let call = 0; call < 20; call++) await transport(post('http://somewhere.example/'));
		expect(proxy.connections()).toBe(1);
	});
});

it('tests with a server that really closes', async () => {
	const server = await startMuteServer();
	const { port } = server;
	await server.close();
	const code = await new Promise((resolve) =>
		connect(port, '127.0.0.1')
			.on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
			.on('connect', () => resolve('connected')),
	);
	expect(code).toBe('ECONNREFUSED');
});
