import { isObject, type JsonObject } from '../graph/answer';

/*
 * Readers for what came over the wire. Meta adds fields and leaves others out from one version to the next:
 * what is missing, empty or of another type is nothing here, never an error.
 */

/** A text that says something; IDs that come as JSON numbers become text. */
export function textOf(value: unknown): string | undefined {
	if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** An object, or one that has nothing in it. */
export function objectOf(value: unknown): JsonObject {
	return isObject(value) ? value : {};
}

/** Seconds since the Unix epoch, as Meta gives them in texts and in numbers, as ISO 8601. */
export function isoTimeOf(value: unknown): string | undefined {
	const seconds = Number(textOf(value));
	return seconds > 0 && seconds <= LAST_SECOND
		? new Date(seconds * 1_000).toISOString()
		: undefined;
}

/** Of what JavaScript's dates can hold. */
const LAST_SECOND = 8.64e12;

/** A phone number with its `+`, which Meta leaves out: without it nobody can tell a short one from a national one. */
export function numberOf(value: unknown): string | undefined {
	const text = textOf(value);
	return text !== undefined && /^\d{5,20}$/.test(text) ? `+${text}` : text;
}

/** "en-US" and "en_US" are the same to Meta; templates are listed and sent with the latter. */
export function languageOf(value: unknown): string | undefined {
	return textOf(value)?.replace('-', '_');
}
