import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { connect, createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';

/** A server on this machine that tests let misbehave. */
export interface NastyServer {
	port: number;
	/** Origin, e.g. "http://127.0.0.1:34567". */
	url: string;
	/** How many connections it ever took. */
	connections(): number;
	/** Resolves once all connections are gone. */
	disconnected(): Promise<void>;
	close(): Promise<void>;
}

/** An HTTP server that behaves as its handler does. */
export async function startHttpServer(
	handler: RequestListener,
): Promise<NastyServer & { requests: IncomingMessage[] }> {
	const requests: IncomingMessage[] = [];
	const server = createServer((request, response) => {
		requests.push(request);
		handler(request, response);
	});
	return { ...(await listen(server)), requests };
}

/**
 * A server that writes its own bytes, HTTP or not.
 * @param onRequest called once a whole request has come, with all of it, e.g. "GET / HTTP/1.1\r\n…"
 */
export async function startRawServer(
	onRequest: (socket: Socket, request: string, nth: number) => void,
): Promise<NastyServer & { requests: string[] }> {
	const requests: string[] = [];
	const server = createTcpServer((socket) => {
		let pending = '';
		socket.on('data', (chunk) => {
			pending += chunk.toString('latin1');
			for (let end = requestEnd(pending); end !== undefined; end = requestEnd(pending)) {
				const request = pending.slice(0, end);
				pending = pending.slice(end);
				requests.push(request);
				onRequest(socket, request, requests.length);
			}
		});
	});
	return { ...(await listen(server)), requests };
}

/** A server that takes connections and bytes, and never says a word. */
export async function startMuteServer(): Promise<
	NastyServer & { received(): Buffer; firstBytes: Promise<void> }
> {
	const chunks: Buffer[] = [];
	let heard = () => {};
	const firstBytes = new Promise<void>((resolve) => (heard = resolve));
	const server = createTcpServer((socket) => {
		socket.on('data', (chunk) => {
			chunks.push(chunk);
			heard();
		});
	});
	return { ...(await listen(server)), received: () => Buffer.concat(chunks), firstBytes };
}

export type ProxyMode = 'tunnel' | 'stall' | 'hang-up' | { refuseWith: number };

/** An HTTP proxy: CONNECT and plain forwarding, to `target` whatever name it is asked for. */
export async function startProxy(
	target: number,
	mode: ProxyMode = 'tunnel',
): Promise<NastyServer & { seen: IncomingMessage[]; asked(times: number): Promise<void> }> {
	const seen: IncomingMessage[] = [];
	const waiting = new Map<number, () => void>();
	const note = (request: IncomingMessage) => {
		seen.push(request);
		waiting.get(seen.length)?.();
	};
	const server = createServer((request, response) => {
		note(request);
		response.writeHead(200, { 'content-type': 'application/json' }).end('{"proxied":true}');
	});
	server.on('connect', (request: IncomingMessage, socket: Socket) => {
		note(request);
		if (mode === 'stall') return;
		if (mode === 'hang-up') return void socket.destroy();
		if (mode !== 'tunnel') {
			return void socket.end(`HTTP/1.1 ${mode.refuseWith} No\r\ncontent-length: 0\r\n\r\n`);
		}
		const upstream = connect(target, '127.0.0.1', () => {
			socket.write('HTTP/1.1 200 OK\r\n\r\n');
			upstream.pipe(socket);
			socket.pipe(upstream);
		});
		for (const [one, other] of [
			[socket, upstream],
			[upstream, socket],
		]) {
			one.on('error', () => other.destroy());
			one.on('close', () => other.destroy());
		}
	});
	return {
		...(await listen(server)),
		seen,
		asked: async (times) => await new Promise((resolve) => void waiting.set(times, resolve)),
	};
}

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<NastyServer> {
	const sockets = new Set<Socket>();
	let connections = 0;
	let gone = () => {};
	server.on('connection', (socket: Socket) => {
		connections++;
		sockets.add(socket);
		socket.on('error', () => {});
		socket.on('close', () => {
			sockets.delete(socket);
			if (sockets.size === 0) gone();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		port,
		url: `http://127.0.0.1:${port}`,
		connections: () => connections,
		disconnected: async () =>
			await new Promise((resolve) => {
				gone = resolve;
				if (sockets.size === 0) resolve();
			}),
		close: async () =>
			await new Promise((resolve) => {
				server.close(() => resolve());
				for (const socket of sockets) socket.destroy();
			}),
	};
}

/** Where the first request ends, or undefined while some of it is missing. */
function requestEnd(text: string): number | undefined {
	const head = text.indexOf('\r\n\r\n');
	if (head < 0) return undefined;
	const [, length = '0'] = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, head)) ?? [];
	const end = head + 4 + Number(length);
	return text.length >= end ? end : undefined;
}
