import { isObject, objectsIn, type JsonObject } from '../answer';
import type { GraphClient } from '../client';
import { UnexpectedAnswerError, ValidationError } from '../errors';

/** What Meta says of a token; times are milliseconds since the Unix epoch. */
export interface AccessTokenFacts {
	appId?: string;
	/** The app's name. */
	application?: string;
	isValid: boolean;
	/** Undefined: never. */
	expiresAt?: number;
	scopes: string[];
	/** The WABAs that a scope is limited to; empty: all that the system user may see. */
	businessAccountIds: string[];
	/** Why it is not valid. */
	error?: { code?: number; message?: string };
}

/** Asks Meta about the credential's token: `GET /debug_token`. */
export async function debugToken(client: GraphClient): Promise<AccessTokenFacts> {
	const { data } = await client.debugToken();
	if (!isObject(data)) throw new UnexpectedAnswerError("Meta's answer describes no token", 200);
	const scopes = Array.isArray(data.scopes) ? data.scopes.map(String) : [];
	const granular = objectsIn(data.granular_scopes);
	return {
		appId: text(data.app_id),
		application: text(data.application),
		isValid: data.is_valid === true,
		expiresAt: time(data.expires_at),
		scopes,
		businessAccountIds: granular
			.filter(({ scope }) => String(scope).startsWith('whatsapp_'))
			.flatMap(({ target_ids: ids }) => (Array.isArray(ids) ? ids.map(String) : [])),
		error: isObject(data.error) ? readError(data.error) : undefined,
	};
}

/**
 * The app that the calls belong to: the credential's, or the one that the token was made for.
 * @throws ValidationError when neither is known
 */
export async function appIdOf(client: GraphClient): Promise<string> {
	const appId = client.appId ?? (await debugToken(client)).appId;
	if (appId !== undefined) return appId;
	throw new ValidationError(
		'App ID',
		'The credential names no app, and Meta does not say which one the token belongs to',
		'Copy the App ID from the App Dashboard › App settings › Basic into the credential.',
	);
}

function readError(error: JsonObject): AccessTokenFacts['error'] {
	return {
		code: typeof error.code === 'number' ? error.code : undefined,
		message: text(error.message),
	};
}

/** Meta writes "never" as 0, and times as seconds. What no date can hold is never, too. */
function time(seconds: unknown): number | undefined {
	const ms = typeof seconds === 'number' ? seconds * 1000 : 0;
	return ms > 0 && ms <= LAST_DATE_MS ? ms : undefined;
}

/** The end of JavaScript's dates. */
const LAST_DATE_MS = 8.64e15;

function text(value: unknown): string | undefined {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
