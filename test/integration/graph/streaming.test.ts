import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import { CancelledError, NetworkError, ValidationError } from '../../../nodes/shared/graph/errors';
import type { StreamedBody } from '../../../nodes/shared/graph/http';
import { createTransport, type HttpRequest } from '../../../nodes/shared/graph/transport';
import { freePort } from '../../n8n-host/processes';
import { errorOf } from '../../support/graph';
import { startHttpServer, startMuteServer, startRawServer } from '../../support/nastyServer';
import { useServers } from '../../support/servers';

const opened = useServers();

const MB = 1024 * 1024;
const PART = Buffer.alloc(64 * 1024, 'x');

const request = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
	method: 'POST',
	url: new URL(url),
	headers: {},
	...more,
});

/** So many equal parts, and how many of them were asked for. */
function parts(count: number, whole = true): StreamedBody & { taken: number; closed: boolean } {
	const body = {
		bytes: whole ? count * PART.length : undefined,
		taken: 0,
		closed: false,
		async *open() {
			try {
				for (; body.taken < count; body.taken++) yield PART;
			} finally {
				body.closed = true;
			}
		},
	};
	return body;
}

/** Meta, who answers with what came. */
const counting = async (): Promise<{ url: string; heads: IncomingMessage[] }> => {
	const server = opened(
		await startHttpServer((asked, response) => {
			let bytes = 0;
			asked.on('data', (chunk: Buffer) => (bytes += chunk.length));
			asked.on('end', () => response.end(String(bytes)));
		}),
	);
	return { url: server.url, heads: server.requests };
};

describe('a streamed body', () => {
	it('leaves with its length when that is known, in chunks when it is not', async () => {
		const { url, heads } = await counting();
		const transport = createTransport();
		const known = await transport(request(url, { body: parts(3) }));
		const unknown = await transport(request(url, { body: parts(3, false) }));
		expect([known.body, unknown.body]).toEqual(Array(2).fill(String(3 * PART.length)));
		expect(heads.map(({ headers }) => headers['content-length'])).toEqual([
			String(3 * PART.length),
			undefined,
		]);
	});

	it('is read as fast as the other side takes it, no faster', async () => {
		const server = opened(await startHttpServer((asked) => void asked.pause()));
		const body = parts(16 * 64);
		const aborted = new AbortController();
		const call = createTransport()(request(server.url, { body, signal: aborted.signal }));
		const failed = errorOf(call);
		while (server.requests.length === 0) await new Promise(setImmediate);
		// What fits into the buffers of both ends is taken at once; then nothing more, however long one waits.
		let before = -1;
		for (let still = 0; still < 50; still = body.taken === before ? still + 1 : 0) {
			before = body.taken;
			await new Promise(setImmediate);
		}
		expect(body.taken).toBeLessThan(16 * 64);
		aborted.abort();
		expect(await failed).toMatchObject({ kind: 'cancelled', requestWritten: true });
		// Who does not read does not see the end either.
		server.requests[0].resume();
		await server.disconnected();
		expect(body.closed).toBe(true);
	});

	it('ends the call with its own error when it cannot be opened, before anything is written', async () => {
		const server = opened(await startMuteServer());
		const gone = new ValidationError('File', 'The file is gone', 'Get it back.');
		const open = async () => await Promise.reject<Readable>(gone);
		expect(await errorOf(createTransport()(request(server.url, { body: { open } })))).toBe(gone);
		expect(server.received().length).toBe(0);
	});

	it('ends the call with its own error when it breaks on the way', async () => {
		const { url } = await counting();
		const broken = new Error('The disk is on fire');
		const body = {
			async *open() {
				yield PART;
				throw broken;
			},
		};
		expect(await errorOf(createTransport()(request(url, { body })))).toBe(broken);
	});

	it.each([
		['longer', 2, 1],
		['shorter', 1, 2],
	])('is not taken when it is %s than announced', async (_, count, announced) => {
		const { url } = await counting();
		const body = { ...parts(count), bytes: announced * PART.length };
		expect(await errorOf(createTransport()(request(url, { body })))).toMatchObject({
			kind: 'network',
			code: 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
		});
	});

	it('may be answered before it was read', async () => {
		const server = opened(
			await startHttpServer((_, response) => void response.writeHead(413).end('too large')),
		);
		const body = parts(16 * 64);
		const answer = await createTransport()(request(server.url, { body })).catch(
			(error: unknown) => error,
		);
		// The answer may get lost under the bytes that follow it; the call ends in any case.
		if (answer instanceof NetworkError) expect(answer.requestWritten).toBe(true);
		else expect(answer).toMatchObject({ status: 413 });
		await server.disconnected();
		expect(body.closed).toBe(true);
	});

	it('was not written when no connection came about', async () => {
		const body = parts(1);
		const url = `http://127.0.0.1:${await freePort()}`;
		expect(await errorOf(createTransport()(request(url, { body })))).toMatchObject({
			kind: 'network',
			requestWritten: false,
		});
		expect(body.taken).toBe(0);
	});

	it('was written when the connection is cut in the middle of it', async () => {
		const server = opened(
			await startHttpServer((asked) => void asked.once('data', () => asked.socket.destroy())),
		);
		expect(
			await errorOf(createTransport()(request(server.url, { body: parts(16 * 64) }))),
		).toMatchObject({ kind: 'network', requestWritten: true });
	});
});

