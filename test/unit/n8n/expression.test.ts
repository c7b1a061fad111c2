import {
	ASK_ENGINE,
	codesOf,
	parseExpression,
	readExpression,
} from '../../../nodes/shared/n8n/expression';

/** That n8n's engine gives the same is shown in test/engine/parameterReader.test.ts. */
function read(raw: string, json: unknown, valueOf = (source: string): unknown => source): unknown {
	const expression = parseExpression(raw);
	if (!expression) throw new Error(`${raw} is the engine's`);
	const codeValue = ({ source }: { source: string }) => valueOf(source);
	return readExpression(expression, { json: () => json, valueOf: codeValue });
}

/** The code in it; undefined where the engine has to see the whole. */
function codeIn(raw: string): string[] | undefined {
	const expression = parseExpression(raw);
	return expression && codesOf(expression).map(({ source }) => source);
}

describe('an expression that names fields', () => {
	it.each([
		['={{ $json.a }}', [['a']]],
		['={{$json.a}}', [['a']]],
		['={{\n\t$json.a\n}}', [['a']]],
		['={{ $json.a.b_1.$c }}', [['a', 'b_1', '$c']]],
		['={{ $json.größe }}', [['größe']]],
		['={{ $json["a key"] }}', [['a key']]],
		['={{ $json[\'a "key"\'] }}', [['a "key"']]],
		['={{ $json["it\'s"].b }}', [["it's", 'b']]],
		['={{ $json[""] }}', [['']]],
		['={{ $json.a[0].b }}', [['a', 0, 'b']]],
		['={{ $json[12] }}', [[12]]],
		['={{ $json?.a?.["b"]?.[0] }}', [['a', 'b', 0]]],
		['=Hello {{ $json.a }}, {{ $json.b }}!', ['Hello ', ['a'], ', ', ['b'], '!']],
		['={{ $json.a }}{{ $json.b }}', [['a'], '', ['b']]],
		['=Hello', ['Hello']],
		['=', ['']],
	])('%j: in its parts', (raw, expected) => {
		const parts = parseExpression(raw)?.parts ?? [];
		const isPadded = Array.isArray(expected[0]);
		expect(parts).toEqual(isPadded ? ['', ...expected, ''] : expected);
	});

	it.each([
		'$json',
		'$json[a]',
		'$json["a"',
		'$json[-1]',
		'$json[1.5]',
		'$json[01]',
		'$json[1e3]',
		'$json[`a`]',
		'$json["a\\"b"]',
		'$json["a\\u0062"]',
		'$json["a.isEmpty()"]',
		'$json.a()',
		'$json.a.trim()',
		'$json.a + 1',
		'$json.a || "b"',
		'$json.a;',
		'$json.a // b',
		'$json .a',
		'$json. a',
		'$json.1',
		'$json..a',
		'$jsonx.a',
		'json.a',
		'$node["a"].json.b',
		'$("a").item.json.b',
		"$fromAI('a')",
		'$json["constructor"]',
		'$json.__proto__',
		'$json["__proto__"]',
		'$json.toString',
		'$json.hasOwnProperty',
	])('%s is code', (source) => {
		expect(codeIn(`=<{{ ${source} }}>`)).toEqual([source]);
	});

	it.each([
		'{{ $json.a }}',
		'',
		'={{ }}',
		'={{ $json.a',
		'={{ $json["a}}b"] }}',
		'={{ $json.constructor }}',
		'=Ask our. constructor, {{ $json.a }}',
		'={{ $json.constructors }}',
		'=C:\\{{ $json.a }}',
		'=\\{{ $json.a }}',
		'={{{ $json.a }}}',
		'={{ "{{" }}',
		'=a } {{ $json.a }}',
	])('%j is left to the engine as a whole', (raw) => {
		expect(codeIn(raw)).toBeUndefined();
	});
});

describe('reading', () => {
	it.each([
		['={{ $json.a }}', { a: 'x' }, 'x'],
		['={{ $json.a }}', { a: 5 }, 5],
		['={{ $json.a }}', { a: 0 }, 0],
		['={{ $json.a }}', { a: false }, false],
		['={{ $json.a }}', { a: null }, null],
		['={{ $json.a }}', {}, undefined],
		['={{ $json.a.b }}', {}, undefined],
		['={{ $json.a.b }}', { a: null }, undefined],
		['={{ $json.a[1] }}', { a: ['x'] }, undefined],
		['={{ $json.a[0].b }}', { a: [{ b: 'x' }] }, 'x'],
		[' {{ $json.a }}', { a: 5 }, ' 5'],
		['{{ $json.a }}{{ $json.a }}', { a: 0 }, '00'],
		['<{{ $json.a }}>', { a: null }, '<>'],
		['<{{ $json.a }}>', {}, '<>'],
		['<{{ $json.a }}>', { a: false }, '<false>'],
	])('%j of %j gives %j', (raw, json, expected) => {
		expect(read(raw.startsWith('=') ? raw : `=${raw}`, json)).toBe(expected);
	});

	it('takes the values of code from the engine', () => {
		const values: Record<string, unknown> = { 'one()': 'first', 'two()': 2, 'no()': ASK_ENGINE };
		const valueOf = (source: string) => values[source];
		expect(read('={{ two() }}', {}, valueOf)).toBe(2);
		expect(read('={{ one() }} {{ $json.a }} {{ two() }}', { a: 'x' }, valueOf)).toBe('first x 2');
		expect(read('={{ one() }} {{ no() }}', {}, valueOf)).toBe(ASK_ENGINE);
	});

	it.each([
		['an object', { a: {} }],
		['a list', { a: ['x'] }],
		['a date', { a: new Date(0) }],
		['no number', { a: NaN }],
		['an infinite number', { a: Infinity }],
		['a large integer', { a: 1n }],
		['a function', { a: () => 'x' }],
	])('%s is left to the engine, also within a text', (_, json) => {
		expect(read('={{ $json.a }}', json)).toBe(ASK_ENGINE);
		expect(read('=<{{ $json.a }}>', json)).toBe(ASK_ENGINE);
	});

	it.each([
		['={{ $json.a.length }}', { a: 'text' }],
		['={{ $json.a.length }}', { a: ['x'] }],
		['={{ $json.a[0] }}', { a: 'text' }],
		['={{ $json.a["0"] }}', { a: ['x'] }],
		['={{ $json[0] }}', { 0: 'x' }],
		['={{ $json.a.time }}', { a: new Date(0) }],
		['={{ $json.a.b }}', { a: Object.create({ b: 'inherited' }) }],
		['={{ $json.a }}', 'text'],
	])('a step of %j that %j does not take is left to the engine', (raw, json) => {
		expect(read(raw, json)).toBe(ASK_ENGINE);
	});
});
