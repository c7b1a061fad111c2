import { createServer, type Socket } from 'node:net';

/**
 * A server that does next to nothing, in a process of its own, so that what is measured is the client: it
 * finds where a request ends and writes an answer like Meta's. Tells its port, and what came when it is
 * asked; ends with its parent. Its argument: milliseconds until it answers; 0 without one.
 */

/** What came since the last time that this was asked. */
export interface Came {
	connections: number;
	/** Calls of POST: the messages. */
	posts: number;
	/** Requests that waited for their answers at the same time, at most. */
	atOnce: number;
}

const delayMs = Number(process.argv[2] ?? 0);

const ANSWER = JSON.stringify({
	messaging_product: 'whatsapp',
	contacts: [{ input: '+12020000000', wa_id: '12020000000' }],
	messages: [{ id: 'wamid.HBgLMTIwMjAwMDAwMDAVAgARGBI5QTNDQTVCM0Q0Q0Q2RTY3RTcA' }],
});

const RESPONSE = Buffer.from(
	[
		'HTTP/1.1 200 OK',
		'content-type: application/json; charset=UTF-8',
		'facebook-api-version: v26.0',
		`content-length: ${Buffer.byteLength(ANSWER)}`,
		'',
		ANSWER,
	].join('\r\n'),
);

const END_OF_HEADERS = Buffer.from('\r\n\r\n');

const NOTHING: Came = { connections: 0, posts: 0, atOnce: 0 };
let came = { ...NOTHING };
let waiting = 0;

/** Bytes of the first request in `data`, or 0 when it is not whole yet. */
function requestLength(data: Buffer): number {
	const end = data.indexOf(END_OF_HEADERS);
	if (end < 0) return 0;
	const headers = data.toString('latin1', 0, end);
	const length = Number(/\r\ncontent-length: (\d+)/i.exec(headers)?.[1] ?? 0);
	const total = end + END_OF_HEADERS.length + length;
	return data.length >= total ? total : 0;
}

function answer(socket: Socket, request: Buffer): void {
	const respond = () => {
		waiting--;
		if (socket.destroyed) return;
		// Who asks for it gets a connection that ends, as from any server.
		if (/\r\nconnection: close\r\n/i.test(request.toString('latin1'))) socket.end(RESPONSE);
		else socket.write(RESPONSE);
	};
	if (request.toString('latin1', 0, 5) === 'POST ') came.posts++;
	came.atOnce = Math.max(came.atOnce, ++waiting);
	if (delayMs > 0) setTimeout(respond, delayMs);
	else respond();
}

const server = createServer({ noDelay: true }, (socket) => {
	came.connections++;
	let pending: Buffer = Buffer.alloc(0);
	socket.on('data', (chunk) => {
		pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
		for (let length = requestLength(pending); length > 0; length = requestLength(pending)) {
			answer(socket, pending.subarray(0, length));
			pending = pending.subarray(length);
		}
	});
	socket.on('error', () => socket.destroy());
});

server.listen(0, '127.0.0.1', () => {
	process.send?.({ port: (server.address() as { port: number }).port });
});
process.on('message', () => {
	process.send?.(came);
	came = { ...NOTHING };
});
process.on('disconnect', () => process.exit(0));
