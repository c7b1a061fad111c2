import type { IDataObject, IExecuteFunctions, INodeParameters } from 'n8n-workflow';

import { ParameterReader } from '../../../nodes/shared/n8n/parameterReader';

/** That the values are n8n's is shown in test/engine/parameterReader.test.ts. */
function readerOf(
	parameters: INodeParameters,
	items: IDataObject[] = [],
	engine: (name: string, index: number) => unknown = () => 'asked',
) {
	const asked: number[] = [];
	let copies = 0;
	const context = {
		getNode: () => ({ parameters, copies: copies++ }),
		getInputData: () => items.map((json) => ({ json })),
		getWorkflowDataProxy: (index: number) => ({ $json: items[index] }),
		getNodeParameter: (name: string, index: number) => {
			asked.push(index);
			return engine(name, index);
		},
	} as unknown as IExecuteFunctions;
	return { reader: new ParameterReader(context), asked, copies: () => copies };
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
