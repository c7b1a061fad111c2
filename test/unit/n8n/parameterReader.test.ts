import type { IDataObject, IExecuteFunctions, INodeParameters } from 'n8n-workflow';

import { ParameterReader } from '../../../nodes/shared/n8n/parameterReader';

/** That the values are n8n's is shown in test/engine/parameterReader.test.ts. */
function readerOf(
	parameters: INodeParameters,
	items: IDataObject[] = [],
	engine: (name: string, index: number) => unknown = () => 'asked',
	together: (code: string, index: number) => unknown = () => undefined,
) {
	const asked: number[] = [];
	const ran: number[] = [];
	let copies = 0;
	const context = {
		getNode: () => ({ parameters, copies: copies++ }),
		getInputData: () => items.map((json) => ({ json })),
		getWorkflowDataProxy: (index: number) => ({ $json: items[index] }),
		getNodeParameter: (name: string, index: number) => {
			asked.push(index);
			return engine(name, index);
		},
		evaluateExpression: (code: string, index: number) => {
			ran.push(index);
			return together(code, index);
		},
	} as unknown as IExecuteFunctions;
	return { reader: new ParameterReader(context), asked, ran, copies: () => copies };
}

it('looks at the node once, whatever is read', () => {
	const { reader, copies } = readerOf({ a: 'x', b: { c: 'y' } });
	expect([reader.value('a', 0), reader.value('b.c', 0), reader.value('a', 1)]).toEqual([
		'x',
		'y',
		'x',
	]);
	expect(copies()).toBe(1);
});

it('finds the entries of a collection', () => {
	const { reader, asked } = readerOf({ cards: { card: [{ text: 'x' }, { text: 'y' }] } });
	expect(reader.value('cards.card[1].text', 0)).toBe('y');
	expect(asked).toEqual([]);
});

it('hands out objects that are the caller’s own', () => {
	const parameters = { options: { list: [{ text: 'x' }] } };
	const { reader } = readerOf(parameters);
	const first = reader.value('options', 0) as typeof parameters.options;
	first.list[0].text = 'changed';
	first.list.push({ text: 'added' });
	expect(reader.value('options', 1)).toEqual({ list: [{ text: 'x' }] });
	expect(parameters.options).toEqual({ list: [{ text: 'x' }] });
});

it('asks n8n for all items once it gave another value', () => {
	const items = [{ a: 'one' }, { a: 'two' }, { a: 'three' }];
	const { reader, asked } = readerOf({ x: '={{ $json.a }}' }, items, (_, index) => index);
	expect(items.map((_, index) => reader.value('x', index))).toEqual([0, 1, 2]);
	expect(asked).toEqual([0, 1, 2]);
});

it('asks n8n for what is no simple value, and reads the others', () => {
	const items = [{ a: 'one' }, { a: ['two'] }, { a: 'three' }];
	const { reader, asked } = readerOf({ x: '={{ $json.a }}' }, items, (_, index) => items[index].a);
	expect(items.map((_, index) => reader.value('x', index))).toEqual(['one', ['two'], 'three']);
	expect(asked).toEqual([0, 1]);
});

it('shows expressions as they stand', () => {
	const { reader } = readerOf({ x: '={{ $json.a }}' });
	expect(reader.raw('x')).toBe('={{ $json.a }}');
	expect(reader.raw('y')).toBeUndefined();
});

describe('code of several parameters', () => {
	const two = { x: '={{ one() }}', y: '=<{{ two() }}>' };
	const engine = (name: string, index: number) => (name === 'x' ? index : `<${index}>`);
	const items = (count: number) => Array.from({ length: count }, () => ({}));
	const readAll = ({ reader }: ReturnType<typeof readerOf>, count: number) =>
		items(count).map((_, index) => [reader.value('x', index), reader.value('y', index)]);
	const expected = (count: number) => items(count).map((_, index) => [index, `<${index}>`]);

	it('is run together, once n8n gave the same for each', () => {
		const readings = readerOf(two, items(5), engine, (_, index) => [index, index]);
		expect(readAll(readings, 5)).toEqual(expected(5));
		expect(readings.ran).toEqual([0, 1, 2, 3, 4]);
		// Both of the first item, and the one of the second that stood alone for the first.
		expect(readings.asked).toEqual([0, 0, 1]);
	});

	it('stands on lines of its own', () => {
		const codes: string[] = [];
		const readings = readerOf({ x: '={{ 1 // one }}', y: '={{ 2 }}' }, [], undefined, (code) => {
			codes.push(code);
		});
		readAll(readings, 1);
		expect(codes).toEqual(['{{ [(\n1 // one\n),(\n2\n)] }}']);
	});

	it('is not run where it would stand alone', () => {
		const readings = readerOf({ x: '={{ one() }}' }, items(3), (_, index) => index);
		expect(items(3).map((_, index) => readings.reader.value('x', index))).toEqual([0, 1, 2]);
		expect(readings.ran).toEqual([]);
	});

	it.each<[string, (index: number) => unknown]>([
		['fails', () => undefined],
		['throws', () => fail('a missing field')],
		['gives another number of values', () => ['one']],
	])('is asked for one after the other where it %s for an item', (_, outcome) => {
		const run = (_code: string, index: number) => (index === 2 ? outcome(index) : [index, index]);
		const readings = readerOf(two, items(4), engine, run);
		expect(readAll(readings, 4)).toEqual(expected(4));
		expect(readings.asked).toEqual([0, 0, 1, 2, 2]);
	});

	it('is left apart when it fails for most items', () => {
		const readings = readerOf(two, items(100), engine);
		expect(readAll(readings, 100)).toEqual(expected(100));
		expect(readings.ran.length).toBeLessThan(10);
	});

	it('is left to n8n when that gave another value', () => {
		const readings = readerOf(two, items(20), engine, (_, index) => [index, 'other']);
		expect(readAll(readings, 20)).toEqual(expected(20));
		expect(readings.ran).toEqual([0]);
	});

	it('that gives objects is left to n8n, which is asked for them anyway', () => {
		const three = { ...two, z: '={{ three() }}' };
		const lists = (name: string, index: number) => (name === 'z' ? [index] : engine(name, index));
		const widths: number[] = [];
		const readings = readerOf(three, items(4), lists, (code, index) => {
			widths.push(code.split('),(').length);
			return [index, index, [index]].slice(0, widths.at(-1));
		});
		for (const [index, pair] of expected(4).entries()) {
			const names = ['x', 'y', 'z'];
			expect(names.map((name) => readings.reader.value(name, index))).toEqual([...pair, [index]]);
		}
		expect(widths).toEqual([2, 3, 2, 2, 2]);
	});

	it('is run once for an item whose parameters are read far apart', () => {
		const readings = readerOf(two, items(100), engine, (_, index) => [index, index]);
		for (const name of ['x', 'y']) {
			for (const index of items(100).keys()) readings.reader.value(name, index);
		}
		expect(readings.ran).toHaveLength(100);
	});
});

function fail(message: string): never {
	throw new Error(message);
}
