import { GraphFailure, refusal } from '../graphErrors';
import { codePoints, isObject } from '../json';
import type { JsonObject } from '../json';

// Checks in Meta's manner. A name such as `text['body']` is how Meta's errors point at a value.

/** A GraphFailure 131008 naming the parameter that is missing. */
export function missing(name: string): GraphFailure {
	return refusal(131008, `The parameter ${name} is required.`);
}

/** A GraphFailure 131009 saying what is wrong with a value. */
export function invalid(details: string): GraphFailure {
	return refusal(131009, details);
}

/** `(#100)` with Meta's sentence as the message, the form of its schema checks. */
export function malformed(sentence: string): GraphFailure {
	return new GraphFailure(100, { message: `(#100) ${sentence}` });
}

/** An object that must be there. */
export function requireObject(value: unknown, name: string): JsonObject {
	if (value === undefined || value === null) throw missing(name);
	if (!isObject(value)) throw malformed(`Param ${name} must be a JSON object.`);
	return value;
}

/** An array that must be there, with a number of entries between `min` and `max`. */
export function requireArray(value: unknown, name: string, min: number, max: number): unknown[] {
	if (value === undefined || value === null) throw missing(name);
	if (!Array.isArray(value)) throw malformed(`Param ${name} must be an array.`);
	if (value.length < min || value.length > max) {
		throw invalid(`${name} must have ${min} to ${max} elements, not ${value.length}.`);
	}
	return value;
}

/** A non-empty string of at most `max` code points. */
export function requireText(value: unknown, name: string, max = Infinity): string {
	if (value === undefined || value === null || value === '') throw missing(name);
	return checkLength(value, name, max);
}

/** A string of at most `max` code points, or nothing. */
export function optionalText(value: unknown, name: string, max = Infinity): string | undefined {
	return value === undefined || value === null ? undefined : checkLength(value, name, max);
}

function checkLength(value: unknown, name: string, max: number): string {
	// Graph takes a bare number where a string is asked for.
	const text = typeof value === 'number' ? String(value) : value;
	if (typeof text !== 'string') throw malformed(`Param ${name} must be a string.`);
	// A text has at most as many code points as UTF-16 units: short ones need no counting.
	if (text.length > max && codePoints(text) > max) {
		throw malformed(`Param ${name} must be at most ${max} characters long.`);
	}
	return text;
}

/** A boolean, or the word for one, or nothing. */
export function optionalBoolean(value: unknown, name: string): void {
	if (value === undefined || value === null || typeof value === 'boolean') return;
	if (value === 'true' || value === 'false') return;
	throw malformed(`Param ${name} must be a boolean.`);
}

/** A number, or a string that is one, within bounds. */
export function requireNumber(value: unknown, name: string, min: number, max: number): number {
	if (value === undefined || value === null || value === '') throw missing(name);
	const number = typeof value === 'string' ? Number(value) : value;
	if (typeof number !== 'number' || !Number.isFinite(number)) {
		throw malformed(`Param ${name} must be a number.`);
	}
	if (number < min || number > max) throw invalid(`${name} must be between ${min} and ${max}.`);
	return number;
}

/** One of a few words. */
export function requireOneOf(value: unknown, name: string, allowed: readonly string[]): string {
	const text = requireText(value, name);
	if (allowed.includes(text)) return text;
	throw malformed(`Param ${name} must be one of {${allowed.join(', ')}} - got "${text}".`);
}

/** Keys that Meta does not know are refused rather than ignored. */
export function onlyKeys(value: JsonObject, name: string, allowed: ReadonlySet<string>): void {
	for (const key in value) {
		if (!allowed.has(key)) throw malformed(`Unexpected key "${key}" on param "${name}".`);
	}
}

/** A medium is named by exactly one of `id` and `link`. */
export function requireMedium(medium: JsonObject, name: string): void {
	const hasId = medium.id !== undefined && medium.id !== '';
	const hasLink = medium.link !== undefined && medium.link !== '';
	if (!hasId && !hasLink) throw missing(`${name}['id'] or ${name}['link']`);
	if (hasId && hasLink) throw invalid(`${name} must have either id or link, not both.`);
	if (hasId && !/^\d+$/.test(requireText(medium.id, `${name}['id']`))) {
		throw invalid(`${name}['id'] is not the id of a medium.`);
	}
	if (hasLink) requireUrl(medium.link, `${name}['link']`);
}

/** An http or https address. */
export function requireUrl(value: unknown, name: string): string {
	const text = requireText(value, name, 2_000);
	if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
		throw invalid(`${name} is not a valid URI.`);
	}
	return text;
}
