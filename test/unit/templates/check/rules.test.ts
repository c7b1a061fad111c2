import fc from 'fast-check';

import type { JsonObject } from '../../../../nodes/shared/graph/answer';
import { ValidationError } from '../../../../nodes/shared/graph/errors';
import { assertTemplate, checkTemplate } from '../../../../nodes/shared/templates/check';
import { thrownBy } from '../../../support/graph';
import {
	app,
	authentication,
	body,
	buttons,
	call,
	card,
	carousel,
	code,
	draft,
	footer,
	found,
	header,
	link,
	media,
	offer,
	only,
	otp,
	reply,
} from './drafts';

const named = (...components: unknown[]) => ({
	...only(...components),
	parameter_format: 'named',
});
const namedBody = (text: string, params: Record<string, string>, ...more: unknown[]): JsonObject =>
	named(
		{
			type: 'BODY',
			text,
			example: {
				body_text_named_params: Object.entries(params).map(([name, example]) => ({
					param_name: name,
					example,
				})),
			},
		},
		...more,
	);
const utility = (...components: unknown[]) => draft(components, { category: 'UTILITY' });
const withButtons = (...list: unknown[]) => draft([buttons(...list)]);
const oneTap = (more: JsonObject) => authentication(buttons(otp({ otp_type: 'ONE_TAP', ...more })));

