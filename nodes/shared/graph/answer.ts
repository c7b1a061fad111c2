import type { Clock } from '../clock';
import { excerpt } from '../text';
import { GraphApiError, UnexpectedAnswerError, type GraphErrorFacts } from './errors';
import type { HttpAnswer } from './http';

/** A JSON object as it came from the wire. */
export type JsonObject = Record<string, unknown>;

/**
 * Reads an answer of the Graph API.
 * @returns the JSON object of a 2xx answer
 * @throws GraphApiError when it holds Meta's error envelope, whatever its status
 * @throws UnexpectedAnswerError when it is none of both
 */
export function readAnswer(answer: HttpAnswer, clock: Clock): JsonObject {
	const body = parseObject(answer.body);
	if (body && answer.status >= 200 && answer.status <= 299 && !isObject(body.error)) return body;
	const retryAfterMs = parseRetryAfter(header(answer, 'retry-after'), clock.now());
	if (isObject(body?.error)) {
		const code = readCode(body.error.code);
		if (code !== undefined) {
			throw new GraphApiError(readFacts(body.error, code, answer, retryAfterMs));
		}
		const said = text(body.error.message);
		throw new UnexpectedAnswerError(
			`Meta's server refused without a code (HTTP ${answer.status})${said ? `: ${excerpt(said)}` : ''}`,
			answer.status,
			retryAfterMs,
		);
	}
	if (!body) {
		const what = answer.body.trim() === '' ? 'an empty answer' : 'an answer that is no JSON object';
		throw new UnexpectedAnswerError(
			`Meta's server gave ${what} (HTTP ${answer.status})`,
			answer.status,
			retryAfterMs,
		);
	}
	throw new UnexpectedAnswerError(
		`Meta's server answered HTTP ${answer.status} without saying why`,
		answer.status,
		retryAfterMs,
	);
}

/**
 * Milliseconds that a `Retry-After` header asks to wait: seconds or an HTTP date, never negative.
 * @param nowMs milliseconds since the Unix epoch
 */
export function parseRetryAfter(value: string | undefined, nowMs: number): number | undefined {
	if (value === undefined || value.trim() === '') return undefined;
	const seconds = Number(value);
	const ms = Number.isNaN(seconds) ? parseHttpDate(value) - nowMs : seconds * 1000;
	return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

/**
 * Milliseconds until the used-up calls come back, from `X-Business-Use-Case-Usage`
 * (`{<id>:[{estimated_time_to_regain_access: minutes}]}`); undefined when it names none.
 */
export function parseRegainAccess(value: string | undefined): number | undefined {
	const usage = value === undefined ? undefined : parseObject(value);
	if (!usage) return undefined;
	const minutes = Object.values(usage)
		.flatMap((entries) => (Array.isArray(entries) ? (entries as unknown[]) : []))
		.map((entry) => (isObject(entry) ? Number(entry.estimated_time_to_regain_access) : 0))
		.filter((value) => value > 0 && Number.isFinite(value));
	return minutes.length > 0 ? Math.max(...minutes) * 60_000 : undefined;
}

/** Date.parse alone also reads a date into texts such as "later 5". */
function parseHttpDate(value: string): number {
	return /^[A-Za-z]{3,9},? \d{1,2}[ -][A-Za-z]{3}[ -]\d{2,4} .*GMT$/.test(value.trim())
		? Date.parse(value)
		: NaN;
}

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects in what should be a list of them, of a payload that somebody else wrote. */
export function objectsIn(value: unknown): JsonObject[] {
	return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Meta's codes are numbers; a proxy that rewrites JSON may make texts of them. */
function readCode(code: unknown): number | undefined {
	if (typeof code === 'string' && /^\d+$/.test(code)) return Number(code);
	return typeof code === 'number' ? code : undefined;
}

function readFacts(
	envelope: JsonObject,
	code: number,
	answer: HttpAnswer,
	retryAfterMs: number | undefined,
): GraphErrorFacts {
	const data = isObject(envelope.error_data) ? envelope.error_data : {};
	return {
		code,
		// The code stands in a field of its own.
		title: text(envelope.message)?.replace(/^\(#\d+\)\s*/, '') || `Code ${code}`,
		details: text(data.details),
		subcode: typeof envelope.error_subcode === 'number' ? envelope.error_subcode : undefined,
		type: text(envelope.type),
		httpStatus: answer.status,
		fbtraceId: text(envelope.fbtrace_id),
		isTransient: typeof envelope.is_transient === 'boolean' ? envelope.is_transient : undefined,
		userTitle: text(envelope.error_user_title),
		userMessage: text(envelope.error_user_msg),
		retryAfterMs,
		regainAccessMs: parseRegainAccess(header(answer, 'x-business-use-case-usage')),
	};
}

function header(answer: HttpAnswer, name: string): string | undefined {
	const value = answer.headers[name];
	return Array.isArray(value) ? value[0] : value;
}

function text(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

function parseObject(json: string): JsonObject | undefined {
	try {
		const value: unknown = JSON.parse(json);
		return isObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}
