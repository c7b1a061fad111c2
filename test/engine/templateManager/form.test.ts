import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { BODY, BODY_PART, drafted, partsOf, refused } from './draftNode';

it('names the template', async () => {
	const { draft, samples } = await drafted({
		category: 'UTILITY',
		name: ' order_update ',
		language: 'pt_BR',
		...BODY,
		options: { validity: -1, allowCategoryChange: false, linkTrackingOptOut: true },
	});
	expect(draft).toEqual({
		name: 'order_update',
		language: 'pt_BR',
		category: 'UTILITY',
		components: [BODY_PART],
		message_send_ttl_seconds: -1,
		allow_category_change: false,
		cta_url_link_tracking_opted_out: true,
	});
	expect(samples).toEqual([]);
});

describe('variables and their examples', () => {
	it('are numbered in the order of the examples', async () => {
		const { draft, findings } = await drafted({
			headerFormat: 'TEXT',
			headerText: 'Order {{1}}',
			headerTextExample: 'CL-2048',
			bodyText: 'Hello {{1}}, your order with us leaves on {{2}} by the evening.',
			bodyTextExamples: { example: [{ value: 'Ada' }, { value: 'Friday' }] },
		});
		expect(draft).not.toHaveProperty('parameter_format');
		expect(draft.components).toEqual([
			{
				type: 'HEADER',
				format: 'TEXT',
				text: 'Order {{1}}',
				example: { header_text: ['CL-2048'] },
			},
			{
				type: 'BODY',
				text: 'Hello {{1}}, your order with us leaves on {{2}} by the evening.',
				example: { body_text: [['Ada', 'Friday']] },
			},
		]);
		expect(findings).toEqual([]);
	});

	it('are named, by the order of the text where an example has no name', async () => {
		const { draft, findings } = await drafted({
			parameterFormat: 'NAMED',
			headerFormat: 'TEXT',
			headerText: 'Order {{order_id}}',
			headerTextExample: 'CL-2048',
			bodyText: 'Hello {{first_name}}, your order with us leaves on {{day}} by the evening.',
			bodyTextExamples: {
				example: [{ value: 'Ada' }, { variable: '{{day}}', value: 'Friday' }],
			},
		});
		expect(draft.parameter_format).toBe('NAMED');
		expect(draft.components.map(({ example }) => example)).toEqual([
			{ header_text_named_params: [{ param_name: 'order_id', example: 'CL-2048' }] },
			{
				body_text_named_params: [
					{ param_name: 'first_name', example: 'Ada' },
					{ param_name: 'day', example: 'Friday' },
				],
			},
		]);
		expect(findings).toEqual([]);
	});

	it('are told by the texts in an update, which leaves their type as it is', async () => {
		const { draft } = await drafted({
			parameterFormat: 'AS_IT_IS',
			headerFormat: 'TEXT',
			headerText: 'Order {{1}}',
			headerTextExample: 'CL-2048',
			bodyText: 'Hello {{first_name}}, your order has left our shop.',
			bodyTextExamples: { example: [{ value: 'Ada' }] },
		});
		expect(draft).not.toHaveProperty('parameter_format');
		expect(draft.components.map(({ example }) => example)).toEqual([
			{ header_text: ['CL-2048'] },
			{ body_text_named_params: [{ param_name: 'first_name', example: 'Ada' }] },
		]);
	});

	it('are found by the check where the text has no variables', async () => {
		const { findings } = await drafted({
			...BODY,
			headerFormat: 'TEXT',
			headerText: 'News',
			headerTextExample: 'CL-2048',
			bodyTextExamples: { example: [{ value: 'Ada' }] },
		});
		expect(findings).toEqual([
			'Header: example-without-variable',
			'Body: example-without-variable',
		]);
	});
});

/** n8n's editor makes an expression of a text with braces that is pasted into an empty field. */
describe('a text that n8n took for an expression', () => {
	it('keeps the variables of the template, and has the values of the item', async () => {
		const { draft } = await drafted(
			{
				bodyText: '=Hello {{1}}, your {{ $json.thing }} in {{ 2 }} costs {{ $json.price * 2 }}.',
				buttons: {
					button: [{ type: 'URL', text: 'See it', url: '=https://{{ $json.host }}/{{order_id}}' }],
				},
			},
			{ thing: 'rug', price: 40, host: 'shop.example' },
		);
		expect(draft.components).toMatchObject([
			{ text: 'Hello {{1}}, your rug in {{2}} costs 80.' },
			{ buttons: [{ url: 'https://shop.example/{{order_id}}' }] },
		]);
	});

	it('keeps a name that Meta does not take, for the check to find', async () => {
		const { findings } = await drafted({
			bodyText: '=Your order {{Order-ID}} is on its way to you now.',
			parameterFormat: 'NAMED',
		});
		expect(findings).toEqual(['Body, variable {{Order-ID}}: variable-name']);
	});

	it('may be JSON, whose values may be expressions', async () => {
		const { draft } = await drafted(
			{
				defineTemplate: 'json',
				templateJson:
					'={"name": "{{ $json.name }}", "components": [{"type": "body", "text": "\\"Hello\\"\\n{{1}}!"}]}',
			},
			{ name: 'hello' },
		);
		expect(draft).toMatchObject({
			name: 'hello',
			components: [{ type: 'BODY', text: '"Hello"\n{{1}}!' }],
		});
	});

	it('may be one expression that gives an object', async () => {
		const { draft } = await drafted({
			defineTemplate: 'json',
			templateJson: '={{ { name: "hello", components: [{ type: "BODY", text: "Hi {{1}}!" }] } }}',
		});
		expect(draft).toMatchObject({ name: 'hello', components: [{ text: 'Hi {{1}}!' }] });
	});

	it('may give a plain value', async () => {
		const { draft } = await drafted({ bodyText: '={{ true }}', footerText: '={{ 1 }}' });
		expect(draft.components).toEqual([
			{ type: 'BODY', text: 'true' },
			{ type: 'FOOTER', text: '1' },
		]);
	});
});

