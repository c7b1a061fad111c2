import fc from 'fast-check';
import { SupplyDataContext } from 'n8n-core';
import {
	createRunExecutionData,
	Expression,
	NodeConnectionTypes,
	Workflow,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodeType,
} from 'n8n-workflow';

import { ParameterReader } from '../../nodes/shared/n8n/parameterReader';
import { WhatsAppTemplateManager } from '../../nodes/WhatsAppTemplateManager/WhatsAppTemplateManager.node';
import { WhatsAppSend } from '../../nodes/WhatsAppSend/WhatsAppSend.node';
import { engineNames, useEngine } from './support/expressionEngine';
import { additionalData, runNode } from './support/runNode';

const ODD: unknown[] = [
	{ a: 'text', b: 'other' },
	{},
	{ a: null },
	{ a: undefined },
	{ a: '' },
	{ a: 0 },
	{ a: -0 },
	{ a: 12.5e30 },
	{ a: NaN },
	{ a: Infinity },
	{ a: true },
	{ a: false },
	{ a: new Date(0) },
	{ a: [] },
	{ a: ['x', 5, null] },
	{ a: [{ b: 'deep' }] },
	{ a: { b: 'deep', 'a key': 1 } },
	{ a: { b: { c: [[1]] } } },
	{ a: { b: null, length: 2 } },
	{ a: 'with "quotes", {{ braces }},\nlines and \u2028 \\ 😀' },
	{ a: '=not {{ $json.b }}', b: 'evaluated twice' },
	{ 'a key': 'x', 'a "key"': 'y', "it's": 'z', '': 'empty', 'a.b': 'dotted' },
	{ größe: 'XL', $a: 'dollar', class: 'reserved', 5: 'number' },
	{ a: { toString: 'own' }, length: 3 },
	JSON.parse('{ "__proto__": "own", "constructor": "own", "prototype": "own", "caller": "own" }'),
	{ a: { __isError: true, __isObject: true, __isArray: true, b: 'metadata?' } },
];

const EXPRESSIONS = [
	'={{ $json.a }}',
	'={{$json.a}}',
	'={{\n\t$json.a\n}}',
	'={{ $json["a"] }}',
	'={{ $json.a.b }}',
	'={{ $json.a?.b }}',
	'={{ $json?.a }}',
	'={{ $json.a.b.c[0][0] }}',
	'={{ $json.a[0] }}',
	'={{ $json.a[0].b }}',
	'={{ $json.a?.[1] }}',
	'={{ $json.a[2] }}',
	'={{ $json.a[99].b }}',
	'={{ $json.a["a key"] }}',
	'={{ $json["a key"] }}',
	'={{ $json[\'a "key"\'] }}',
	'={{ $json["it\'s"] }}',
	'={{ $json[""] }}',
	'={{ $json["a.b"] }}',
	'={{ $json["5"] }}',
	'={{ $json[5] }}',
	'={{ $json.größe }}',
	'={{ $json.$a }}',
	'={{ $json.class }}',
	'={{ $json.length }}',
	'={{ $json.a.length }}',
	'={{ $json.a["0"] }}',
	'={{ $json }}',
	'={{ $json.__proto__ }}',
	'={{ $json["__proto__"] }}',
	'={{ $json.constructor }}',
	'={{ $json["constructor"] }}',
	'={{ $json.prototype }}',
	'={{ $json.caller }}',
	'={{ $json.toString }}',
	'={{ $json.a.toString }}',
	'=Hello {{ $json.a }}',
	'={{ $json.a }} ',
	'= {{ $json.a }}',
	'={{ $json.a }}{{ $json.b }}',
	'=A\n"B"\u2028{{ $json.a.b }} \'C\' `${D}',
	'=A {{ $json.a }} constructor',
	'=A. constructor {{ $json.a }}',
	'=A \\{{ $json.a }}',
	'={{ $json.a }',
	'={{ }}',
	'=text',
	'=',
	'={{ $json.a + 1 }}',
	'={{ $json.a || $json.b }}',
	'={{ $json.a.toUpperCase() }}',
	'={{ $itemIndex }}',
];

