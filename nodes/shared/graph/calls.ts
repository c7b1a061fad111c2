import { Readable } from 'node:stream';

import { CancelledError, NetworkError, UnexpectedAnswerError } from './errors';
import type { HttpAnswer, HttpRequest, StreamedAnswer, StreamedBody } from './http';

/** How a call under way is steered: what is used of undici's `DispatchController`. */
interface Controller {
	abort(reason: Error): void;
	pause(): void;
	resume(): void;
}

/**
 * One call on its way, as undici's dispatch handler. undici's own `request()` cannot tell whether a failed
 * request had been written; its handlers can: `onRequestStart` comes right before the first byte is written.
 */
abstract class Call<Answer> {
	settled = false;

	/** What undici is to send. */
	readonly body: string | AsyncIterable<Uint8Array> | undefined;

	protected controller: Controller | undefined;

	protected status = 0;

	private requestWritten = false;

	private group: CallGroup | undefined;

	/** Why the body could not be read. */
	private sourceError: Error | undefined;

	constructor(
		protected readonly request: HttpRequest,
		protected readonly maxAnswerBytes: number,
		protected readonly resolve: (answer: Answer) => void,
		private readonly reject: (error: Error) => void,
	) {
		const { signal, body } = request;
		this.body = typeof body === 'object' ? this.feed(body) : body;
		if (signal?.aborted) {
			this.cancel();
		} else if (signal) {
			this.group = CallGroup.of(signal);
			this.group.add(this);
		}
	}

	/** Headers to send beside those of the request. */
	get headers(): Record<string, string> {
		const { headers, body } = this.request;
		return typeof body === 'object' && body.bytes !== undefined
			? { ...headers, 'content-length': String(body.bytes) }
			: headers;
	}

	onRequestStart(controller: Controller): void {
		// Cancelled while it waited for a connection: undici aborts here without writing.
		if (this.settled) return controller.abort(new CancelledError(false));
		this.controller = controller;
		// The headers of a streamed body leave together with its first part.
		this.requestWritten = typeof this.body !== 'object';
	}

	abstract onResponseStart(
		controller: Controller,
		status: number,
		headers: HttpAnswer['headers'],
	): void;

	onResponseError(_controller: Controller, error: Error): void {
		if (this.sourceError) return this.fail(this.sourceError);
		const code = 'code' in error ? String(error.code) : undefined;
		const message = networkMessage(error, code, this.request.url.host);
		this.fail(new NetworkError(message, this.requestWritten, code, { cause: bare(error) }));
	}

	cancel(): void {
		this.fail(new CancelledError(this.requestWritten));
		this.controller?.abort(new CancelledError(this.requestWritten));
	}

	protected fail(error: Error): void {
		if (this.settle()) this.reject(error);
	}

	protected failForLength(): void {
		const message = `The answer is longer than ${this.maxAnswerBytes} bytes`;
		this.fail(new UnexpectedAnswerError(message, this.status));
		this.controller?.abort(new Error('The answer is too long'));
	}

	/** True for the first that ends the call. */
	protected settle(): boolean {
		if (this.settled) return false;
		this.settled = true;
		this.group?.delete(this);
		return true;
	}

	private async *feed(body: StreamedBody): AsyncGenerator<Uint8Array> {
		try {
			for await (const chunk of await body.open()) {
				if (this.settled) return;
				this.requestWritten = true;
				yield chunk;
			}
		} catch (error) {
			this.sourceError ??= error instanceof Error ? error : new Error(String(error));
			throw this.sourceError;
		}
	}
}

/** A call whose answer is small enough to be kept: the JSON of the Graph API. */
export class BufferedCall extends Call<HttpAnswer> {
	private answerHeaders: HttpAnswer['headers'] = {};

	private readonly chunks: Buffer[] = [];

	private bytes = 0;

	onResponseStart(_controller: Controller, status: number, headers: HttpAnswer['headers']): void {
		// 1xx answers are announcements of the real one.
		if (status < 200) return;
		this.status = status;
		this.answerHeaders = headers;
	}

	onResponseData(_controller: Controller, chunk: Buffer): void {
		if (this.settled) return;
		this.bytes += chunk.length;
		if (this.bytes > this.maxAnswerBytes) this.failForLength();
		else this.chunks.push(chunk);
	}

	onResponseEnd(): void {
		if (!this.settle()) return;
		const { status, answerHeaders: headers, chunks } = this;
		const body = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
		const answer = { status, headers, body: body.toString('utf8') };
		// undici frees the connection in an immediate that it schedules after this callback. Whoever
		// makes the next call must come after it, or a connection more is opened for nothing.
		queueMicrotask(() => setImmediate(this.resolve, answer));
	}
}

/** A call whose answer goes on to somebody else, as fast as they take it. */
export class StreamedCall extends Call<StreamedAnswer> {
	private answer: Readable | undefined;

	private bytes = 0;

	onResponseStart(controller: Controller, status: number, headers: HttpAnswer['headers']): void {
		if (status < 200 || this.settled) return;
		this.status = status;
		this.answer = new Readable({
			read: () => controller.resume(),
			destroy: (error, done) => {
				if (this.settle()) controller.abort(error ?? new Error('Nobody wants the answer any more'));
				done(error);
			},
		});
		// It may end badly before anybody listens; who reads it then meets the error all the same.
		this.answer.on('error', () => {});
		this.resolve({ status, headers, body: this.answer });
	}

	onResponseData(controller: Controller, chunk: Buffer): void {
		if (this.settled) return;
		this.bytes += chunk.length;
		if (this.bytes > this.maxAnswerBytes) this.failForLength();
		else if (!this.answer?.push(chunk)) controller.pause();
	}

	onResponseEnd(): void {
		if (this.settle()) this.answer?.push(null);
	}

	protected override fail(error: Error): void {
		if (!this.answer) super.fail(error);
		else if (this.settle()) this.answer.destroy(error);
	}
}

/** The calls under way with one signal, behind one listener: the signal goes with a whole execution. */
class CallGroup {
	private static readonly groups = new WeakMap<AbortSignal, CallGroup>();

	static of(signal: AbortSignal): CallGroup {
		return this.groups.get(signal) ?? new CallGroup(signal);
	}

	private readonly calls = new Set<Call<never>>();

	private constructor(private readonly signal: AbortSignal) {
		CallGroup.groups.set(signal, this);
		signal.addEventListener('abort', this.cancelAll, { once: true });
	}

	add(call: Call<never>): void {
		this.calls.add(call);
	}

	delete(call: Call<never>): void {
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
		case 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH':
			return `What was sent to ${host} has another length than it was said to have`;
		case 'UND_ERR_SOCKET':
		case 'ECONNRESET':
		case 'EPIPE':
			return `The connection to ${host} was closed before the answer was complete`;
		default:
			return `The connection to ${host} failed: ${error.message}`;
	}
}
