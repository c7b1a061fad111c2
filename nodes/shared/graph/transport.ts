import type { LookupFunction } from 'node:net';

import { Agent, type Dispatcher, EnvHttpProxyAgent, errors as undiciErrors, Pool } from 'undici';

import { CancelledError, NetworkError, UnexpectedAnswerError } from './errors';

/** One HTTP call. */
export interface HttpRequest {
	method: 'GET' | 'POST' | 'DELETE';
	url: URL;
	headers: Record<string, string>;
	body?: string;
	/** Aborts the call; it then rejects with {@link CancelledError}. */
	signal?: AbortSignal;
}

/** What came back, whatever its status. */
export interface HttpAnswer {
	status: number;
	/** Names in lower case. */
	headers: Record<string, string | string[] | undefined>;
	body: string;
}

/**
 * Makes one HTTP call, never repeats it.
 * @throws NetworkError when no whole answer came; it knows whether the request had been written
 * @throws CancelledError when the signal fired first
 * @throws UnexpectedAnswerError when the answer is longer than allowed
 */
export type Transport = (request: HttpRequest) => Promise<HttpAnswer>;

export interface TransportOptions {
	/** Milliseconds for TCP and TLS; default 10,000. */
	connectTimeoutMs?: number;
	/** Milliseconds from the request's last byte to the answer's headers; default 30,000. */
	headersTimeoutMs?: number;
	/** Milliseconds between two parts of the answer's body; default 30,000. */
	bodyTimeoutMs?: number;
	/** Longest answer taken, in bytes; default 16 MiB, far over the largest page of a Graph list. */
	maxAnswerBytes?: number;
	/** Replaces DNS look-ups, e.g. by n8n's egress filter. */
	lookup?: LookupFunction;
}

const DEFAULTS = {
	connectTimeoutMs: 10_000,
	headersTimeoutMs: 30_000,
	bodyTimeoutMs: 30_000,
	maxAnswerBytes: 16 * 1024 * 1024,
};

const PROXY_VARIABLES = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY'];

/**
 * A transport with keep-alive connections per origin: no more are opened than calls run at once.
 * `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` are honoured.
 */
export function createTransport(options: TransportOptions = {}): Transport {
	const settings = { ...DEFAULTS, ...options };
	const timeout = settings.connectTimeoutMs;
	const connect = settings.lookup ? { timeout, lookup: settings.lookup } : { timeout };
	const direct = {
		headersTimeout: settings.headersTimeoutMs,
		bodyTimeout: settings.bodyTimeoutMs,
		connect,
	};
	const agent = PROXY_VARIABLES.some((name) => process.env[name])
		? new EnvHttpProxyAgent({
				...direct,
				// Behind a proxy `connect` is not used: the way to it and TLS through it have their own options.
				proxyTls: connect,
				requestTls: { timeout },
				clientFactory: (origin, options) =>
					new ProxyPool(origin, { ...options, headersTimeout: timeout }),
			})
		: // The other one reads the environment anew for each call.
			new Agent(direct);
	return (request) =>
		new Promise((resolve, reject) => {
			const call = new Call(request, settings.maxAnswerBytes, resolve, reject);
			if (call.settled) return;
			agent.dispatch(
				{
					origin: request.url.origin,
					path: request.url.pathname + request.url.search,
					method: request.method,
					headers: request.headers,
					body: request.body,
				},
				call,
			);
		});
}

/**
 * Connections to a proxy. undici takes one that hangs up during CONNECT for a passing trouble and tries
 * again at once, without end; under another code the same failure ends the calls that wait for it.
 */
class ProxyPool extends Pool {
	override connect(options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData>;

	// undici's ProxyAgent uses the form with a promise only; the other is here for the base type.
	override connect(
		options: Dispatcher.ConnectOptions,
		callback: (error: Error | null, data: Dispatcher.ConnectData) => void,
	): void;

	override connect(
		options: Dispatcher.ConnectOptions,
		callback?: (error: Error | null, data: Dispatcher.ConnectData) => void,
	): Promise<Dispatcher.ConnectData> | void {
		if (callback) return super.connect(options, callback);
		return super.connect(options).catch((error: Error) => {
			throw error instanceof undiciErrors.SocketError
				? new undiciErrors.RequestAbortedError('The proxy hung up')
				: error;
		});
	}
}

/**
 * One call on its way. undici's own `request()` cannot tell whether a failed request had been written;
 * its dispatch handlers can: `onRequestStart` comes right before the first byte is written.
 */
class Call implements Dispatcher.DispatchHandler {
	settled = false;

	private requestWritten = false;

