import { systemClock, type Clock } from '../clock';
import { readAnswer, type JsonObject } from './answer';
import { GraphApiError, UnexpectedAnswerError, ValidationError } from './errors';
import { INVALID_TOKEN } from './errorCodes';
import { deadTokens, type DeadTokens } from './deadTokens';
import type { HttpAnswer, HttpRequest, StreamedAnswer, StreamedBody, Transport } from './http';
import { multipart, type FormFile } from './multipart';
import { appSecretProof, fingerprint, noAppSecret } from './secrets';
import { DEFAULT_BASE_URL, type GraphSettings } from './settings';
import { mayHaveToken } from './tokenHosts';

export type Query = Record<string, string | number | boolean | undefined>;

export interface CallOptions {
	query?: Query;
	signal?: AbortSignal;
	/**
	 * A host of Meta's besides the Graph API, without versions. Used only where the credential's base URL is
	 * Meta's own: a proxy or simulator gets every call.
	 */
	host?: 'api.facebook.com';
	/**
	 * ID of an app: the call is made as that app, with its own token (`app_id|app_secret`) instead of the
	 * credential's. What belongs to the app itself wants it, e.g. its webhook subscriptions.
	 */
	asApp?: string;
	/** What else of this call must not come back out of its answer, e.g. a verify token in its body. */
	secrets?: readonly string[];
}

export interface RawCallOptions extends CallOptions {
	/** Headers that this call has beside its token. */
	headers?: Record<string, string>;
}

export interface DownloadOptions extends Pick<CallOptions, 'signal'> {
	/** The longest file that is taken. */
	maxBytes: number;
}

/** How often a download is sent elsewhere at most. */
const MAX_REDIRECTS = 5;

/** The longest refusal of a download that is read. */
const MAX_REFUSAL_BYTES = 64 * 1024;

/** Meta's file hosts are said to turn away clients without a name. */
const USER_AGENT = 'n8n-nodes-whatsapp-business-cloud';

/**
 * Calls the Graph API with one credential: version, token and `appsecret_proof` go with every call.
 * Secrets stand in private fields, so that no `inspect()` or JSON shows them.
 *
 * Every call throws {@link GraphApiError}, `NetworkError`, `UnexpectedAnswerError` or `CancelledError`.
 */
export class GraphClient {
	/** Origin of the Graph API, e.g. "https://graph.facebook.com". */
	readonly host: string;

	/** Whose calls these are: a name for the token that gives nothing of it away. */
	readonly account: string;

	readonly businessAccountId: string | undefined;

	/** As the credential names it. */
	readonly appId: string | undefined;

	readonly #settings: GraphSettings;

	/** Base URL and version. */
	readonly #prefix: string;

	readonly #transport: Transport;

	readonly #clock: Clock;

	readonly #deadTokens: DeadTokens;

	#lastUrl: { address: string; url: URL } | undefined;

	/** Proof per token: one HMAC a client, not one a message. */
	readonly #proofs: Map<string, string>;

	/** All that must not come back out of an answer. */
	readonly #secrets: string[];