/** Each rule, and a draft in which nothing but it is broken. */
const CASES: Array<[finding: string, draft: JsonObject]> = [
	// The whole
	['error Name: name', draft([], { name: '' })],
	['error Name: name', draft([], { name: undefined })],
	['error Name: name', draft([], { name: 'Order Update' })],
	['error Name: name', draft([], { name: 'bestellung_größe' })],
	['error Name: name', draft([], { name: 7 })],
	['error Language: language', draft([], { language: undefined })],
	['error Language: language', draft([], { language: 'English' })],
	['error Language: language', draft([], { language: 'toString' })],
	['warning Language: language-unknown', draft([], { language: 'tlh' })],
	['error Category: category', draft([], { category: undefined })],
	['error Category: category', draft([], { category: 'TRANSACTIONAL' })],
	['error Parameter format: parameter-format', draft([], { parameter_format: 'letters' })],
	['error Validity: validity', draft([], { message_send_ttl_seconds: -1 })],
	['error Validity: validity', draft([], { message_send_ttl_seconds: 43_200.5 })],
	['error Validity: validity', draft([], { message_send_ttl_seconds: '86400' })],
	['error Template: components', { ...draft(), components: 'BODY' }],
	['error Body: body-missing', only(footer('Bye'))],
	['error Component 2: type-missing', draft(['FOOTER'])],
	['error Component 2: type-missing', draft([{ text: 'Bye' }])],
	['error Body: twice', draft([body('Again.')])],
	['warning Template: component-unknown', draft([{ type: 'SIDEBAR' }])],
	['warning Template: component-unknown', draft([{ type: 'constructor' }])],

	// Texts and their variables
	['error Body: text-missing', only(body(' '))],
	['error Body: text-missing', only({ type: 'BODY', text: 5 })],
	['error Body: braces', only(body('Hello {{1} and welcome.'))],
	['error Body: braces', only(body('Hello {{order id}} and welcome.'))],
	['error Body, variable {{name}}: variable-name', only(body('Hello {{name}} and welcome.'))],
	['error Body, variable {{0}}: variable-name', only(body('Hello {{0}} and welcome.'))],
	['error Body, variable {{Name}}: variable-name', named(body('Hello {{Name}} and welcome.'))],
	['error Body, variable {{1}}: variable-name', named(body('Hello {{1}} and welcome.'))],
	[
		'error Body, variable {{name}}: variable-twice',
		namedBody('Hello {{name}}, you are now {{name}} for us all.', { name: 'Pablo' }),
	],
	['error Body: variable-first', only(body('{{1}}, thank you for your order.', 'Pablo'))],
	['error Body: variable-last', only(body('Thank you for your order, {{1}}', 'Pablo'))],
	[
		'warning Body: variable-nearly-first',
		only(body('*{{1}}*, thank you for your order.', 'Pablo')),
	],
	['warning Body: variable-nearly-last', only(body('Thank you for your order, {{1}}!', 'Pablo'))],
	['error Body: only-variables', only(body('{{1}}', 'Pablo'))],
	['error Body: only-variables', only(body('{{1}} – {{2}}!', 'Pablo', '7'))],
	[
		'warning Body: variables-adjacent',
		only(body('Dear {{1}} {{2}}, thank you for your order.', 'Ms', 'Diaz')),
	],
	['error Body, variable {{1}}: example-missing', only(body('Hello {{1}} and welcome.'))],
	['error Body, variable {{1}}: example-missing', only(body('Hello {{1}} and welcome.', ' '))],
	[
		'error Body, variable {{2}}: example-missing',
		only(body('Hello {{1}}, your order {{2}} is on its way.', 'Pablo')),
	],
	[
		'error Body, variable {{order}}: example-missing',
		namedBody('Hello {{name}}, your order {{order}} is on its way.', { name: 'Pablo' }),
	],
	['error Body: example-surplus', only(body('Hello {{1}} and welcome.', 'Pablo', '7'))],
	[
		'error Body: example-surplus',
		namedBody('Hello {{name}} and welcome.', { name: 'Pablo', order: '7' }),
	],
	[
		'error Body: example-shape',
		only({ ...body('Hello {{1}} and welcome.'), example: { body_text: ['Pablo'] } }),
	],
	['error Body: example-without-variable', only(body('Hello and welcome.', 'Pablo'))],
	['error Body: example-without-variable', only({ ...body('Hello.'), example: {} })],

	// Header
	['error Header: header-format', draft([{ type: 'HEADER', text: 'Hello' }])],
	['error Header: header-format', draft([{ type: 'HEADER', format: 'AUDIO' }])],
	['error Header: text-missing', draft([{ type: 'HEADER', format: 'TEXT' }])],
	['error Header: header-variables', draft([header('Order {{1}} for {{2}}', '7', 'Pablo')])],
	['error Header, variable {{1}}: example-missing', draft([header('Hello {{1}}')])],
	['warning Header: only-a-variable', draft([header('{{1}}', 'Hello')])],
	['warning Header: not-plain', draft([header('Hello\nyou')])],
	['warning Header: not-plain', draft([header('*Hello*')])],
	['warning Header: not-plain', draft([header('Hello 🎉')])],
	['error Header: sample-missing', draft([{ type: 'HEADER', format: 'IMAGE' }])],
	['error Header: sample-missing', draft([media('VIDEO', '')])],
	['error Header: sample-is-link', draft([media('DOCUMENT', 'https://shop.example/a.pdf')])],
	['error Header: marketing-only', utility(media('GIF'))],
	['warning Header: marketing-usual', utility({ type: 'HEADER', format: 'PRODUCT' })],

	// Footer
	['error Footer: text-missing', draft([footer('')])],
	['error Footer: variable-not-allowed', draft([footer('Until {{1}}')])],
	['warning Footer: not-plain', draft([footer('Bye\nbye')])],

	// Buttons
	['error Buttons: buttons-missing', withButtons()],
	['error Buttons: too-many-of-kind', withButtons(link(), link(), link())],
	['error Buttons: too-many-of-kind', withButtons(call(), call())],
	['error Buttons: too-many-of-kind', withButtons(code(), code())],
	['error Buttons: quick-replies-scattered', withButtons(reply(), link(), reply('No'))],
	['error Button 1: type-missing', withButtons({ text: 'Yes' })],
	['error Button 1: type-missing', withButtons('Yes')],
	['warning Button 1: button-unknown', withButtons({ type: 'POSTBACK' })],
	['warning Button 1: button-unknown', withButtons({ type: 'toString' })],
	['error Button 2: text-missing', withButtons(reply(), reply(''))],
	['error Button 1: variable-not-allowed', withButtons(reply('Hi {{1}}'))],
	['warning Button 1: not-plain', withButtons(reply('Yes 🎉'))],
	['error Button 1: url', withButtons(link(''))],
	['error Button 1: url', withButtons(link('shop.example'))],
	['error Button 1: url', withButtons(link('{{1}}', { example: ['x'] }))],
	['error Button 1: url', withButtons(link('https://{{1}}', { example: ['shop.example'] }))],
	['warning Button 1: url-whatsapp', withButtons(link('https://wa.me/15550100001'))],
	[
		'error Button 1: url-variable',
		withButtons(link('https://shop.example/{{1}}/{{2}}', { example: ['a', 'b'] })),
	],
	[
		'error Button 1: url-variable',
		withButtons(link('https://shop.example/{{1}}/new', { example: ['a'] })),
	],
	['error Button 1: url-example', withButtons(link('https://shop.example/{{1}}'))],
	['error Button 1: url-example', withButtons(link('https://shop.example/{{1}}', { example: [] }))],
	['error Button 1: phone-number', withButtons(call(''))],
	['error Button 1: phone-number', withButtons(call('call me'))],
	['error Button 1: code-missing', withButtons(code(''))],
	['error Button 1: code-missing', withButtons(code([]))],
	['error Button 1: flow', withButtons({ type: 'FLOW', text: 'Book' })],
	[
		'error Button 1: flow',
		withButtons({ type: 'FLOW', text: 'Book', flow_id: '1', flow_name: 'a' }),
	],
	['warning Button 1: fixed-label', withButtons({ type: 'CATALOG', text: 'Browse' })],
	['error Button 1: button-category', withButtons(otp())],
	['warning Button 1: marketing-usual', utility(buttons(code()))],
	['warning Button 1: marketing-usual', utility(buttons({ type: 'MPM', text: 'View items' }))],

	// Authentication
	[
		'error Body: fixed-text',
		{ ...authentication(buttons(otp())), components: [body('Your code'), buttons(otp())] },
	],
	[
		'error Body: security-recommendation',
		{
			...authentication(),
			components: [{ type: 'BODY', add_security_recommendation: 'yes' }, buttons(otp())],
		},
	],
	[
		'error Footer: fixed-text',
		authentication({ ...footer('Bye'), code_expiration_minutes: 5 }, buttons(otp())),
	],
	['error Footer: code-expiry', authentication({ type: 'FOOTER' }, buttons(otp()))],
	['error Buttons: buttons-missing', authentication()],
	['error Buttons: too-many-of-kind', authentication(buttons(otp(), otp()))],
	['error Button 2: button-category', authentication(buttons(otp(), link()))],
	['error Header: not-in-authentication', authentication(header('Your code'), buttons(otp()))],
	['error Button 1: otp-type', authentication(buttons({ type: 'OTP' }))],
	['error Button 1: otp-type', authentication(buttons(otp({ otp_type: 'TWO_TAP' })))],
	['error Button 1: apps-missing', oneTap({})],
	['error Button 1: apps-missing', oneTap({ otp_type: 'ZERO_TAP', zero_tap_terms_accepted: true })],
	['error Button 1, app 1: app', oneTap({ supported_apps: [{ package_name: 'com.example' }] })],
	['error Button 1: zero-tap-terms', oneTap({ otp_type: 'ZERO_TAP', supported_apps: [app()] })],

	// Limited-time offer
	['error Limited-time offer: marketing-only', utility(offer())],
	['error Limited-time offer: text-missing', draft([offer('')])],
	['error Limited-time offer: variable-not-allowed', draft([offer('Until {{1}}')])],
	['error Footer: offer-footer', draft([offer(), footer('Bye')])],

	// Carousel
	['warning Carousel: marketing-usual', utility(carousel(card(), card()))],
	['error Carousel: card-count', draft([{ type: 'CAROUSEL' }])],
	[
		'error Card 2: card-structure',
		draft([carousel(card(), card(media('VIDEO'), body('A lamp.'), buttons(reply('More'))))]),
	],
	[
		'error Card 2: card-structure',
		draft([carousel(card(), card(media('IMAGE'), buttons(reply('More'))))]),
	],
	[
		'error Card 2: card-structure',
		draft([carousel(card(), card(media('IMAGE'), body('A lamp.'), buttons(link())))]),
	],
	[
		'error Card 2, body, variable {{1}}: example-missing',
		draft([
			carousel(card(), card(media('IMAGE'), body('A {{1}} lamp for you.'), buttons(reply('More')))),
		]),
	],

	// Wording
	['warning Body: promotional', { ...utility(), components: [body('Our sale has begun.')] }],
	['warning Header: promotional', utility(header('Now 20% off'))],
	['warning Buttons: promotional', utility(buttons(reply('Shop now')))],
];

