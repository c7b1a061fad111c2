import { adviceFor, type ErrorAdvice } from './errorCatalogue';

/** Common base, so that one `instanceof` tells our errors from surprises. */
export abstract class WhatsAppError extends Error {
	/** A stable name for machines: error outputs, logs, tests. */
	abstract readonly kind: string;

	constructor(message: string, options?: ErrorOptions) {
		super(message, options);
		this.name = new.target.name;
	}
}

/** We said no: nothing was sent. */
export class ValidationError extends WhatsAppError {
	readonly kind = 'validation';
	/** The field as the user knows it, e.g. "Recipient’s Phone Number". */
	readonly field: string;
	/** What to do about it, one or two sentences. */
	readonly fix: string;

	constructor(field: string, message: string, fix: string) {
		super(message);
		this.field = field;
		this.fix = fix;
	}
}

/** What Meta said when it refused a call; the fields of its error envelope under our names. */
export interface GraphErrorFacts {
	/** Meta's error code; 0 is a real code ("AuthException"). */
	code: number;
	/** Meta's own words without the leading "(#code)". */
	title: string;
	/** `error_data.details`. */
	details?: string;
	/** Legacy; 33 with code 100 says "unknown object". */
	subcode?: number;
	/** Meta's exception class, e.g. "OAuthException". */
	type?: string;
	httpStatus: number;
	/** Meta's trace ID, wanted by its support. */
	fbtraceId?: string;
	/** Meta's own word that a repetition may help. */
	isTransient?: boolean;
	userTitle?: string;
	userMessage?: string;
	/** Milliseconds from the `Retry-After` header (seconds or date), when there was one. */
	retryAfterMs?: number;
	/** Milliseconds from `estimated_time_to_regain_access` (minutes on the wire), when there was one. */
	regainAccessMs?: number;
}

/** Meta said no. */
export class GraphApiError extends WhatsAppError {
	readonly kind = 'graph-api';
	readonly facts: Readonly<GraphErrorFacts>;

	constructor(facts: GraphErrorFacts) {
		super(facts.title);
		this.facts = facts;
	}

	get code(): number {
		return this.facts.code;
	}

	/** What the code means, what to do and how it is retried. */
	get advice(): ErrorAdvice {
		return adviceFor(this.facts.code, this.facts.httpStatus, this.facts.subcode);
	}
}

/** An answer came that is not an answer of the Graph API: no JSON, cut off, of an unknown shape, too long. */
export class UnexpectedAnswerError extends WhatsAppError {
	readonly kind: string = 'unexpected-answer';
	readonly httpStatus: number;
	/** Milliseconds from the `Retry-After` header, when there was one. */
	readonly retryAfterMs?: number;

	constructor(message: string, httpStatus: number, retryAfterMs?: number, options?: ErrorOptions) {
		super(message, options);
		this.httpStatus = httpStatus;
		this.retryAfterMs = retryAfterMs;
	}
}

/** A file came, but it is not the one that Meta described. */
export class DamagedFileError extends UnexpectedAnswerError {
	override readonly kind = 'damaged-file';

	/** @param message what differs: the length or the hash */
	constructor(message: string) {
		super(message, 200);
	}
}

/** Meta took the call, and answered that it did not do what it was asked to: no error, so there is no code. */
export class NotDoneError extends WhatsAppError {
	readonly kind = 'not-done';
}

/** No answer came. */
export class NetworkError extends WhatsAppError {
	readonly kind = 'network';
	/**
	 * Whether any of the request may have left. `false`: Meta cannot have acted on it, so a repetition is safe.
	 * `true`: Meta may have acted on it, the outcome is unknown.
	 */
	readonly requestWritten: boolean;
	/** Node's or undici's code, e.g. "ECONNREFUSED", "UND_ERR_HEADERS_TIMEOUT". */
	readonly code?: string;

	constructor(message: string, requestWritten: boolean, code?: string, options?: ErrorOptions) {
		super(message, options);
		this.requestWritten = requestWritten;
		this.code = code;
	}
}

/** The caller cancelled. */
export class CancelledError extends WhatsAppError {
	readonly kind = 'cancelled';
	/** As in {@link NetworkError.requestWritten}. */
	readonly requestWritten: boolean;

	constructor(requestWritten: boolean) {
		super('The execution was cancelled');
		this.requestWritten = requestWritten;
	}
}
