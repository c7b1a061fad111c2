import { systemClock, type Clock } from '../clock';
import { readAnswer, type JsonObject } from './answer';
import { GraphApiError, ValidationError } from './errors';
import { appSecretProof, fingerprint } from './secrets';
import type { GraphSettings } from './settings';
import { deadTokens, type DeadTokens } from './deadTokens';
import type { HttpAnswer, HttpRequest, Transport } from './transport';

export type Query = Record<string, string | number | boolean | undefined>;

export interface CallOptions {
	query?: Query;
	signal?: AbortSignal;
	/**
	 * ID of an app: the call is made as that app, with its own token (`app_id|app_secret`) instead of the
	 * credential's. What belongs to the app itself wants it, e.g. its webhook subscriptions.
	 */
	asApp?: string;
}

/** Meta's code for a token that is wrong, expired or withdrawn. */
const INVALID_TOKEN = 190;

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
		body: string | undefined,
		options: CallOptions,
	): Promise<JsonObject> {
		if (options.asApp) {
			return this.#callWith(this.#tokenOf(options.asApp), method, path, body, options);
		}
		const { accessTokens } = this.#settings;
		return accessTokens.length === 1
			? this.#callWith(accessTokens[0], method, path, body, options)
			: this.#callWithLiving(method, path, body, options);
	}

	/** The token of the app itself. */
	#tokenOf(appId: string): string {
		const { appSecret } = this.#settings;
		if (appSecret) return `${appId}|${appSecret}`;
		throw new ValidationError(
			'App Secret',
			'The credential has no app secret',
			'Copy it from the App Dashboard › App settings › Basic into the credential.',
		);
	}

	/** While a token is rotated: with the first that Meta has not refused. */
	async #callWithLiving(
		method: HttpRequest['method'],
		path: string[],
		body: string | undefined,
		options: CallOptions,
	): Promise<JsonObject> {
		const token = this.#deadTokens.firstAlive(this.#settings.accessTokens, this.#clock.now());
		try {
			return await this.#callWith(token, method, path, body, options);
		} catch (error) {
			if (!(error instanceof GraphApiError) || error.code !== INVALID_TOKEN) throw error;
			this.#deadTokens.add(token, this.#clock.now());
			const successor = this.#deadTokens.firstAlive(this.#settings.accessTokens, this.#clock.now());
			if (successor === token) throw error;
			// Meta refused the call before acting on it, so it may be made again at once.
			return await this.#callWith(successor, method, path, body, options);
		}
	}

	async #callWith(
		token: string,
		method: HttpRequest['method'],
		path: string[],
		body: string | undefined,
		options: CallOptions,
	): Promise<JsonObject> {
		let url = `${this.#prefix}/${path.map(encodeURIComponent).join('/')}`;
		// None for an app token, which holds the secret itself.
		const proof = this.#proofs.get(token);
		// The hot path, a message without a query, needs no encoding: a proof is hex.
		const query = options.query
			? queryString({ ...options.query, appsecret_proof: proof })
			: proof && `appsecret_proof=${proof}`;
		if (query) url += `?${query}`;
		const headers: Record<string, string> = {
			authorization: `Bearer ${token}`,
			accept: 'application/json',
		};
		if (body !== undefined) headers['content-type'] = 'application/json';
		const answer = await this.#transport({
			method,
			url: this.#parse(url),
			headers,
			body,
			signal: options.signal,
		});
		return readAnswer(this.#withoutSecrets(answer), this.#clock);
	}

	/** All messages of a number go to one address: it is parsed once. */
	#parse(address: string): URL {
		if (this.#lastUrl?.address !== address) {
			this.#lastUrl = { address, url: new URL(address) };
		}
		return this.#lastUrl.url;
	}

	/** Meta quotes the request now and then, in refusals and in the links of its lists. */
	#withoutSecrets(answer: HttpAnswer): HttpAnswer {
		let { body } = answer;
		for (const secret of this.#secrets) {
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
