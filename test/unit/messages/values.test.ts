import {
	readJson,
	readJsonList,
	readJsonObject,
	readNumber,
} from '../../../nodes/WhatsAppSend/messages/parts/values';
import { toTexts } from '../../../nodes/shared/n8n/itemParameters';
import { refusal } from './support';

describe('a number', () => {
	it.each([
		[0, 0],
		['0', 0],
		[' -12.5 ', -12.5],
		['1e3', 1000],
	])('of %j is %d', (value, expected) => {
		expect(readNumber(value, 'Latitude')).toBe(expected);
	});

	it.each(['', ' ', undefined, null, 'north', '12,5', NaN, Infinity, true, {}, []])(
		'is not made of %j',
		(value) => {
			expect(refusal(() => readNumber(value, 'Latitude')).field).toBe('Latitude');
		},
	);
});

describe('JSON', () => {
	it.each([
		['{ "a": 1 }', { a: 1 }],
		[{ a: 1 }, { a: 1 }],
		['[]', []],
		['', undefined],
		[' \n', undefined],
		[undefined, undefined],
		[null, undefined],
	])('of %j is %j', (value, expected) => {
		expect(readJson(value, 'Order')).toEqual(expected);
	});

	it.each(['{ a: 1 }', '{ "a": 1', 'Hello', '{"a": undefined}'])('is not %s', (value) => {
		expect(refusal(() => readJson(value, 'Order')).message).toMatch(/^Order is no valid JSON: ./);
	});

	it.each(['[]', '"a"', '7', 'true', [], 7])('of %j is no object', (value) => {
		expect(refusal(() => readJsonObject(value, 'Order')).message).toBe('Order is no object');
	});

	it.each(['{}', '"a"', '[1]', '[[]]', '[null]', { a: 1 }])('of %j is no list', (value) => {
		expect(refusal(() => readJsonList(value, 'Rows')).message).toBe('Rows is no list of objects');
	});

	it('is not quoted at length where it is wrong', () => {
		const { message } = refusal(() => readJson(`{${'x'.repeat(10_000)}`, 'Order'));
		expect(message.length).toBeLessThan(120);
	});
});

describe('several texts', () => {
	it.each([
		['a, b ,,c', ['a', 'b', 'c']],
		['', []],
		[
			['a, b', 4, ' '],
			['a, b', '4'],
		],
		[7, ['7']],
	])('of %j are %j', (value, expected) => {
		expect(toTexts(value, 'Product IDs')).toEqual(expected);
	});

	it('are not made of objects', () => {
		expect(refusal(() => toTexts([{}], 'Product IDs')).field).toBe('Product IDs');
	});
});