describe('each rule finds its own breach and nothing else', () => {
	it.each(CASES)('%s', (finding, written) => {
		expect(found(written)).toEqual([finding]);
	});
});

it('finds what is wrong in every card', () => {
	const wrong = card(header('A'), body('B'), buttons(reply()), footer('C'));
	expect(found(draft([carousel(wrong, wrong)]))).toEqual([
		'error Card 1: card-header',
		'error Card 1: card-part',
		'error Card 2: card-header',
		'error Card 2: card-part',
	]);
});

it('gathers everything, in the order of the parts', () => {
	const written = {
		name: 'Order Update',
		language: 'English',
		category: 'UTILITY',
		components: [
			header('Hello {{1}}'),
			body('{{1}} sale {{3}}', 'a'),
			footer('x'.repeat(61)),
			buttons(reply('')),
		],
	};
	expect(found(written)).toEqual([
		'error Name: name',
		'error Language: language',
		'error Header, variable {{1}}: example-missing',
		'error Body, variable {{2}}: variable-gap',
		'error Body: variable-first',
		'error Body: variable-last',
		'error Body: too-dense',
		'error Body, variable {{3}}: example-missing',
		'warning Body: promotional',
		'error Footer: too-long',
		'error Button 1: text-missing',
	]);
});

describe('nothing is found in', () => {
	const plain: Array<[what: string, draft: JsonObject]> = [
		[
			'types and categories in small letters',
			{ ...only({ type: 'body', text: 'Hi' }), category: 'utility' },
		],
		['a language as webhooks write it', draft([], { language: 'en-US' })],
		[
			'variables in another order',
			only(body('Order {{2}} of {{1}} is on its way to you.', 'a', 'b')),
		],
		['variables with spaces in the braces', only(body('Your order {{ 1 }} is on its way.', '7'))],
		['named variables', namedBody('Dear {{first_name}}, welcome.', { first_name: 'Pablo' })],
		[
			'several rows of examples',
			only({ ...body('Hi {{1}} and welcome.'), example: { body_text: [['a'], ['b']] } }),
		],
		['a variable at the end of a header', draft([header('Welcome, {{1}}', 'Pablo')])],
		[
			'few words without spaces (Chinese)',
			only(body('您的订单{{1}}已经发货，谢谢您的光临。', '7')),
		],
		['each header', draft([media('IMAGE')])],
		['an animated header in marketing', draft([media('GIF')])],
		['a location header', utility({ type: 'HEADER', format: 'LOCATION' })],
		[
			'a link with a variable',
			withButtons(link('https://shop.example/?o={{1}}', { example: ['7'] })),
		],
		[
			'an example of a link that is no list',
			withButtons(link('https://shop.example/{{1}}', { example: '7' })),
		],
		['a call permission request', draft([{ type: 'call_permission_request' }])],
		['quick replies behind others', withButtons(link(), call(), reply(), reply('No'))],
		['a Flow by its JSON', withButtons({ type: 'FLOW', text: 'Book', flow_json: '{}' })],
		[
			'an authentication template',
			authentication({ type: 'FOOTER', code_expiration_minutes: 10 }, buttons(otp())),
		],
		[
			'an app in the older form',
			oneTap({ package_name: 'com.example', signature_hash: 'K8aAINcGX7x' }),
		],
		[
			'zero-tap',
			oneTap({ otp_type: 'ZERO_TAP', supported_apps: [app()], zero_tap_terms_accepted: true }),
		],
		['an offer', draft([media('IMAGE'), offer(), buttons(code(), link())])],
		['a carousel', draft([carousel(card(), card())])],
		[
			'a product carousel',
			draft([
				carousel(
					...[1, 2].map(() =>
						card({ type: 'HEADER', format: 'PRODUCT' }, buttons({ type: 'SPM', text: 'View' })),
					),
				),
			]),
		],
		[
			'a template of the library',
			{ ...draft(), components: undefined, library_template_name: 'a' },
		],
		['30 days of validity', draft([], { category: 'UTILITY', message_send_ttl_seconds: -1 })],
		['what promotes, in marketing', only(body('Our sale has begun: 20% off.'))],
	];

	it.each(plain)('%s', (_, written) => {
		expect(found(written)).toEqual([]);
	});
});

