import type { IDataObject } from 'n8n-workflow';

import { isObject, type JsonObject } from '../graph/answer';
import { ValidationError } from '../graph/errors';
import { excerpt } from '../text';
import { toText } from './itemParameters';

/** An empty number field, where 0 would be a value that nobody meant. */
export const NO_NUMBER = '';

/** A limit in words, for a hint. */
export function upTo(characters: number): string {
	return `Up to ${characters.toLocaleString('en-US')} characters`;
}

/** @throws ValidationError when it is none; texts that are numbers are fine, expressions often give them */
export function readNumber(value: unknown, label: string): number {
	const text = toText(value, label).trim();
	const number = Number(text);
	if (text !== '' && Number.isFinite(number)) return number;
	throw new ValidationError(
		label,
		text === '' ? `${label} is empty` : `${label} is “${excerpt(text)}”, which is no number`,
		'Give a number, with a point before its decimals.',
	);
}

/**
 * What a JSON field holds: its text parsed, or what an expression gave as it is. Nothing when it is empty.
 * @throws ValidationError when it is no JSON
 */
export function readJson(value: unknown, label: string): unknown {
	if (typeof value !== 'string') return value ?? undefined;
	if (value.trim() === '') return undefined;
	const [problem, parsed] = parse(value);
	if (problem === undefined) return parsed;
	throw new ValidationError(
		label,
		`${label} is no valid JSON: ${problem}`,
		'Check quotes, commas and brackets. Where an expression stands inside of it, wrap the value in JSON.stringify().',
	);
}

/** @throws ValidationError when it is no JSON, or something else than an object */
export function readJsonObject(value: unknown, label: string): JsonObject | undefined {
	const json = readJson(value, label);
	if (json === undefined || isObject(json)) return json;
	throw new ValidationError(label, `${label} is no object`, 'Give an object in { braces }.');
}

/** @throws ValidationError when it is no JSON, or something else than a list of objects */
export function readJsonList(value: unknown, label: string): IDataObject[] | undefined {
	const json = readJson(value, label);
	if (json === undefined) return undefined;
	if (Array.isArray(json) && json.every(isObject)) return json as IDataObject[];
	throw new ValidationError(
		label,
		`${label} is no list of objects`,
		'Give a list in [ brackets ] of objects in { braces }.',
	);
}

function parse(text: string): [problem: string | undefined, value?: unknown] {
	try {
		return [undefined, JSON.parse(text)];
	} catch (error) {
		return [excerpt((error as Error).message)];
	}
}
