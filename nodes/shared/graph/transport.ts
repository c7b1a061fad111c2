import type { LookupFunction } from 'node:net';

import { type Dispatcher, EnvHttpProxyAgent, errors as undiciErrors } from 'undici';

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

/**
 * A transport with keep-alive connections per origin: no more are opened than calls run at once.
 * `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` are honoured.
 */
export function createTransport(options: TransportOptions = {}): Transport {
	const settings = { ...DEFAULTS, ...options };
	const agent = new EnvHttpProxyAgent({
		headersTimeout: settings.headersTimeoutMs,
		bodyTimeout: settings.bodyTimeoutMs,
		connect: {
			timeout: settings.connectTimeoutMs,
			...(settings.lookup ? { lookup: settings.lookup } : {}),
		},
	});
	return async (request) =>
		await new Promise((resolve, reject) => {
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
 * One call on its way. undici's own `request()` cannot tell whether a failed request had been written;
 * its dispatch handlers can: `onRequestStart` comes right before the first byte is written.
 */
class Call implements Dispatcher.DispatchHandler {
	settled = false;

	private requestWritten = false;

	private controller: Dispatcher.DispatchController | undefined;

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
		if (request.signal?.aborted) this.cancel();
		else request.signal?.addEventListener('abort', this.cancel, { once: true });
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
		this.fail(
			new NetworkError(
				networkMessage(error, code, this.request.url.host),
				this.requestWritten,
				code,
				{
					cause: error,
				},
			),
		);
	}

	private readonly cancel = (): void => {
		this.fail(new CancelledError(this.requestWritten));
		this.controller?.abort(new CancelledError(this.requestWritten));
	};

	private fail(error: Error): void {
		if (this.settle()) this.reject(error);
	}

	/** True for the first that ends the call. */
	private settle(): boolean {
		if (this.settled) return false;
		this.settled = true;
		this.request.signal?.removeEventListener('abort', this.cancel);
		return true;
	}
}

function networkMessage(error: Error, code: string | undefined, host: string): string {
	switch (code) {
		case 'ENOTFOUND':
		case 'EAI_AGAIN':
			return `The host ${host} was not found`;
		case 'ECONNREFUSED':
			return `${host} refused the connection`;
		case new undiciErrors.ConnectTimeoutError().code:
			return `No connection to ${host} came about in time`;
		case new undiciErrors.HeadersTimeoutError().code:
			return `${host} did not answer in time`;
		case new undiciErrors.BodyTimeoutError().code:
			return `The answer of ${host} stopped half-way`;
		case new undiciErrors.SocketError().code:
		case 'ECONNRESET':
		case 'EPIPE':
			return `${host} closed the connection before its answer was complete`;
		default:
			return `The connection to ${host} failed: ${error.message || code || error.name}`;
	}
}
