import fc from 'fast-check';

import { ValidationError } from '../../../nodes/shared/graph/errors';
import {
	parseTemplateReference,
	templateMessage,
	type ButtonValue,
	type TemplateValues,
} from '../../../nodes/shared/templates/sendTime';
import { thrownBy } from '../../support/graph';

const ORDER = { name: 'order_update', language: 'en_US' };

function refusalOf(act: () => unknown): ValidationError {
	const error = thrownBy(act);
	if (!(error instanceof ValidationError)) throw error;
	return error;
}

const refused = (values: TemplateValues) => refusalOf(() => templateMessage(ORDER, values));
const components = (values: TemplateValues) =>
	(templateMessage(ORDER, values).template as { components?: unknown[] }).components;

describe('a template reference', () => {
	it.each([
		['order_update|en_US', 'order_update', 'en_US'],
		[' order_update|en_US\n', 'order_update', 'en_US'],
		['order_update|en', 'order_update', 'en'],
		['order_update|en-US', 'order_update', 'en_US'],
		['order_update|pt_BR', 'order_update', 'pt_BR'],
		['order_update|fil', 'order_update', 'fil'],
		['order_update|zh_CN', 'order_update', 'zh_CN'],
		['order_update|prs_AF', 'order_update', 'prs_AF'],
		['1|en', '1', 'en'],
		['_|en', '_', 'en'],
		[`${'a'.repeat(512)}|en`, 'a'.repeat(512), 'en'],
	])('is name and language: %.40j', (value, name, language) => {
		expect(parseTemplateReference(value)).toEqual({ name, language });
	});

	it.each([
		'order_update',
		'order_update|',
		'|en_US',
		'|',
		'order_update|en_US|x',
		'order_update,en_US',
		'order-update|en_US',
		'Order_Update|en_US',
		'order update|en_US',
		'bestellung_ä|de',
		'order_update|english',
		'order_update|e',
		'order_update|en_',
		'order_update|en US',
		'order_update|en_US\nx',
		'order_update|en/../..',
		`${'a'.repeat(513)}|en`,
		`${'a'.repeat(1_000_000)}|`,
	])('is refused with a hint: %.40j', (value) => {
		const { field, message, fix } = refusalOf(() => parseTemplateReference(value));
		expect(field).toBe('Template');
		expect(message).toContain('does not name a template');
		expect(fix).toContain('order_update|en_US');
	});

	// The whole text came back in the message.
	it('is not quoted at any length', () => {
		const { message } = refusalOf(() => parseTemplateReference('a '.repeat(500_000)));
		expect(message.length).toBeLessThan(1000);
	});

	it.each(['', '  ', '\n'])('is missing: %j', (value) => {
		expect(refusalOf(() => parseTemplateReference(value)).message).toBe('No template is chosen');
	});

	it('is refused or read, never more than that', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (value) => {
				try {
					expect(parseTemplateReference(value).name).toMatch(/^[a-z0-9_]{1,512}$/);
				} catch (error) {
					expect(error).toBeInstanceOf(ValidationError);
				}
			}),
		);
	});
});

describe('a template message', () => {
	it.each([{}, { header: [], body: [], buttons: [] }])(
		'without values has no components: %j',
		(values) => {
			expect(templateMessage(ORDER, values)).toEqual({
				type: 'template',
				template: { name: 'order_update', language: { code: 'en_US' } },
			});
		},
	);

	it('has header, body and buttons as Meta wants them', () => {
		const values: TemplateValues = {
			header: [{ text: 'Anna' }],
			body: [{ text: '4711' }, { text: 'Monday' }],
			buttons: [
				{ index: 0, subType: 'quick_reply', payload: 'STOP' },
				{ index: 1, subType: 'url', text: 'orders/4711' },
			],
		};
		expect(components(values)).toEqual([
			{ type: 'header', parameters: [{ type: 'text', text: 'Anna' }] },
			{
				type: 'body',
				parameters: [
					{ type: 'text', text: '4711' },
					{ type: 'text', text: 'Monday' },
				],
			},
			{
				type: 'button',
				sub_type: 'quick_reply',
				index: '0',
				parameters: [{ type: 'payload', payload: 'STOP' }],
			},
			{
				type: 'button',
				sub_type: 'url',
				index: '1',
				parameters: [{ type: 'text', text: 'orders/4711' }],
			},
		]);
	});

	it('names the values of a template with named variables', () => {
		const body = [
			{ name: 'first_name', text: 'Anna' },
			{ name: 'order', text: '4711' },
		];
		expect(components({ body })).toEqual([
			{
				type: 'body',
				parameters: [
					{ type: 'text', parameter_name: 'first_name', text: 'Anna' },
					{ type: 'text', parameter_name: 'order', text: '4711' },
				],
			},
		]);
	});

	it('leaves its input alone', () => {
		const values: TemplateValues = {
			body: [{ text: ' x ' }],
			buttons: [{ index: 0, subType: 'url', text: 'x' }],
		};
		const before = structuredClone(values);
		templateMessage(ORDER, values);
		expect(values).toEqual(before);
	});
});

