import { isObject } from '../json';
import type { JsonObject } from '../json';
import { variablesOf } from '../templateTypes';
import type { Template } from '../templateTypes';
import { lacks, refuse, SUBCODE } from './refusals';

type ParameterFormat = Template['parameter_format'];

/** The names that a variable may have where they are named: lowercase letters and `_`. */
const NAME = /^[a-z_]+$/;

const VARIABLE = /\{\{[^{}]*\}\}/g;

/** Where a text with variables stands. */
export interface Place {
	component: 'HEADER' | 'BODY';
	format: ParameterFormat;
}

function malformed({ component }: Place, text: string): Error {
	return component === 'HEADER'
		? refuse('Message Header Format Incorrect', text, SUBCODE.headerFormat)
		: refuse('Message Body Format Incorrect', text, SUBCODE.bodyFormat);
}

/**
 * Checks the variables of a text and the examples for them.
 *
 * @throws GraphFailure 2388047 or 2388072 for braces, numbers or names that are not right,
 * 2388299 for a variable at an end, 2388293 for too many, 2388043 for missing examples.
 */
export function checkVariables(text: string, example: unknown, place: Place): void {
	const names = variablesOf(text);
	checkBraces(text, place);
	checkNames(names, place);
	if (place.component === 'BODY') checkProse(text, names.length);
	if (names.length > 0) checkExamples(names, isObject(example) ? example : {}, place);
}

function checkBraces(text: string, place: Place): void {
	const rest = text.replace(/\{\{\s*[^{}\s]+\s*\}\}/g, '');
	if (rest.includes('{{') || rest.includes('}}')) {
		throw malformed(place, 'A variable is two braces, a number or a name, and two braces.');
	}
}

function checkNames(names: string[], place: Place): void {
	if (place.format === 'NAMED') {
		const wrong = names.find((name) => !NAME.test(name));
		if (wrong !== undefined) {
			throw malformed(place, `{{${wrong}}}: a name has lowercase letters and underscores only.`);
		}
		return;
	}
	const wrong = names.find((name) => !/^[1-9]\d*$/.test(name));
	if (wrong !== undefined) {
		throw malformed(place, `{{${wrong}}}: variables of a positional template are numbers.`);
	}
	for (let number = 1; number <= names.length; number++) {
		if (!names.includes(String(number))) {
			throw malformed(place, `Variables are numbered without gaps; {{${number}}} is missing.`);
		}
	}
}

/** Punctuation after a variable does not count as text (a provider's observation). */
const AT_THE_START = /^\s*\{\{/;
const AT_THE_END = /\}\}[\s\p{P}]*$/u;

function checkProse(text: string, count: number): void {
	if (count === 0) return;
	if (AT_THE_START.test(text) || AT_THE_END.test(text)) {
		throw refuse(
			'Leading or Trailing Params Not Allowed',
			'Variables may not be at the start or the end of the template.',
			SUBCODE.variableAtTheEdge,
		);
	}
	// Providers found that n variables want 2n + 1 other words; Meta does not publish the ratio.
	const words = text.replace(VARIABLE, ' ').match(/[^\s\p{P}]+/gu)?.length ?? 0;
	if (words < 2 * count + 1) {
		throw refuse(
			'Parameters Words Ratio Exceeds Limit',
			'This template has too many variables for its length. Reduce the number of variables or ' +
				'make the message longer.',
			SUBCODE.tooManyVariables,
		);
	}
}

function checkExamples(names: string[], example: JsonObject, place: Place): void {
	const { component, format } = place;
	const field = component === 'HEADER' ? 'header_text' : 'body_text';
	if (format === 'NAMED') {
		const given = example[`${field}_named_params`];
		const known = Array.isArray(given) ? given.filter(isObject) : [];
		const isComplete = names.every((name) =>
			known.some((entry) => entry.param_name === name && isFilled(entry.example)),
		);
		if (!isComplete || known.length !== names.length) throw lacks(component, 'example');
		return;
	}
	const given = example[field];
	const sets: unknown[] = component === 'HEADER' ? [given] : Array.isArray(given) ? given : [];
	const isComplete = sets.every(
		(set) => Array.isArray(set) && set.length === names.length && set.every(isFilled),
	);
	if (sets.length === 0 || !isComplete) throw lacks(component, 'example');
}

function isFilled(value: unknown): boolean {
	return (typeof value === 'string' && value.trim() !== '') || typeof value === 'number';
}
