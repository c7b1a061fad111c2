import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { drafted, refused } from './draftNode';

const BODY: INodeParameters = { bodyText: 'Your order has left our shop.' };
const BODY_PART = { type: 'BODY', text: 'Your order has left our shop.' };

/** The parts of a marketing template with a plain body, but for the body. */
async function partsOf(
	parameters: INodeParameters,
	item?: IDataObject,
	files?: string[],
): Promise<IDataObject[]> {
	const { draft } = await drafted({ ...BODY, ...parameters }, item, files);
	return draft.components.filter(({ type }) => type !== 'BODY');
}

it('names the template', async () => {
	const { draft, samples } = await drafted({
		category: 'UTILITY',
		name: ' order_update ',
		language: 'pt_BR',
		...BODY,
		templateOptions: { validity: -1, allowCategoryChange: false, linkTrackingOptOut: true },
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

it.each<[string, INodeParameters, IDataObject]>([
	['a quick reply', { type: 'QUICK_REPLY', text: 'Yes' }, { text: 'Yes' }],
	[
		'a link',
		{ type: 'URL', text: 'Go', url: ' https://shop.example ', urlExample: 'x' },
		{ text: 'Go', url: 'https://shop.example' },
	],
	[
		'a link with a variable',
		{ type: 'URL', text: 'Go', url: 'https://shop.example/{{1}}', urlExample: 'rugs' },
		{ text: 'Go', url: 'https://shop.example/{{1}}', example: ['rugs'] },
	],
	[
		'a phone number',
		{ type: 'PHONE_NUMBER', text: 'Call', phoneNumber: '+15550100001' },
		{ text: 'Call', phone_number: '+15550100001' },
	],
	['a code to copy', { type: 'COPY_CODE', code: 'LOOM10' }, { example: 'LOOM10' }],
	[
		'a Flow by its ID',
		{ type: 'FLOW', text: 'Fill in', flowId: 42, flowScreen: 'FIRST' },
		{ text: 'Fill in', flow_id: '42', flow_action: 'NAVIGATE', navigate_screen: 'FIRST' },
	],
	[
		'a Flow by its name, with an endpoint',
		{
			type: 'FLOW',
			text: 'Fill in',
			flowBy: 'name',
			flowName: 'care',
			flowAction: 'DATA_EXCHANGE',
		},
		{ text: 'Fill in', flow_name: 'care', flow_action: 'DATA_EXCHANGE' },
	],
	[
		'a Flow by its JSON',
		{ type: 'FLOW', text: 'Fill in', flowBy: 'json', flowJson: '={{ { version: "7.0" } }}' },
		{ text: 'Fill in', flow_json: '{"version":"7.0"}', flow_action: 'NAVIGATE' },
	],
	['the catalog', { type: 'CATALOG' }, { text: 'View catalog' }],
	['several products', { type: 'MPM', text: 'View items' }, { text: 'View items' }],
	['one product', { type: 'SPM' }, { text: 'View' }],
	['a voice call', { type: 'VOICE_CALL', text: 'Call' }, { text: 'Call' }],
	['contact info', { type: 'REQUEST_CONTACT_INFO' }, {}],
	['an order', { type: 'ORDER_DETAILS' }, {}],
])('a button for %s', async (_what, button, expected) => {
	expect(await partsOf({ buttons: { button: [button] } })).toEqual([
		{ type: 'BUTTONS', buttons: [{ type: button.type, ...expected }] },
	]);
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

describe('a carousel', () => {
	const card = (sampleField: string, text: string): INodeParameters => ({
		sampleField,
		bodyText: text,
		bodyTextExamples: { example: [{ value: '4 March' }] },
		buttons: { button: [{ type: 'QUICK_REPLY', text: 'Join' }] },
	});

	it('of pictures has a sample, a text and buttons on each card, and nothing else but the body', async () => {
		const { draft, samples, findings } = await drafted(
			{
				...BODY,
				templateKind: 'carousel',
				footerText: 'Until May',
				cards: {
					card: [
						card('a', 'Weaving starts on {{1}} in our shop.'),
						card('b', 'Dyeing starts on {{1}} in our shop.'),
					],
				},
			},
			{},
			['a', 'b'],
		);
		const built = (file: string, text: string) => ({
			components: [
				{ type: 'HEADER', format: 'IMAGE', example: { header_handle: [`4::${file}.png`] } },
				{ type: 'BODY', text, example: { body_text: [['4 March']] } },
				{ type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Join' }] },
			],
		});
		expect(draft.components).toEqual([
			BODY_PART,
			{
				type: 'CAROUSEL',
				cards: [
					built('a', 'Weaving starts on {{1}} in our shop.'),
					built('b', 'Dyeing starts on {{1}} in our shop.'),
				],
			},
		]);
		expect(samples).toEqual(['Card 1, header', 'Card 2, header']);
		expect(findings).toEqual([]);
	});

	it('of products has buttons only', async () => {
		const product = { buttons: { button: [{ type: 'SPM' }] } };
		const parameters = {
			templateKind: 'carousel',
			cardContent: 'PRODUCT',
			cards: { card: [product, product] },
		};
		const built = {
			components: [
				{ type: 'HEADER', format: 'PRODUCT' },
				{ type: 'BUTTONS', buttons: [{ type: 'SPM', text: 'View' }] },
			],
		};
		expect(await partsOf(parameters)).toEqual([{ type: 'CAROUSEL', cards: [built, built] }]);
	});

	it('says in which card a value is of the wrong kind', async () => {
		const wrong = { ...card('a', 'Weaving'), buttons: { button: [{ text: '={{ [1] }}' }] } };
		const parameters = {
			...BODY,
			templateKind: 'carousel',
			cards: { card: [card('a', 'Weaving'), wrong] },
		};
		expect(await refused(parameters, {}, ['a'])).toMatch(
			/^Button Text of Card 2, button 1 is a list/,
		);
	});
});

describe('an authentication template', () => {
	const apps = { app: [{ packageName: 'com.example.shop', signatureHash: 'K8a/AINcGX7' }] };
	const supported_apps = [{ package_name: 'com.example.shop', signature_hash: 'K8a/AINcGX7' }];

	it.each<[string, INodeParameters, IDataObject]>([
		[
			'copies the code',
			{ copyButtonText: 'Copy code' },
			{ otp_type: 'COPY_CODE', text: 'Copy code' },
		],
		[
			'fills the code in at a tap',
			{ otpType: 'ONE_TAP', autofillText: 'Autofill', apps },
			{ otp_type: 'ONE_TAP', autofill_text: 'Autofill', supported_apps },
		],
		[
			'fills the code in without a tap',
			{ otpType: 'ZERO_TAP', zeroTapTermsAccepted: true, apps },
			{ otp_type: 'ZERO_TAP', supported_apps, zero_tap_terms_accepted: true },
		],
	])('%s', async (_what, parameters, button) => {
		const { draft, findings } = await drafted({
			category: 'AUTHENTICATION',
			codeExpirationMinutes: 10,
			...parameters,
		});
		expect(draft.components).toEqual([
			{ type: 'BODY', add_security_recommendation: true },
			{ type: 'FOOTER', code_expiration_minutes: 10 },
			{ type: 'BUTTONS', buttons: [{ type: 'OTP', ...button }] },
		]);
		expect(findings).toEqual([]);
	});

	it('has no footer without an expiry', async () => {
		const { draft } = await drafted({
			category: 'AUTHENTICATION',
			securityRecommendation: false,
			...BODY,
		});
		expect(draft.components).toEqual([
			{ type: 'BODY', add_security_recommendation: false },
			{ type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE' }] },
		]);
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
		{ templateOptions: { validity: 'long' } },
		/^Validity Period \(Seconds\) is “long”/,
	],
])('refuses what %s cannot be', async (_what, parameters, message) => {
	expect(await refused({ ...BODY, ...parameters })).toMatch(message);
});