	private controller: Dispatcher.DispatchController | undefined;

	private group: CallGroup | undefined;

	private status = 0;

	private headers: HttpAnswer['headers'] = {};

	private readonly chunks: Buffer[] = [];

	private bytes = 0;

	constructor(
		private readonly request: HttpRequest,
		private readonly maxAnswerBytes: number,
		private readonly resolve: (answer: HttpAnswer) => void,
		private readonly reject: (error: Error) => void,
	) {
		const { signal } = request;
		if (signal?.aborted) {
			this.cancel();
		} else if (signal) {
			this.group = CallGroup.of(signal);
			this.group.add(this);
		}
	}

	onRequestStart(controller: Dispatcher.DispatchController): void {
		// Cancelled while it waited for a connection: undici aborts here without writing.
		if (this.settled) return controller.abort(new CancelledError(false));
		this.controller = controller;
		this.requestWritten = true;
	}

	onResponseStart(
		_controller: Dispatcher.DispatchController,
		status: number,
		headers: HttpAnswer['headers'],
	): void {
		// 1xx answers are announcements of the real one.
		if (status < 200) return;
		this.status = status;
		this.headers = headers;
	}

	onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
		if (this.settled) return;
		this.bytes += chunk.length;
		if (this.bytes > this.maxAnswerBytes) {
			this.fail(
				new UnexpectedAnswerError(
					`The answer is longer than ${this.maxAnswerBytes} bytes`,
					this.status,
				),
			);
			controller.abort(new Error('The answer is too long'));
			return;
		}
		this.chunks.push(chunk);
	}

	onResponseEnd(): void {
		if (!this.settle()) return;
		const { status, headers, chunks } = this;
		const body = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
		const answer = { status, headers, body: body.toString('utf8') };
		// undici frees the connection in an immediate that it schedules after this callback. Whoever
		// makes the next call must come after it, or a connection more is opened for nothing.
		queueMicrotask(() => setImmediate(this.resolve, answer));
	}

	onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
		const code = 'code' in error ? String(error.code) : undefined;
		const message = networkMessage(error, code, this.request.url.host);
		this.fail(new NetworkError(message, this.requestWritten, code, { cause: bare(error) }));
	}

	cancel(): void {
		this.fail(new CancelledError(this.requestWritten));
		this.controller?.abort(new CancelledError(this.requestWritten));
	}

	private fail(error: Error): void {
		if (this.settle()) this.reject(error);
	}

	/** True for the first that ends the call. */
	private settle(): boolean {
		if (this.settled) return false;
		this.settled = true;
		this.group?.delete(this);
		return true;
	}
}

/** The calls under way with one signal, behind one listener: the signal goes with a whole execution. */
class CallGroup {
	private static readonly groups = new WeakMap<AbortSignal, CallGroup>();

	static of(signal: AbortSignal): CallGroup {
		return this.groups.get(signal) ?? new CallGroup(signal);
	}

	private readonly calls = new Set<Call>();

	private constructor(private readonly signal: AbortSignal) {
		CallGroup.groups.set(signal, this);
		signal.addEventListener('abort', this.cancelAll, { once: true });
	}

	add(call: Call): void {
		this.calls.add(call);
	}

	delete(call: Call): void {
		if (!this.calls.delete(call) || this.calls.size > 0) return;
		CallGroup.groups.delete(this.signal);
		this.signal.removeEventListener('abort', this.cancelAll);
	}

	private readonly cancelAll = (): void => {
		for (const call of this.calls) call.cancel();
	};
}

/** The error without what undici hangs on some: bytes of the answer, which may echo the request. */
function bare({ name, message }: Error): Error {
	return Object.assign(new Error(message), { name });
}

/** Blames nobody by name: between us and the host there may be a proxy. */
function networkMessage(error: Error, code: string | undefined, host: string): string {
	switch (code) {
		case 'ENOTFOUND':
		case 'EAI_AGAIN':
			return `The name of the host ${host}, or of the proxy to it, was not found`;
		case 'ECONNREFUSED':
			return `The connection to ${host} was refused`;
		case 'UND_ERR_CONNECT_TIMEOUT':
			return `No connection to ${host} came about in time`;
		case 'UND_ERR_HEADERS_TIMEOUT':
			return `${host} did not answer in time`;
		case 'UND_ERR_BODY_TIMEOUT':
			return `The answer of ${host} stopped half-way`;
		case 'UND_ERR_SOCKET':
		case 'ECONNRESET':
		case 'EPIPE':
			return `The connection to ${host} was closed before the answer was complete`;
		default:
			return `The connection to ${host} failed: ${error.message}`;
	}
}
