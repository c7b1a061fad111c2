import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { BODY, BODY_PART, drafted, partsOf, refused } from './draftNode';

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
