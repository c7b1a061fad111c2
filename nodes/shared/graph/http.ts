import type { Readable } from 'node:stream';

/** A body that is too long to be held in memory. */
export interface StreamedBody {
	/** Its length, when known: the server then hears it beforehand. */
	bytes?: number;
	/** Opens it from its first byte on, for one call; what it throws is what the call rejects with. */
	open(): AsyncIterable<Uint8Array> | Promise<AsyncIterable<Uint8Array>>;
}

/** One HTTP call. */
export interface HttpRequest {
	method: 'GET' | 'POST' | 'DELETE';
	url: URL;
	headers: Record<string, string>;
	body?: string | StreamedBody;
	/** Aborts the call; it then rejects with `CancelledError`. */
	signal?: AbortSignal;
}

/** What came back, whatever its status. */
export interface HttpAnswer {
	status: number;
	/** Names in lower case. */
	headers: Record<string, string | string[] | undefined>;
	body: string;
}

/** The beginning of an answer, with the rest of it still to come. */
export interface StreamedAnswer extends Omit<HttpAnswer, 'body'> {
	/**
	 * Must be read to its end or destroyed, which closes the connection. Ends in `NetworkError`,
	 * `CancelledError` or, when longer than allowed, `UnexpectedAnswerError`.
	 */
	body: Readable;
}

/**
 * Makes one HTTP call, never repeats it, follows no redirect.
 * @throws NetworkError when no whole answer came; it knows whether the request had been written
 * @throws CancelledError when the signal fired first
 * @throws UnexpectedAnswerError when the answer is longer than allowed
 */
export interface Transport {
	/** Resolves with the whole answer. */
	(request: HttpRequest): Promise<HttpAnswer>;
	/**
	 * Resolves as soon as status and headers are there.
	 * @param maxBytes the longest body that is taken
	 */
	stream(request: HttpRequest, maxBytes: number): Promise<StreamedAnswer>;
}