describe('a streamed answer', () => {
	const get = (url: string, more: Partial<HttpRequest> = {}) =>
		request(url, { method: 'GET', ...more });

	/** A server that writes without end, and counts. */
	const endless = async () => {
		const sent = { bytes: 0 };
		const server = opened(
			await startHttpServer((_, response) => {
				const write = () => {
					while (!response.destroyed) {
						sent.bytes += PART.length;
						if (!response.write(PART)) return void response.once('drain', write);
					}
				};
				write();
			}),
		);
		return { server, sent };
	};

	it('has status and headers before its body', async () => {
		let end = () => {};
		const server = opened(
			await startHttpServer((_, response) => {
				response.writeHead(418, { 'x-tea': 'green' }).write('short');
				end = () => void response.end(' and stout');
			}),
		);
		const { status, headers, body } = await createTransport().stream(get(server.url), MB);
		expect({ status, tea: headers['x-tea'] }).toEqual({ status: 418, tea: 'green' });
		end();
		expect((await buffer(body)).toString()).toBe('short and stout');
	});

	it('waits for its reader', async () => {
		const { server, sent } = await endless();
		const { body } = await createTransport().stream(get(server.url), Infinity);
		let before = -1;
		for (let still = 0; still < 50; still = sent.bytes === before ? still + 1 : 0) {
			before = sent.bytes;
			await new Promise(setImmediate);
		}
		expect(body.readableLength).toBeLessThan(MB);
		body.destroy();
		await server.disconnected();
	});

	it('ends when it is longer than allowed', async () => {
		const { server, sent } = await endless();
		const { body } = await createTransport().stream(get(server.url), MB);
		expect(await errorOf(buffer(body))).toMatchObject({
			kind: 'unexpected-answer',
			message: 'The answer is longer than 1048576 bytes',
		});
		await server.disconnected();
		expect(sent.bytes).toBeLessThan(50 * MB);
	});

	it('ends in an error when the connection is cut', async () => {
		const server = opened(
			await startRawServer(
				(socket) => void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'),
			),
		);
		const { body } = await createTransport().stream(get(server.url), MB);
		expect(await errorOf(buffer(body))).toMatchObject({ kind: 'network', requestWritten: true });
	});

	it('ends in an error when it stops half-way', async () => {
		const server = opened(
			await startRawServer(
				(socket) => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'),
			),
		);
		const { body } = await createTransport({ bodyTimeoutMs: 50 }).stream(get(server.url), MB);
		expect(await errorOf(buffer(body))).toMatchObject({ code: 'UND_ERR_BODY_TIMEOUT' });
	});

	it('is cancelled, and its connection closed', async () => {
		const { server } = await endless();
		const aborted = new AbortController();
		const { body } = await createTransport().stream(
			get(server.url, { signal: aborted.signal }),
			Infinity,
		);
		const failed = errorOf(buffer(body));
		await once(body, 'data');
		aborted.abort();
		expect(await failed).toBeInstanceOf(CancelledError);
		await server.disconnected();
	});

	it('leaves its connection to the next call', async () => {
		const server = opened(await startHttpServer((_, response) => response.end('{}')));
		const transport = createTransport();
		for (let call = 0; call < 3; call++) {
			await buffer((await transport.stream(get(server.url), MB)).body);
			await new Promise(setImmediate);
		}
		expect(server.connections()).toBe(1);
	});

	it('is none when no connection came about', async () => {
		const url = `http://127.0.0.1:${await freePort()}`;
		expect(await errorOf(createTransport().stream(get(url), MB))).toMatchObject({
			kind: 'network',
			requestWritten: false,
		});
	});
});