it('takes anything without breaking', () => {
	fc.assert(
		fc.property(fc.array(fc.jsonValue()), fc.jsonValue(), (components, name) => {
			const parts = ['HEADER', 'BODY', 'BUTTONS', 'CAROUSEL', 'LIMITED_TIME_OFFER', 'FOOTER'];
			const typed = components.map((value, index) => ({
				...(typeof value === 'object' && !Array.isArray(value) ? value : { text: value }),
				type: parts[index % parts.length],
				buttons: components,
				cards: components,
				example: value,
			}));
			for (const list of [components, typed]) checkTemplate({ name, components: list });
		}),
	);
});

describe('assertTemplate', () => {
	it('gives the warnings where nothing else is found', () => {
		const written = draft([], { language: 'tlh' });
		expect(assertTemplate(written)).toEqual(checkTemplate(written));
	});

	it('throws the one error, as the field and the fix', () => {
		const error = thrownBy(() => assertTemplate(draft([footer('')])));
		expect(error).toBeInstanceOf(ValidationError);
		expect(error).toMatchObject({
			field: 'Template',
			message: 'Footer: there is no text',
			fix: 'Fill in the text, or leave this part out.',
		});
	});

	it('lists all errors, without the warnings', () => {
		const error = thrownBy(() =>
			assertTemplate(draft([footer(''), buttons(reply(''))], { language: 'tlh' })),
		) as ValidationError;
		expect(error.message).toBe('Meta would refuse the template for 2 reasons');
		expect(error.fix).toContain('1. Footer: there is no text.');
		expect(error.fix).toContain('2. Button 1: there is no text.');
		expect(error.fix).not.toContain('Language');
	});
});
