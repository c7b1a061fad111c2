import type { JsonObject } from './json';

/** An answer that has not been written yet. */
export interface Reply {
	status: number;
	body: unknown;
	headers?: Record<string, string>;
	/** Bytes to answer with instead of `body`. */
	file?: Buffer;
}

export interface FailureOptions {
	/** HTTP status; otherwise the one that Meta documents for the code. */
	status?: number;
	/** The whole of `error.message`; otherwise `(#code) title`. */
	message?: string;
	/** `error.error_data.details` */
	details?: string;
	type?: string;
	subcode?: number;
	userTitle?: string;
	userMessage?: string;
	isTransient?: boolean;
	headers?: Record<string, string>;
}

/** Title and HTTP status of each code that the simulator itself answers or a fault rule may name. */
const KNOWN: Record<number, readonly [title: string, status: number]> = {
	0: ['AuthException', 401],
	1: ['API Unknown', 400],
	2: ['API Service', 503],
	3: ['API Method', 500],
	4: ['API Too Many Calls', 400],
	10: ['Application does not have permission for this action', 403],
	15: ['This method must be called with an app access_token', 400],
	33: ['Parameter value is not valid', 400],
	100: ['Invalid parameter', 400],
	104: ['An access token is required to request this resource.', 401],
	190: ['Access token has expired', 401],
	200: ['Permissions error', 403],
	368: ['Temporarily blocked for policies violations', 403],
	613: ['Calls to this api have exceeded the rate limit', 400],
	2200: ['Callback verification failed', 400],
	2500: ['Unknown path components', 400],
	80007: ['Rate limit issues', 400],
	130429: ['Rate limit hit', 400],
	130472: ["User's number is part of an experiment", 400],
	130497: ['Business account is restricted from messaging users in this country', 403],
	131000: ['Something went wrong', 500],
	131005: ['Access denied', 403],
	131008: ['Required parameter is missing', 400],
	131009: ['Parameter value is not valid', 400],
	131016: ['Service unavailable', 500],
	131020: ['Group has only one participant', 400],
	131021: ['Recipient cannot be sender', 400],
	131026: ['Message undeliverable', 400],
	131030: ['Recipient phone number not in allowed list', 400],
	131031: ['Account has been locked', 403],
	131037: ['Display name approval needed', 400],
	131041: ['Group does not exist', 400],
	131042: ['Business eligibility payment issue', 400],
	131045: ['Incorrect certificate', 500],
	131047: ['Re-engagement message', 400],
	131048: ['Spam rate limit hit', 400],
	131049: ['Meta chose not to deliver', 400],
	131050: ['User has stopped marketing messages', 400],
	131051: ['Unsupported message type', 400],
	131052: ['Media download error', 400],
	131053: ['Media upload error', 400],
	131055: ['Method not allowed', 400],
	131056: ['(Business Account, Consumer Account) pair rate limit hit', 400],
	131057: ['Account in maintenance mode', 500],
	131059: ['Invalid cursor', 400],
	131062: ['Business-scoped user ID not supported for this message', 400],
	131063: ['Marketing messages are disabled on Cloud API', 400],
	132000: ['Number of parameters does not match the expected number of params', 400],
	132001: ['Template name does not exist in the translation', 404],
	132005: ['Translated text too long', 400],
	132007: ['Template format character policy violated', 400],
	132012: ['Parameter format does not match format in the created template', 400],
	132015: ['Template is paused', 400],
	132016: ['Template is disabled', 400],
	132018: ['Template parameters are not valid', 400],
	133000: ['Incomplete deregistration', 500],
	133004: ['Server temporarily unavailable', 503],
	133010: ['Phone number not registered', 400],
	134100: ['Only marketing messages supported', 400],
	134101: ['Template syncing in progress', 400],
	134102: ['Template unavailable for use', 500],
	135000: ['Generic user error', 400],
	137000: ['Identity key hash mismatch', 400],
};

/** The title that Meta gives a code, without the number. */
export function titleOf(code: number): string {
	return KNOWN[code]?.[0] ?? 'Unknown error';
}

/** A refusal in Meta's terms. Thrown by checks, turned into an answer at the server's edge. */
export class GraphFailure extends Error {
	constructor(
		readonly code: number,
		readonly options: FailureOptions = {},
	) {
		super(options.message ?? `(#${code}) ${titleOf(code)}`);
		this.name = 'GraphFailure';
	}
}

/** A refusal with Meta's title for the code and `error_data.details`. */
export function refusal(code: number, details?: string, options?: FailureOptions): GraphFailure {
	return new GraphFailure(code, { ...options, details });
}

let traces = 0;

/** An id of the form that `fbtrace_id` and `X-FB-Trace-ID` have. */
export function nextTraceId(): string {
	traces = (traces + 1) % 0xffffff;
	const noise = Math.random().toString(36).slice(2, 12).padEnd(10, 'x');
	return `A${traces.toString(36).padStart(5, '0')}${noise}${noise.slice(0, 7)}`;
}

/** Meta's error envelope for a refusal. */
export function replyTo(failure: GraphFailure, traceId = nextTraceId()): Reply {
	const { options, code } = failure;
	const error: JsonObject = {
		message: failure.message,
		type: options.type ?? 'OAuthException',
		code,
	};
	if (options.details !== undefined) {
		error.error_data = { messaging_product: 'whatsapp', details: options.details };
	}
	if (options.subcode !== undefined) error.error_subcode = options.subcode;
	if (options.isTransient !== undefined) error.is_transient = options.isTransient;
	if (options.userTitle !== undefined) error.error_user_title = options.userTitle;
	if (options.userMessage !== undefined) error.error_user_msg = options.userMessage;
	error.fbtrace_id = traceId;
	return {
		status: options.status ?? KNOWN[code]?.[1] ?? 400,
		body: { error },
		headers: { ...options.headers, 'x-fb-trace-id': traceId },
	};
}

const DOCUMENTATION = 'https://developers.facebook.com/docs/graph-api';

/** What Graph answers for an id or an edge that is not there, or not there for this token. */
export function unknownObject(method: string, id: string): GraphFailure {
	return new GraphFailure(100, {
		message:
			`Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, ` +
			'cannot be loaded due to missing permissions, or does not support this operation. ' +
			`Please read the Graph API documentation at ${DOCUMENTATION}`,
		type: 'GraphMethodException',
		subcode: 33,
	});
}

/** What Graph answers for a field or an edge that the node type does not have. */
export function unknownField(field: string, nodeType: string): GraphFailure {
	return new GraphFailure(100, {
		message: `(#100) Tried accessing nonexisting field (${field}) on node type (${nodeType})`,
	});
}
