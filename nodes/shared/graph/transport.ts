import type { LookupFunction } from 'node:net';

import { Agent, type Dispatcher, EnvHttpProxyAgent, errors as undiciErrors, Pool } from 'undici';

import { BufferedCall, StreamedCall } from './calls';
import type { HttpAnswer, HttpRequest, StreamedAnswer, Transport } from './http';

export type { HttpAnswer, HttpRequest, StreamedAnswer, StreamedBody, Transport } from './http';

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
	const dispatch = (request: HttpRequest, call: BufferedCall | StreamedCall): void => {
		if (call.settled) return;
		agent.dispatch(
			{
				origin: request.url.origin,
				path: request.url.pathname + request.url.search,
				method: request.method,
				headers: call.headers,
				// undici takes any iterable; its types name streams only.
				body: call.body as string | undefined,
			},
			call,
		);
	};
	return Object.assign(
		(request: HttpRequest) =>
			new Promise<HttpAnswer>((resolve, reject) =>
				dispatch(request, new BufferedCall(request, settings.maxAnswerBytes, resolve, reject)),
			),
		{
			stream: (request: HttpRequest, maxBytes: number) =>
				new Promise<StreamedAnswer>((resolve, reject) =>
					dispatch(request, new StreamedCall(request, maxBytes, resolve, reject)),
				),
		},
	);
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