describe('values that do not go together', () => {
	it.each([
		['Body Parameters', { body: [{ text: 'a', name: 'one' }, { text: 'b' }] }],
		[
			'Body Parameters',
			{
				body: [
					{ text: 'a', name: '' },
					{ text: 'b', name: 'two' },
				],
			},
		],
		['Header Parameters', { header: [{ text: 'a' }, { text: 'b', name: 'two' }] }],
	])('are named and numbered ones: %s', (field, values) => {
		const error = refused(values);
		expect(error.field).toBe(field);
		expect(error.message).toMatch(/some have none$/);
	});

	it('are two of one name', () => {
		const body = [
			{ name: 'a', text: '1' },
			{ name: 'a', text: '2' },
		];
		expect(refused({ body }).message).toContain('same name');
	});

	it('may be named in the header and numbered in the body', () => {
		const values = { header: [{ name: 'a', text: '1' }], body: [{ text: '2' }] };
		expect(components(values)).toHaveLength(2);
	});

	it('are two buttons of one index', () => {
		const buttons: ButtonValue[] = [
			{ index: 1, subType: 'url', text: 'a' },
			{ index: 1, subType: 'quick_reply', payload: 'b' },
		];
		expect(refused({ buttons })).toMatchObject({
			field: 'Button Index',
			message: 'Two buttons have the index 1',
		});
	});
});

describe('a button index', () => {
	it.each([0, 9])('may be %i', (index) => {
		expect(components({ buttons: [{ index, subType: 'url', text: 'a' }] })).toMatchObject([
			{ index: String(index) },
		]);
	});

	it.each([-1, 10, 0.5, NaN, Infinity, '0', '', null, undefined])('may not be %p', (index) => {
		const button = { index, subType: 'url', text: 'a' } as ButtonValue;
		expect(refused({ buttons: [button] }).field).toBe('Button Index');
	});
});

describe('a value', () => {
	const place = (text: string): Array<[string, number, TemplateValues]> => [
		['Header Variable {{1}}', 60, { header: [{ text }] }],
		['Body Variable {{1}}', 4096, { body: [{ text }] }],
		['Text of Button 2', 2000, { buttons: [{ index: 2, subType: 'url', text }] }],
		[
			'Payload of Button 2',
			256,
			{ buttons: [{ index: 2, subType: 'quick_reply', payload: text }] },
		],
	];

	it.each(place('').map(([field, limit], at) => [field, limit, at] as const))(
		'of %s may have %i code points, and not one more',
		(field, limit, at) => {
			for (const sign of ['a', '👋', '\u0308', '\ud83d']) {
				const [, , most] = place(sign.repeat(limit))[at];
				const [, , more] = place(`${sign.repeat(limit)}a`)[at];
				expect(components(most)).toHaveLength(1);
				expect(refused(more)).toMatchObject({
					field,
					message: `${field} has ${limit + 1} characters, Meta allows ${limit}`,
				});
			}
		},
	);

	it.each(['', ' ', '\n', '\u00a0'])('is not empty: %j', (text) => {
		for (const [field, , values] of place(text)) {
			expect(refused(values)).toMatchObject({ field, message: `${field} is empty` });
		}
	});

	it('is called by its name or its place', () => {
		expect(refused({ body: [{ text: 'a' }, { text: '' }] }).field).toBe('Body Variable {{2}}');
		expect(refused({ body: [{ name: 'order', text: '' }] }).field).toBe('Body Variable {{order}}');
	});
});
