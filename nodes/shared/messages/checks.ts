import { ValidationError } from '../graph/errors';
import { excerpt } from '../text';
import { checkText } from './limits';

export { compact } from '../objects';

/** A number for each of two or more entries, as in "Title of Button 2". */
export function fieldOf(field: string, place?: string): string {
	return place === undefined ? field : `${field} of ${place}`;
}

/**
 * A text that may be left out: white space alone is as good as nothing.
 * @param limit in code points
 * @throws ValidationError when it is too long
 */
export function optionalText(
	field: string,
	text: string | undefined,
	limit = Infinity,
): string | undefined {
	if (text === undefined || text.trim() === '') return undefined;
	checkText(field, text, limit);
	return text;
}

/**
 * An identifier: white space around it, as copying brings it along, does not belong to it.
 * @param limit in code points
 * @throws ValidationError when it is missing or too long
 */
export function requiredId(field: string, id: string, limit = Infinity): string {
	const trimmed = id.trim();
	checkText(field, trimmed, limit);
	return trimmed;
}

/** @throws ValidationError when there are fewer or more than Meta allows */
export function checkCount(
	field: string,
	count: number,
	[min, max]: readonly [number, number],
	things: string,
): void {
	if (count >= min && count <= max) return;
	const range = min === 1 ? `up to ${max}` : `${min} to ${max}`;
	throw new ValidationError(
		field,
		count === 0
			? `There are no ${things}`
			: `The number of ${things} is ${count}, Meta allows ${range}`,
		count < min
			? `Add ${min === 1 ? 'at least one' : `at least ${min}`}.`
			: `Take away ${count - max}, or send several messages.`,
	);
}

/** @throws ValidationError when two of the values are the same */
export function checkUnique(field: string, values: string[]): void {
	const twice = values.find((value, place) => values.indexOf(value) !== place);
	if (twice === undefined) return;
	throw new ValidationError(
		field,
		`${field} “${excerpt(twice)}” is used twice`,
		'Give each its own: Meta wants them to differ.',
	);
}

/** @throws ValidationError when a number is none, or beyond Meta's bounds */
export function checkNumber(
	field: string,
	number: number,
	[min, max]: readonly [number, number],
): void {
	if (number >= min && number <= max) return;
	throw new ValidationError(field, `${field} is ${number}`, `Give a number from ${min} to ${max}.`);
}

/**
 * An address that WhatsApp can open.
 * @throws ValidationError when it is empty, or no whole http or https address
 */
export function requiredUrl(field: string, url: string): string {
	const trimmed = requiredId(field, url);
	if (/^https?:\/\/[^\s/]/i.test(trimmed) && URL.canParse(trimmed)) return trimmed;
	throw new ValidationError(
		field,
		`${field} is no web address: “${excerpt(trimmed)}”`,
		'Give the whole address, beginning with https://.',
	);
}