/** Code of all kinds, much of which fails for some of the items. */
const CODE = [
	'={{ $json.a + 1 }}',
	'={{ $json.a || $json.b }}',
	'={{ $json.a ?? null }}',
	'={{ $json.a.toUpperCase() }}',
	'={{ $json.a.b.toUpperCase() }}',
	'={{ $json.a?.b?.toUpperCase?.() }}',
	'=<{{ $json.a?.b?.toUpperCase?.() }}> {{ $json.a }}',
	'={{ $json.a.isEmpty() }}',
	'={{ $json.a.length }}',
	'={{ $json }}',
	'={{ $json.a.map((one) => { return one }) }}',
	"={{ ({ b: 'x' }).b }}",
	"={{ { b: 'x' }.b }}",
	'={{ [1, 2] }}',
	'={{ $now.year }}',
	'={{ $itemIndex }}',
	'={{ $itemIndex, 5 }}',
	'={{ 1; 2 }}',
	'={{ 1), (2 }}',
	'={{ 1) + (2 }}',
	'={{ 1 // one }}',
	'={{ /* one */ 1 }}',
	'={{ `${$json.a}` }}',
	"={{ '{' + $json.a + '}' }}",
	"={{ '\\n' + $json.a + '\\\\' }}",
	'={{ $json.a }} 😀 {{ $itemIndex }}',
	'={{ undefined }}',
	'={{ null }}',
	'=<{{ null }}{{ false }}{{ 0 }}{{ NaN }}{{ "" }}>',
	'={{ NaN }}',
	'={{ -0 }}',
	'={{ 10n }}',
	'={{ () => 5 }}',
	'={{ new Date(0) }}',
	'={{ $now.constructor }}',
	'={{ $json["constructor"] }}',
	'={{ $json.toString }}',
	'={{ $json.__proto__ }}',
	"={{ $('Nobody').item.json.a }}",
	'={{ $input.item.json.a }}',
	'={{ $parameter.other }}',
	'={{ this }}',
	'={{ x = 5 }}',
	'={{ throw 5 }}',
	'={{ (() => { throw new Error("own") })() }}',
	'={{ await 5 }}',
	'={{ ]; [ }}',
	'={{ ...[1, 2] }}',
];

/** Fields of each kind that the nodes have. */
const properties = [
	{ name: 'value', type: 'string' },
	{ name: 'other', type: 'string' },
	{ name: 'locator', type: 'resourceLocator', modes: [] },
	{ name: 'options', type: 'collection', options: [{ name: 'x' }, { name: 'y' }] },
	{ name: 'mapper', type: 'resourceMapper' },
	{ name: 'hidden', type: 'string', displayOptions: { show: { value: ['never'] } } },
].map((field) => ({ displayName: field.name, default: '', ...field })) as INodeProperties[];

/** What came of reading: the value, or what was thrown. */
function attempt(read: () => unknown): unknown {
	try {
		return { value: read() };
	} catch (error) {
		return { thrown: (error as Error).message };
	}
}

interface Compared {
	ours: unknown[];
	theirs: unknown[];
	/** How often the reader asked for a parameter. */
	asked: number;
	/** How often it had code of several parameters run together. */
	ran: number;
}

/** Reads parameters of each item, by the reader and by n8n alone. */
async function compare(
	parameters: INodeParameters,
	items: unknown[],
	names: string | string[] = 'value',
	fallback?: unknown,
): Promise<Compared> {
	const compared: Compared = { ours: [], theirs: [], asked: 0, ran: 0 };
	const probe = {
		description: { name: 'probe', inputs: ['main'], outputs: ['main'], properties },
		async execute(this: IExecuteFunctions) {
			const counting = Object.create(this) as IExecuteFunctions;
			counting.getNodeParameter = ((...given: [string, number, object]) => {
				compared.asked++;
				return this.getNodeParameter(...given);
			}) as IExecuteFunctions['getNodeParameter'];
			counting.evaluateExpression = (...given) => {
				compared.ran++;
				return this.evaluateExpression(...given);
			};
			const reader = new ParameterReader(counting);
			for (const index of this.getInputData().keys()) {
				for (const name of [names].flat()) {
					compared.ours.push(attempt(() => reader.value(name, index, fallback)));
					compared.theirs.push(
						attempt(() => this.getNodeParameter(name, index, fallback as object)),
					);
				}
			}
			return [[]];
		},
	} as unknown as INodeType;
	const { error } = await runNode(probe, {
		parameters,
		items: items as IDataObject[],
		credential: {},
	});
	if (error) throw error;
	return compared;
}

