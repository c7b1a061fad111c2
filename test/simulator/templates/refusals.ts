import { GraphFailure } from '../graphErrors';
import { codePoints, isObject } from '../json';
import type { JsonObject } from '../json';

/**
 * Meta's subcodes of (#100) for templates. Those of the reference's list (§6) are from there;
 * 2388023, 2388024, 2388043 and 2593002 are from public reports of answers.
 */
export const SUBCODE = {
	templateLimit: 2388019,
	nameLocked: 2388023,
	languageExists: 2388024,
	tooLong: 2388040,
	missingField: 2388043,
	headerFormat: 2388047,
	bodyFormat: 2388072,
	footerFormat: 2388073,
	tooManyVariables: 2388293,
	variableAtTheEdge: 2388299,
	notFound: 2593002,
} as const;

/**
 * A refusal in the form that the template edges have: `(#100)` with what a person is to read.
 * Without a subcode it is the simulator's own guess at a rule that the reference gives without
 * its number.
 */
export function refuse(title: string, text: string, subcode?: number): GraphFailure {
	return new GraphFailure(100, {
		message: 'Invalid parameter',
		...(subcode === undefined ? {} : { subcode }),
		isTransient: false,
		userTitle: title,
		userMessage: text,
	});
}

/** A component that lacks a field. */
export function lacks(component: string, field: string): GraphFailure {
	return refuse(
		"Message template 'components' param is missing expected field(s)",
		`The component of type ${component} is missing the expected field(s) (${field}).`,
		SUBCODE.missingField,
	);
}

/** A component, or a combination of them, that is not allowed. */
export function notAllowed(text: string): GraphFailure {
	return refuse("Message template 'components' param is invalid", text);
}

/**
 * A text that must be there, of at most `max` code points.
 *
 * @throws GraphFailure 2388043 without it, 2388040 when it is too long.
 */
export function textOf(owner: JsonObject, field: string, component: string, max: number): string {
	const text = owner[field];
	if (text === undefined || text === null || text === '') throw lacks(component, field);
	if (typeof text !== 'string') {
		throw new GraphFailure(100, { message: `(#100) Param ${field} must be a string.` });
	}
	if (codePoints(text) > max) {
		throw refuse(
			'Character Limit Exceeded',
			`The field ${field} of ${component} may have ${max} characters, not ${codePoints(text)}.`,
			SUBCODE.tooLong,
		);
	}
	return text;
}

/** Reads an entry of a list that must be an object with a `type`, which Meta takes in any case. */
export function typed(entry: unknown, name: string): { type: string; value: JsonObject } {
	if (!isObject(entry)) {
		throw new GraphFailure(100, { message: `(#100) Param ${name} must be a JSON object.` });
	}
	if (typeof entry.type !== 'string' || entry.type === '') {
		throw new GraphFailure(100, { message: `(#100) The parameter ${name}['type'] is required.` });
	}
	return { type: entry.type.toUpperCase(), value: entry };
}

/** A value that must be there; management edges miss it with 100, not with sending's 131008. */
export function required(value: unknown, name: string): unknown {
	if (value !== undefined && value !== null && value !== '') return value;
	throw new GraphFailure(100, { message: `(#100) The parameter ${name} is required.` });
}

/** A list that must be there. */
export function listOf(value: unknown, name: string): unknown[] {
	if (!Array.isArray(required(value, name))) {
		throw new GraphFailure(100, { message: `(#100) Param ${name} must be an array.` });
	}
	return value as unknown[];
}
