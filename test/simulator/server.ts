import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { answerControl } from './control';
import type { FaultAction } from './faults';
import { NEWEST_VERSION, prepare } from './graphApi';
import type { PreparedCall } from './graphApi';
import { GraphFailure, replyTo } from './graphErrors';
import type { Reply } from './graphErrors';
import { stringifyAsMeta } from './json';
import { answerPage } from './page';
import { sendBroken } from './rawAnswers';
import type { World } from './world';

/** No call that the simulator knows has a body near this size (16 MB), but for one with a file. */
const LARGEST_BODY = 16 * 1024 * 1024;

/** The largest file that Meta takes has 100 MB; what is longer is to be refused in Meta's words. */
const LARGEST_FORM = 128 * 1024 * 1024;

/** The HTTP server: the Graph API, the control API under `/_simulator/`, and the page at `/`. */
export function createSimulatorServer(world: World): Server {
	const graph = new GraphServer(world);
	const server = createServer((request, response) => {
		const url = request.url ?? '/';
		if (url.startsWith('/_simulator/')) {
			withBody(request, response, (bytes) =>
				answerControl(world, request, response, bytes.toString()),
			);
		} else if (!answerPage(request, response)) {
			graph.answer(request, response);
		}
	});
	// A client that keeps connections alive must not meet one that closes under its request.
	server.keepAliveTimeout = 0;
	server.requestTimeout = 0;
	return server;
}

function withBody(
	request: IncomingMessage,
	response: ServerResponse,
	then: (bytes: Buffer) => void,
): void {
	const isForm = (request.headers['content-type'] ?? '').startsWith('multipart/');
	const largest = isForm ? LARGEST_FORM : LARGEST_BODY;
	const chunks: Buffer[] = [];
	let size = 0;
	request.on('data', (chunk: Buffer) => {
		size += chunk.length;
		if (size <= largest) chunks.push(chunk);
	});
	request.on('end', () => {
		if (size > largest) {
			response.writeHead(413, { connection: 'close' }).end();
			return;
		}
		then(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
	});
	// The caller went away; there is nobody to answer.
	request.on('error', () => undefined);
}

/** A mistake of the simulator's own must not pass for one of Meta's answers. */
function ownMistake(error: unknown): Reply {
	const message = `Simulator: ${error instanceof Error ? error.stack : String(error)}`;
	return replyTo(new GraphFailure(1, { message, status: 500 }));
}

class GraphServer {
	private readonly connections = new WeakMap<Socket, number>();

	/** Runs on when the ledger is cleared, so that no two connections share an id. */
	private sequence = 0;

	constructor(private readonly world: World) {}

	answer(request: IncomingMessage, response: ServerResponse): void {
		const connectionId = this.connectionOf(request.socket);
		const { connections } = this.world.ledger;
		connections.inFlight++;
		connections.maxInFlight = Math.max(connections.maxInFlight, connections.inFlight);
		response.once('close', () => {
			connections.inFlight--;
		});
		withBody(request, response, (bytes) => {
			const call = prepare(this.world, request, bytes, connectionId);
			const action = call.fault?.rule.action;
			if (action) this.applyFault(call, action, request, response);
			else this.finish(call, response);
		});
	}

	/** Connections count once they carry a Graph call, not when the page or a test looks in. */
	private connectionOf(socket: Socket): number {
		let id = this.connections.get(socket);
		if (id === undefined) {
			const { connections } = this.world.ledger;
			id = ++this.sequence;
			connections.opened++;
			connections.open++;
			this.connections.set(socket, id);
			socket.once('close', () => {
				connections.open--;
				this.world.changes.emit('change', { kind: 'connection' });
			});
		}
		return id;
	}

	/** Performs the call and answers it, after the latency of the settings and `extraMs`. */
	private finish(call: PreparedCall, response: ServerResponse, extraMs = 0): void {
		const write = (reply: Reply): void => this.later(extraMs, () => this.write(response, reply));
		const reply = this.perform(call);
		if (reply instanceof Promise) void reply.then(write);
		else write(reply);
	}

	/** Never throws, and never rejects. */
	private perform(call: PreparedCall): Reply | Promise<Reply> {
		const note = (reply: Reply): Reply => {
			if (reply.status >= 400) call.refused(reply);
			return reply;
		};
		try {
			const reply = call.perform();
			return reply instanceof Promise ? reply.catch(ownMistake).then(note) : note(reply);
		} catch (error) {
			return note(ownMistake(error));
		}
	}

	private later(extraMs: number, run: () => void): void {
		const wait = this.world.settings.latencyMs + extraMs;
		if (wait > 0) this.world.clock.after(wait, run);
		else run();
	}

	private write(response: ServerResponse, reply: Reply): void {
		if (response.destroyed) return;
		// Escaped text is ASCII, so its length is its size.
		const content = reply.file ?? stringifyAsMeta(reply.body);
		response.writeHead(reply.status, this.headers(reply.headers, content.length));
		response.end(content);
	}

	private headers(
		own: Record<string, string> | undefined,
		length: number,
	): Record<string, string | number> {
		const { appUsage, businessUseCaseUsage } = this.world.settings;
		return {
			'content-type': 'application/json; charset=UTF-8',
			'facebook-api-version': `v${NEWEST_VERSION}.0`,
			'content-length': length,
			...(appUsage ? { 'x-app-usage': JSON.stringify(appUsage) } : {}),
			...(businessUseCaseUsage
				? { 'x-business-use-case-usage': JSON.stringify(businessUseCaseUsage) }
				: {}),
			...own,
		};
	}

	private applyFault(
		call: PreparedCall,
		action: FaultAction,
		request: IncomingMessage,
		response: ServerResponse,
	): void {
		if ('close' in action) {
			if (action.close === 'after') void this.perform(call);
			if (action.reset) request.socket.resetAndDestroy();
			else request.socket.destroy();
			return;
		}
		if ('delay' in action) {
			this.finish(call, response, action.delay);
			return;
		}
		if ('stall' in action) {
			if (action.accepted) void this.perform(call);
			const { stall } = action;
			if (stall === 'forever') return;
			this.later(stall, () => {
				if (action.accepted) request.socket.destroy();
				else if (!response.destroyed) this.finish(call, response);
			});
			return;
		}
		if ('fail' in action) {
			this.failLater(call, action.fail, response);
			return;
		}
		const accepted = action.accepted ?? 'raw' in action;
		if (accepted) void this.perform(call);
		if ('raw' in action) {
			this.later(0, () => sendBroken(response, action.raw));
		} else if ('http' in action) {
			const { status, body = '', headers } = action.http;
			if (!accepted) call.refused({ status, body });
			this.later(0, () => {
				if (response.destroyed) return;
				response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers });
				response.end(body);
			});
		} else {
			const { code, ...options } = action.error;
			const reply = replyTo(new GraphFailure(code, options));
			if (!accepted) call.refused(reply);
			this.later(0, () => this.write(response, reply));
		}
	}

	private failLater(
		call: PreparedCall,
		failure: { code: number; details?: string },
		response: ServerResponse,
	): void {
		const { ledger, conversations, statuses } = this.world;
		const before = ledger.accepted.length;
		this.finish(call, response);
		const message = ledger.accepted[before];
		if (!message) return;
		const who = conversations.open(message.phoneNumberId, message.waId, message.recipient);
		statuses.fail(who, message, failure.code, failure.details);
	}
}