describe.each(engineNames)('with the %s engine', (engine) => {
	beforeAll(async () => await useEngine(engine));
	afterAll(async () => await useEngine('legacy'));

	it('is what evaluates', () => expect(Expression.getActiveImplementation()).toBe(engine));

	it.each(EXPRESSIONS)('%j gives of any item what n8n gives', async (value) => {
		const { ours, theirs } = await compare({ value }, ODD);
		expect(theirs).toHaveLength(ODD.length);
		expect(ours).toStrictEqual(theirs);
	});

	it('any path and any text give of any item what n8n gives', async () => {
		const key = fc.constantFrom('a', 'b', 'a key', '0', 'caller', 'valueOf', 'größe', "it's", '');
		const step = fc.oneof(
			key.filter((name) => /^\p{L}+$/u.test(name)).map((name) => `.${name}`),
			key.filter((name) => /^\p{L}+$/u.test(name)).map((name) => `?.${name}`),
			key.map((name) => `["${name}"]`),
			fc.nat(2).map((index) => `[${index}]`),
		);
		const reference = fc
			.array(step, { minLength: 1, maxLength: 3 })
			.map((steps) => `{{ $json${steps.join('')} }}`);
		const text = fc.oneof(fc.constant(''), fc.string({ unit: 'grapheme', maxLength: 5 }));
		const expression = fc
			.array(fc.tuple(text, reference), { minLength: 1, maxLength: 2 })
			.map((parts) => `=${parts.flat().join('')}`);
		const simple = fc.oneof(
			fc.string({ unit: 'binary' }),
			fc.double(),
			fc.boolean(),
			fc.constantFrom(null, undefined),
		);
		const { json } = fc.letrec((tie) => ({
			json: fc.dictionary(key, tie('any'), { noNullPrototype: true, maxKeys: 5 }),
			any: fc.oneof(
				{ depthSize: 'small' },
				simple,
				tie('json'),
				fc.array(tie('any'), { maxLength: 3 }),
			),
		}));
		await fc.assert(
			fc.asyncProperty(
				expression,
				fc.array(json, { minLength: 3, maxLength: 6 }),
				async (value, items) => {
					const { ours, theirs } = await compare({ value }, items);
					expect(ours).toStrictEqual(theirs);
				},
			),
		);
	});

	it.each<[string, INodeParameters, string]>([
		['a reference', { value: '={{ $json.a }}' }, 'value'],
		['a text', { value: '=<{{ $json.a }}>' }, 'value'],
		['a locator', { locator: { __rl: true, mode: 'id', value: '={{ $json.a }}' } }, 'locator'],
		['a collection', { options: { x: '={{ $json.a }}' } }, 'options'],
		['an entry of a collection', { options: { x: '={{ $json.a }}' } }, 'options.x'],
		[
			'a form',
			{ mapper: { mappingMode: 'defineBelow', value: { x: '={{ $json.a }}', y: 5 }, schema: [] } },
			'mapper',
		],
	])('%s is left to n8n once, and then read', async (_, parameters, name) => {
		const items = [{ a: 'first' }, {}, { a: 5 }, { a: null }];
		const { ours, theirs, asked } = await compare(parameters, items, name);
		expect(ours).toStrictEqual(theirs);
		expect(asked).toBe(1);
	});

	it('what n8n refuses is refused for every item', async () => {
		const { ours, theirs, asked } = await compare({ value: '={{ $json.caller }}' }, [{}, {}]);
		expect(ours).toStrictEqual(theirs);
		expect(ours[1]).toEqual({ thrown: expect.stringContaining('caller') });
		expect(asked).toBe(2);
	});

	it.each<[string, INodeParameters, string, unknown]>([
		['a text', { value: 'fixed' }, 'value', ''],
		['a locator', { locator: { __rl: true, mode: 'id', value: '1' } }, 'locator', ''],
		['a collection', { options: { x: 'fixed', y: [{ z: null }] } }, 'options', {}],
		['what is not in a collection', { options: {} }, 'options.x', 'fallback'],
		['what does not show', { hidden: 'old' }, 'hidden', 'fallback'],
		['what is unknown', {}, 'unknown', false],
	])('%s is fixed, and n8n is not asked', async (_, parameters, name, fallback) => {
		const { ours, theirs, asked } = await compare(parameters, [{}, {}], name, fallback);
		expect(ours).toStrictEqual(theirs);
		expect(asked).toBe(0);
	});

	it('what is missing without a fallback is n8n’s refusal', async () => {
		const { ours, theirs } = await compare({}, [{}], 'unknown');
		expect(ours).toStrictEqual(theirs);
		expect(ours).toEqual([{ thrown: expect.stringContaining('unknown') }]);
	});

	it.each(CODE)(
		'%j gives of any item what n8n gives, run together with other code',
		async (value) => {
			const other = '={{ $itemIndex + 1 }} of {{ $input.all().length }}';
			const { ours, theirs } = await compare({ value, other }, ODD, ['value', 'other']);
			expect(theirs).toHaveLength(2 * ODD.length);
			expect(ours).toStrictEqual(theirs);
		},
	);

	it('code of several parameters is run once for an item', async () => {
		const parameters = {
			value: "={{ $json.a.replace(/\\D/g, '') }}",
			other: '=Dear {{ $json.b.trim() }}, {{ $json.c }} 😀',
			options: { x: '={{ $json.c * 2 }}', y: ['={{ $json.c > 5 }}', 'fixed'] },
			locator: { __rl: true, mode: 'id', value: '={{ $json.a.slice(-3) || undefined }}' },
		};
		const items = Array.from({ length: 20 }, (_, index) => {
			return { a: `+1 (${index})`, b: ' you ', c: index };
		});
		const names = Object.keys(parameters);
		const { ours, theirs, asked, ran } = await compare(parameters, items, names);
		expect(ours).toStrictEqual(theirs);
		// For the first item each, and for the second what stood alone in the first.
		expect(asked).toBe(5);
		// The first item's anew with each parameter that joins.
		expect(ran).toBe(20 + 2);
	});
});

