import { ASK_ENGINE, parsePlain, readPlain } from '../../../nodes/shared/n8n/plainReference';

/** That n8n's engine gives the same is shown in test/engine/parameterReader.test.ts. */
function read(raw: string, json: unknown): unknown {
	const plain = parsePlain(raw);
	if (!plain) throw new Error(`${raw} is not plain`);
	return readPlain(plain, json);
}

describe('a plain reference', () => {
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
	])('%j is one', (raw, expected) => {
		const parts = parsePlain(raw)?.parts ?? [];
		const isPadded = Array.isArray(expected[0]);
		expect(parts).toEqual(isPadded ? ['', ...expected, ''] : expected);
	});

	it.each([
		'{{ $json.a }}',
		'',
		'={{ $json }}',
		'={{ $json[a] }}',
		'={{ $json["a" }}',
		'={{ $json[-1] }}',
		'={{ $json[1.5] }}',
		'={{ $json[01] }}',
		'={{ $json[1e3] }}',
		'={{ $json[`a`] }}',
		'={{ $json["a\\"b"] }}',
		'={{ $json["a\\u0062"] }}',
		'={{ $json["a}}b"] }}',
		'={{ $json["a.isEmpty()"] }}',
		'={{ $json.a() }}',
		'={{ $json.a.trim() }}',
		'={{ $json.a + 1 }}',
		'={{ $json.a || "b" }}',
		'={{ $json.a; }}',
		'={{ $json.a // b }}',
		'={{ $json .a }}',
		'={{ $json. a }}',
		'={{ $json.1 }}',
		'={{ $json..a }}',
		'={{ $json.a',
		'={{ $jsonx.a }}',
		'={{ json.a }}',
		'={{ $node["a"].json.b }}',
		'={{ $("a").item.json.b }}',
		"={{ $fromAI('a') }}",
		'={{ $json.constructor }}',
		'={{ $json["constructor"] }}',
		'={{ $json.__proto__ }}',
		'={{ $json["__proto__"] }}',
		'={{ $json.toString }}',
		'={{ $json.hasOwnProperty }}',
		'=Ask our. constructor, {{ $json.a }}',
		'={{ $json.constructors }}',
		'=C:\\\\{{ $json.a }}',
		'=\\{{ $json.a }}',
		'={{{ $json.a }}}',
		'=a } {{ $json.a }}',
		'={{ $json.a }} {{ $now }}',
	])('%j is none', (raw) => {
		expect(parsePlain(raw)).toBeUndefined();
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