it.each<[string, INodeParameters, IDataObject[]]>([
	['no header', { headerFormat: 'NONE' }, []],
	['a place', { headerFormat: 'LOCATION' }, [{ type: 'HEADER', format: 'LOCATION' }]],
	['a product', { headerFormat: 'PRODUCT' }, [{ type: 'HEADER', format: 'PRODUCT' }]],
	[
		'a file by its handle',
		{ headerFormat: 'VIDEO', sampleSource: 'handle', sampleHandle: ' 4::abc ' },
		[{ type: 'HEADER', format: 'VIDEO', example: { header_handle: ['4::abc'] } }],
	],
	['a footer', { footerText: 'Until May' }, [{ type: 'FOOTER', text: 'Until May' }]],
	[
		'a limited-time offer, which has no footer',
		{
			templateKind: 'limitedTimeOffer',
			offerText: 'Ends soon!',
			offerExpires: false,
			footerText: 'Until May',
		},
		[
			{
				type: 'LIMITED_TIME_OFFER',
				limited_time_offer: { text: 'Ends soon!', has_expiration: false },
			},
		],
	],
	[
		'a request to call',
		{ category: 'UTILITY', templateKind: 'callPermissionRequest' },
		[{ type: 'CALL_PERMISSION_REQUEST' }],
	],
])('%s', async (_what, parameters, expected) => {
	expect(await partsOf(parameters)).toEqual(expected);
});

describe('a sample from the input', () => {
	it('is handed over, and its handle takes the place of the placeholder', async () => {
		const parameters = { headerFormat: 'IMAGE', ...BODY };
		const { draft, samples, placeholders } = await drafted(parameters, {}, ['data']);
		expect(placeholders).toBe(1);
		expect(samples).toEqual(['Header']);
		expect(draft.components[0]).toEqual({
			type: 'HEADER',
			format: 'IMAGE',
			example: { header_handle: ['4::data.png'] },
		});
	});

	it('is missed where the item has none', async () => {
		expect(await refused({ headerFormat: 'IMAGE', ...BODY }, {}, ['photo'])).toMatch(
			/^The item has no file in the field “data”/,
		);
	});
});

describe('JSON', () => {
	const json = (template: unknown, more: INodeParameters = {}): INodeParameters => ({
		defineTemplate: 'json',
		templateJson: typeof template === 'string' ? template : JSON.stringify(template),
		...more,
	});
	const header = (format: string, example?: object) => ({ type: 'header', format, example });

	it('says it all', async () => {
		const { draft } = await drafted(
			json({ name: 'a', language: 'en-US', category: 'marketing', components: [BODY_PART] }),
		);
		expect(draft).toEqual({
			name: 'a',
			language: 'en_US',
			category: 'MARKETING',
			components: [BODY_PART],
		});
	});

	it('takes samples from the input for the headers that have none, in their order', async () => {
		const cards = ['image', 'image'].map((format) => ({ components: [header(format)] }));
		const template = {
			components: [
				header('video', { header_handle: ['4::mine'] }),
				{ type: 'carousel', cards: [{ components: [header('product')] }, ...cards] },
			],
		};
		const { draft, samples, placeholders } = await drafted(
			json(template, { jsonSampleFields: 'a, b' }),
			{},
			['a', 'b'],
		);
		expect(samples).toEqual(['Card 2, header', 'Card 3, header']);
		expect(placeholders).toBe(2);
		expect(JSON.stringify(draft).match(/4::[\w.]+/g)).toEqual(['4::mine', '4::a.png', '4::b.png']);
	});

	it.each<[string, INodeParameters, RegExp]>([
		['nothing', json(''), /^Template \(JSON\) is empty/],
		['no JSON', json('{'), /^Template \(JSON\) is no valid JSON/],
		['a list', json([BODY_PART]), /^Template \(JSON\) is no object/],
		[
			'more samples than headers',
			json({ components: [header('TEXT')] }, { jsonSampleFields: 'a' }),
			/^Sample Field Names names 1 file/,
		],
	])('is refused as %s', async (_what, parameters, message) => {
		expect(await refused(parameters, {}, ['a'])).toMatch(message);
	});
});

it.each<[string, INodeParameters, RegExp]>([
	['Template Kind', { templateKind: 'poem' }, /^There is no template kind “poem”/],
	['Body Text', { bodyText: '={{ [1] }}' }, /^Body Text is a list/],
	[
		'Validity Period (Seconds)',
		{ options: { validity: 'long' } },
		/^Validity Period \(Seconds\) is “long”/,
	],
])('refuses what %s cannot be', async (_what, parameters, message) => {
	expect(await refused({ ...BODY, ...parameters })).toMatch(message);
});