it.each([new WhatsAppSend(), new WhatsAppTemplateManager()])(
	'no field of $description.displayName has n8n convert its values, which the reader would not do',
	({ description }) => {
		expect(JSON.stringify(description)).not.toContain('validateType');
	},
);

it('as an agent’s tool, $json is the agent’s item and not what the model gave', () => {
	const node: INode = {
		id: 'tool',
		name: 'Tool',
		type: 'probe',
		typeVersion: 1,
		position: [0, 0],
		parameters: { value: '={{ $json.a }}' },
	};
	const probe = { description: { properties } } as unknown as INodeType;
	const workflow = new Workflow({
		active: false,
		nodeTypes: {
			getByName: () => probe,
			getByNameAndVersion: () => probe,
			getKnownTypes: () => ({}),
		},
		nodes: [node],
		connections: {},
	});
	const context = new SupplyDataContext(
		workflow,
		node,
		additionalData({}),
		'manual',
		createRunExecutionData({}),
		0,
		[{ json: { a: 'agent 0' } }, { json: { a: 'agent 1' } }],
		{},
		NodeConnectionTypes.AiTool,
		{ node, data: {}, source: null },
		[],
	);
	context.addInputData(NodeConnectionTypes.AiTool, [
		[{ json: { a: 'agent 0' } }, { json: { a: 'model 1' } }],
	]);
	const reader = new ParameterReader(context as unknown as IExecuteFunctions);
	expect([0, 1].map((index) => reader.value('value', index))).toEqual(['agent 0', 'agent 1']);
});
