import type { IExecuteFunctions, INodeParameters } from 'n8n-workflow';

import { ValidationError } from '../../../nodes/shared/graph/errors';
import { ItemParameters, toEntries, toText } from '../../../nodes/shared/n8n/itemParameters';
import { thrownBy } from '../../support/graph';

/** Expressions that give, for each item, the value in its place. */
function parametersOf(values: Record<string, unknown[]>, itemIndex = 0): ItemParameters {
	const expressions = Object.keys(values).map((name) => [name, '={{ $now }}']);
	const context = {
		getNode: () => ({ parameters: Object.fromEntries(expressions) as INodeParameters }),
		getNodeParameter: (name: string, index: number, fallback?: unknown) =>
			values[name]?.[index] ?? fallback,
	} as unknown as IExecuteFunctions;
	return new ItemParameters(context, itemIndex);
}

/** What `$now` gives, as far as it matters: a Luxon date that is none writes itself as null. */
const luxon = (iso: string | null) => ({ toISO: () => iso, toJSON: () => iso });

describe('parameters', () => {
	it('are those of their own item', () => {
		const values = { textBody: ['first', 'second'] };
		expect(parametersOf(values, 0).text('textBody', 'Text Body')).toBe('first');
		expect(parametersOf(values, 1).text('textBody', 'Text Body')).toBe('second');
	});

	it('come out of a resource locator', () => {
		const locator = { __rl: true, mode: 'id', value: '106000000000101' };
		const parameters = parametersOf({ phoneNumberId: [locator] });
		expect(parameters.value('phoneNumberId')).toBe('106000000000101');
	});

	it('have a fallback where they were never filled in', () => {
		const parameters = parametersOf({});
		expect(parameters.value('options', {})).toEqual({});
		expect(parameters.text('textBody', 'Text Body')).toBe('');
		expect(parameters.boolean('previewUrl', 'Show URL Previews')).toBe(false);
		expect(parameters.entries('components')).toEqual([]);
	});
});

describe('a text', () => {
	it.each([
		['a', 'a'],
		[' a ', ' a '],
		['', ''],
		[undefined, ''],
		[null, ''],
		[0, '0'],
		[4915123456789, '4915123456789'],
		[1.5, '1.5'],
		[true, 'true'],
		[false, 'false'],
		[new Date(0), '1970-01-01T00:00:00.000Z'],
		[luxon('1970-01-01T00:00:00.000Z'), '1970-01-01T00:00:00.000Z'],
	])('of %p is %j', (value, expected) => {
		expect(toText(value, 'Text Body')).toBe(expected);
	});

	it.each([
		[{}, 'an object'],
		[{ toString: () => 'x' }, 'an object'],
		[Object.create(null), 'an object'],
		[[], 'a list'],
		[['a'], 'a list'],
	])('is not made of %p', (value, what) => {
		const error = thrownBy(() => toText(value, 'Text Body'));
		expect(error).toBeInstanceOf(ValidationError);
		expect(error).toMatchObject({
			field: 'Text Body',
			message: `Text Body is ${what}, not a text`,
			fix: expect.stringMatching(/\S/) as string,
		});
	});

	// These became null, "null" or a TypeError.
	it.each([
		['a date that is none', new Date(NaN)],
		['a Luxon date that is none', luxon(null)],
		['an object with a field of that name', { toISO: '2026-11-20' }],
		['no number', NaN],
		['infinity', -Infinity],
		['a function', () => 'x'],
		['a symbol', Symbol('x')],
		['a bigint', 7n],
	])('is refused or a text of its own, never "null" or a crash: %s', (_, value) => {
		let text: unknown;
		try {
			text = toText(value, 'Text Body');
		} catch (error) {
			expect(error).toBeInstanceOf(ValidationError);
			return;
		}
		expect(['NaN', '-Infinity', '7', '']).toContain(text);
	});
});

describe('a switch', () => {
	const read = (value: unknown) =>
		parametersOf({ previewUrl: [value] }).boolean('previewUrl', 'Show URL Previews');

	it.each([
		[true, true],
		[false, false],
		[undefined, false],
		['', false],
		['true', true],
		[' False ', false],
	])('of %p is %s', (value, expected) => {
		expect(read(value)).toBe(expected);
	});

	it.each(['yes', 1, {}])('is refused as %p', (value) => {
		expect(thrownBy(() => read(value))).toMatchObject({
			field: 'Show URL Previews',
			kind: 'validation',
		});
	});
});

describe('entries', () => {
	const one = { text: 'a' };

	it.each([
		['a list', [one, one], [one, one]],
		['one that may not repeat', one, [one]],
		['an empty list', [], []],
		['nothing', undefined, []],
		['null', null, []],
		['an empty text', '', []],
		['a text', 'x', []],
		['a number', 7, []],
	])('of %s', (_, value, expected) => {
		expect(toEntries(value)).toEqual(expected);
		expect(parametersOf({ parameters: [value] }).entries('parameters')).toEqual(expected);
	});
});