	constructor(
		settings: GraphSettings,
		transport: Transport,
		clock: Clock = systemClock,
		dead: DeadTokens = deadTokens,
	) {
		this.host = new URL(settings.baseUrl).origin;
		this.account = fingerprint(settings.accessTokens[0]);
		this.businessAccountId = settings.businessAccountId;
		this.appId = settings.appId;
		const { accessTokens, appSecret } = settings;
		this.#proofs = new Map(
			appSecret ? accessTokens.map((token) => [token, appSecretProof(appSecret, token)]) : [],
		);
		this.#secrets = [...accessTokens, ...(appSecret ? [appSecret] : []), ...this.#proofs.values()];
		this.#settings = settings;
		this.#prefix = `${settings.baseUrl}/${settings.version}`;
		this.#transport = transport;
		this.#clock = clock;
		this.#deadTokens = dead;
	}

	/** @param path below the version, e.g. `[wabaId, 'message_templates']` */
	get(path: string[], options: CallOptions = {}): Promise<JsonObject> {
		return this.#call('GET', path, undefined, options);
	}

	post(path: string[], body: JsonObject, options: CallOptions = {}): Promise<JsonObject> {
		return this.#call('POST', path, JSON.stringify(body), options);
	}

	delete(path: string[], options: CallOptions = {}): Promise<JsonObject> {
		return this.#call('DELETE', path, undefined, options);
	}

	/** Posts a form with a file, which is never in memory as a whole. */
	postForm(
		path: string[],
		fields: Record<string, string>,
		file: FormFile,
		options: CallOptions = {},
	): Promise<JsonObject> {
		const { body, contentType } = multipart(fields, file);
		const headers = { 'content-type': contentType };
		return this.#call('POST', path, body, { ...options, headers });
	}

	/**
	 * Posts bytes as they are, with headers of their own: the second step of a resumable upload
	 * (`POST /upload:<session>`, header `file_offset`). A colon stands in a path as it is.
	 */
	postBytes(path: string[], body: StreamedBody, options: RawCallOptions = {}): Promise<JsonObject> {
		return this.#call('POST', path, body, options);
	}

	/**
	 * Begins to fetch a file that Meta named, with the token; the file itself is still to be read.
	 * Redirects are followed as long as they lead to where the token may go, and refused elsewhere: the
	 * file of a stranger is not wanted, even without the token.
	 * @param address whole, e.g. `url` of a medium
	 * @throws ValidationError when the address is neither Meta's nor the credential's
	 */
	async download(address: string, options: DownloadOptions): Promise<StreamedAnswer> {
		return await this.#withLiving((token) => this.#downloadWith(token, address, options));
	}

	/**
	 * Asks Meta what the credential's token is worth (`GET /debug_token`).
	 * With App ID and app secret the app asks, and an expired token still gets an answer; without
	 * them the token asks about itself.
	 */
	async debugToken(options: Pick<CallOptions, 'signal'> = {}): Promise<JsonObject> {
		const { accessTokens, appId, appSecret } = this.#settings;
		const asker = appId && appSecret ? this.#tokenOf(appId) : accessTokens[0];
		const query = { input_token: accessTokens[0] };
		return await this.#callWith(asker, 'GET', ['debug_token'], undefined, { ...options, query });
	}

	#call(
		method: HttpRequest['method'],
		path: string[],
		body: HttpRequest['body'],
		options: RawCallOptions,
	): Promise<JsonObject> {
		if (options.asApp) {
			return this.#callWith(this.#tokenOf(options.asApp), method, path, body, options);
		}
		const { accessTokens } = this.#settings;
		// Without a closure on the hot path.
		return accessTokens.length === 1
			? this.#callWith(accessTokens[0], method, path, body, options)
			: this.#withLiving((token) => this.#callWith(token, method, path, body, options));
	}

	/** The token of the app itself. */
	#tokenOf(appId: string): string {
		const { appSecret } = this.#settings;
		if (appSecret) return `${appId}|${appSecret}`;
		throw noAppSecret('nothing can be asked as the app itself');
	}

	/** While a token is rotated: with the first that Meta has not refused. */
	async #withLiving<T>(call: (token: string) => Promise<T>): Promise<T> {
		const token = this.#deadTokens.firstAlive(this.#settings.accessTokens, this.#clock.now());
		try {
			return await call(token);
		} catch (error) {
			if (!(error instanceof GraphApiError) || error.code !== INVALID_TOKEN) throw error;
			this.#deadTokens.add(token, this.#clock.now());
			const successor = this.#deadTokens.firstAlive(this.#settings.accessTokens, this.#clock.now());
			if (successor === token) throw error;
			// Meta refused the call before acting on it, so it may be made again at once.
			return await call(successor);
		}
	}

	async #callWith(
		token: string,
		method: HttpRequest['method'],
		path: string[],
		body: HttpRequest['body'],
		options: RawCallOptions,
	): Promise<JsonObject> {
		const isElsewhere = options.host !== undefined && this.host === DEFAULT_BASE_URL;
		const prefix = isElsewhere ? `https://${options.host}` : this.#prefix;
		let url = `${prefix}/${path.map(pathSegment).join('/')}`;
		// None for an app token, which holds the secret itself.
		const proof = this.#proofs.get(token);
		// The hot path, a message without a query, needs no encoding: a proof is hex.
		const query = options.query
			? queryString({ ...options.query, appsecret_proof: proof })
			: proof && `appsecret_proof=${proof}`;
		if (query) url += `?${query}`;
		const headers: Record<string, string> = {
			...options.headers,
			authorization: `Bearer ${token}`,
			accept: 'application/json',
		};
		if (typeof body === 'string') headers['content-type'] = 'application/json';
		const answer = await this.#transport({
			method,
			url: this.#parse(url),
			headers,
			body,
			signal: options.signal,
		});
		return readAnswer(this.#withoutSecrets(answer, options.secrets), this.#clock);
	}

	async #downloadWith(
		token: string,
		address: string,
		{ maxBytes, signal }: DownloadOptions,
	): Promise<StreamedAnswer> {
		let url = parseUrl(address);
		if (!url || !mayHaveToken(url, this.host)) {
			throw new ValidationError(
				'URL',
				`The access token is not sent to ${url?.host || 'an address without a host'}`,
				`Files are fetched from Meta's hosts over https, and from ${this.host}.`,
			);
		}
		const headers = { authorization: `Bearer ${token}`, 'user-agent': USER_AGENT };
		for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
			const answer = await this.#transport.stream(
				{ method: 'GET', url, headers, signal },
				maxBytes,
			);
			if (answer.status === 200) return answer;
			const next = redirectOf(answer, url);
			if (!next) return await this.#refused(answer);
			answer.body.destroy();
			if (!mayHaveToken(next, this.host)) {
				throw new UnexpectedAnswerError(
					`${url.host} sends the download on to ${next.host || next.protocol}, which is not a host of Meta's`,
					answer.status,
				);
			}
			url = next;
		}
		throw new UnexpectedAnswerError(`${url.host} sends the download in circles`, 302);
	}

	/** @throws what a Graph call throws for this answer */
	async #refused(answer: StreamedAnswer): Promise<never> {
		const chunks: Buffer[] = [];
		let bytes = 0;
		for await (const chunk of answer.body as AsyncIterable<Buffer>) {
			chunks.push(chunk);
			bytes += chunk.length;
			if (bytes > MAX_REFUSAL_BYTES) break;
		}
		const body = Buffer.concat(chunks).toString('utf8');
		readAnswer(this.#withoutSecrets({ ...answer, body }), this.#clock);
		throw new UnexpectedAnswerError('Meta answered a download without a file', answer.status);
	}

	/** All messages of a number go to one address: it is parsed once. */
	#parse(address: string): URL {
		if (this.#lastUrl?.address !== address) {
			this.#lastUrl = { address, url: new URL(address) };
		}
		return this.#lastUrl.url;
	}

	/** Meta quotes the request now and then, in refusals and in the links of its lists. */
	#withoutSecrets(answer: HttpAnswer, ofCall?: readonly string[]): HttpAnswer {
		let { body } = answer;
		for (const secret of ofCall ? [...this.#secrets, ...ofCall] : this.#secrets) {
			if (body.includes(secret)) body = body.replaceAll(secret, '[hidden]');
		}
		return body === answer.body ? answer : { ...answer, body };
	}
}

function queryString(query: Query): string {
	const parameters = new URLSearchParams();
	for (const [name, value] of Object.entries(query)) {
		if (value !== undefined) parameters.set(name, String(value));
	}
	return parameters.toString();
}

/** What may stand in a path as it is, and does in Meta's upload sessions: a colon, and the end of Base64. */
function pathSegment(segment: string): string {
	return encodeURIComponent(segment).replaceAll('%3A', ':').replaceAll('%3D', '=');
}

function parseUrl(address: string): URL | undefined {
	return URL.canParse(address) ? new URL(address) : undefined;
}

/** Where an answer sends its reader, if anywhere. */
function redirectOf({ status, headers }: StreamedAnswer, from: URL): URL | undefined {
	const { location } = headers;
	if (![301, 302, 303, 307, 308].includes(status) || typeof location !== 'string') return undefined;
	return URL.canParse(location, from.href) ? new URL(location, from) : undefined;
}
