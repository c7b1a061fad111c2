import type { SlotValue } from '../../../nodes/shared/templates/slot';
import type { TemplateDefinition } from '../../../nodes/shared/templates/types';
import { expectLimit, points, refusal, times } from '../messages/support';
import {
	body,
	buttons,
	compose,
	header,
	MEDIA_CAROUSEL,
	PRODUCT_CAROUSEL,
	SIGN_IN,
	template,
} from './support';

const text = (value: string, more: object = {}) => ({ type: 'text', text: value, ...more });
const button = (sub_type: string, index: string, ...parameters: object[]) => ({
	type: 'button',
	sub_type,
	index,
	parameters,
});
const one = (button: { type: string; [key: string]: unknown }) =>
	template([buttons({ text: 'Tap', ...button })]);

const TRACK = one({ type: 'URL', url: 'https://a.example/{{1}}' });
const MPM = one({ type: 'MPM' });
const OFFER = template([
	{ type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Now', has_expiration: true } },
	body('For {{1}}'),
	buttons({ type: 'COPY_CODE', text: 'Copy' }),
]);
const LOCATION = template([header('LOCATION')]);
const MONEY = {
	type: 'currency',
	currency: { code: 'USD', amount_1000: 100_990, fallback_value: '$100.99' },
};
const DATE = { type: 'date_time', date_time: { fallback_value: 'Friday', day_of_month: 25 } };

it.each<[string, TemplateDefinition, Record<string, SlotValue>, object[]]>([
	['nothing', template([body('Hello')]), {}, []],
	[
		'numbered texts',
		template([{ type: 'HEADER', format: 'TEXT', text: 'A {{1}}' }, body('{{2}} b {{1}}')]),
		{ body_2: 'second', body_1: 'first', header_1: 'top' },
		[
			{ type: 'header', parameters: [text('top')] },
			{ type: 'body', parameters: [text('first'), text('second')] },
		],
	],
	[
		'named texts',
		template([body('{{id}}')], { parameter_format: 'named' }),
		{ body_id: 'CL-1' },
		[{ type: 'body', parameters: [text('CL-1', { parameter_name: 'id' })] }],
	],
	[
		'money and dates in a body',
		template([body('{{1}} {{2}}')]),
		{ body_1: MONEY, body_2: DATE },
		[{ type: 'body', parameters: [MONEY, DATE] }],
	],
	[
		'an image by link',
		template([header('IMAGE')]),
		{ header_image: ' https://a.example/b.jpg ' },
		[
			{
				type: 'header',
				parameters: [{ type: 'image', image: { link: 'https://a.example/b.jpg' } }],
			},
		],
	],
	[
		'a video by ID',
		template([header('VIDEO')]),
		{ header_video: '1479537139650973' },
		[{ type: 'header', parameters: [{ type: 'video', video: { id: '1479537139650973' } }] }],
	],
	[
		'a document with its name',
		template([header('DOCUMENT')]),
		{ header_document: '1', header_document_name: 'a.pdf' },
		[
			{
				type: 'header',
				parameters: [{ type: 'document', document: { id: '1', filename: 'a.pdf' } }],
			},
		],
	],
	[
		'a place',
		LOCATION,
		{ header_latitude: 90, header_longitude: -180, header_name: 'Here' },
		[
			{
				type: 'header',
				parameters: [
					{ type: 'location', location: { latitude: '90', longitude: '-180', name: 'Here' } },
				],
			},
		],
	],
	[
		'a product',
		template([header('PRODUCT')]),
		{ header_catalog: '7', header_product: 'SKU' },
		[
			{
				type: 'header',
				parameters: [{ type: 'product', product: { product_retailer_id: 'SKU', catalog_id: '7' } }],
			},
		],
	],
	[
		'a code in the body and on the button',
		SIGN_IN,
		{ code: '482913' },
		[{ type: 'body', parameters: [text('482913')] }, button('url', '0', text('482913'))],
	],
	['the end of a link', TRACK, { button_0_url: 'CL-1' }, [button('url', '0', text('CL-1'))]],
	['no payload', one({ type: 'QUICK_REPLY' }), {}, []],
	[
		'a payload',
		one({ type: 'QUICK_REPLY' }),
		{ button_0_payload: 'stop' },
		[button('quick_reply', '0', { type: 'payload', payload: 'stop' })],
	],
	[
		'a coupon',
		one({ type: 'COPY_CODE' }),
		{ button_0_code: 'LOOM10' },
		[button('copy_code', '0', { type: 'coupon_code', coupon_code: 'LOOM10' })],
	],
	[
		'a flow as it is',
		one({ type: 'FLOW' }),
		{},
		[button('flow', '0', { type: 'action', action: { flow_token: 'unused' } })],
	],
	[
		'a flow with data',
		one({ type: 'FLOW' }),
		{ button_0_flow_token: 't', button_0_flow_data: { a: 1 } },
		[
			button('flow', '0', {
				type: 'action',
				action: { flow_token: 't', flow_action_data: { a: 1 } },
			}),
		],
	],
	['a catalog as it is', one({ type: 'CATALOG' }), {}, []],
	[
		'a catalog’s picture',
		one({ type: 'CATALOG' }),
		{ button_0_thumbnail: 'SKU' },
		[button('catalog', '0', { type: 'action', action: { thumbnail_product_retailer_id: 'SKU' } })],
	],
	[
		'a call',
		one({ type: 'VOICE_CALL' }),
		{ button_0_ttl: 43_200, button_0_payload: 'p' },
		[
			button(
				'voice_call',
				'0',
				{ type: 'ttl_minutes', ttl_minutes: 43_200 },
				{ type: 'payload', payload: 'p' },
			),
		],
	],
	[
		'an offer',
		OFFER,
		{ body_1: 'you', offer_expiration: 1_798_131_600_000, button_0_code: 'X' },
		[
			{ type: 'body', parameters: [text('you')] },
			{
				type: 'limited_time_offer',
				parameters: [
					{
						type: 'limited_time_offer',
						limited_time_offer: { expiration_time_ms: 1_798_131_600_000 },
					},
				],
			},
			button('copy_code', '0', { type: 'coupon_code', coupon_code: 'X' }),
		],
	],
])('a message with %s', (_what, definition, values, expected) => {
	expect(compose(definition, values)).toEqual(expected);
});

describe('several products', () => {
	const sectionsOf = (sections: SlotValue) => {
		const [{ parameters }] = compose(MPM, { button_0_thumbnail: 'A', button_0_sections: sections });
		return (parameters as Array<{ action: { sections: unknown } }>)[0].action.sections;
	};
	const items = (...ids: string[]) => ids.map((product_retailer_id) => ({ product_retailer_id }));
	const expected = [
		{ title: 'Popular', product_items: items('A', 'B') },
		{ title: 'New', product_items: items('C') },
	];

	it.each<[string, SlotValue]>([
		['in a line', 'Popular: A, B; New: C'],
		['in lines', 'Popular: A, B\n\nNew: C\n'],
		['as Meta’s list', expected],
		[
			'as a plain list',
			[
				{ title: 'Popular', products: ['A', 'B'] },
				{ title: 'New', products: ['C'] },
			],
		],
		['as JSON', JSON.stringify(expected)],
	])('are read %s', (_how, sections) => {
		expect(sectionsOf(sections)).toEqual(expected);
	});

	it.each<[string, SlotValue, RegExp]>([
		['without a title', 'A, B', /^Section Title of Button “Tap” Products is empty/],
		['with a title that is too long', `${points(25)}: A`, /has 25 characters, Meta allows 24/],
		['without products', 'Popular:', /^There are no products in all sections/],
		['that are 31', `A: ${times(31, (i) => `P${i}`).join(',')}`, /is 31, Meta allows up to 30/],
		['in 11 sections', times(11, (i) => `S${i}: A`).join('; '), /is 11, Meta allows up to 10/],
		['that are no sections', [1], /is no list of sections$/],
		['that are an object', { a: 1 }, /is an object or a list$/],
	])('are refused %s', (_what, sections, message) => {
		expect(refusal(() => sectionsOf(sections)).message).toMatch(message);
	});
});

describe('a carousel', () => {
	const card = (index: number, more: Record<string, string> = {}) => ({
		[`card_${index}_header_image`]: '1',
		[`card_${index}_body_1`]: '4',
		[`card_${index}_button_1_url`]: 'x',
		...more,
	});

	it('has the template’s own cards, each with its parts', () => {
		const values = { body_1: 'Ada', ...card(0), ...card(1, { card_1_button_0_payload: 'book' }) };
		const parts = [
			{ type: 'header', parameters: [{ type: 'image', image: { id: '1' } }] },
			{ type: 'body', parameters: [text('4')] },
		];
		const payload = button('quick_reply', '0', { type: 'payload', payload: 'book' });
		const link = button('url', '1', text('x'));
		expect(compose(MEDIA_CAROUSEL, values)[1]).toEqual({
			type: 'carousel',
			cards: [
				{ card_index: 0, components: [...parts, link] },
				{ card_index: 1, components: [...parts, payload, link] },
			],
		});
	});

	it('names the card whose value is missing or too long', () => {
		const fill = (last: string) =>
			compose(MEDIA_CAROUSEL, { body_1: 'Ada', ...card(0), ...card(1, { card_1_body_1: last }) });
		expect(refusal(() => fill('')).message).toBe('Card 2 Body {{1}} is empty');
		// " places left" has 12 characters.
		expect(() => fill(points(148))).not.toThrow();
		expect(refusal(() => fill(points(149))).message).toBe(
			'Card 2 Body with its values has 161 characters, Meta allows 160',
		);
	});

	it('has two to ten products of one catalog', () => {
		const products = (count: number) => {
			const ids = times(count, (i) => [`card_${i}_product`, `SKU-${i}`] as const);
			const [carousel] = compose(PRODUCT_CAROUSEL, {
				carousel_catalog: '7',
				...Object.fromEntries(ids),
			});
			return (carousel as { cards: object[] }).cards;
		};
		expect(products(2)).toHaveLength(2);
		expect(products(10)).toHaveLength(10);
		expect(products(3)[2]).toEqual({
			card_index: 2,
			components: [
				{
					type: 'header',
					parameters: [
						{ type: 'product', product: { product_retailer_id: 'SKU-2', catalog_id: '7' } },
					],
				},
			],
		});
		expect(refusal(() => products(1)).message).toBe('Card 2 Product ID is empty');
		expect(refusal(() => products(11)).message).toMatch(/has no variable “card_10_product”/);
	});

	it('has no gap', () => {
		const values = {
			carousel_catalog: '7',
			card_0_product: 'a',
			card_1_product: 'b',
			card_3_product: 'd',
		};
		expect(refusal(() => compose(PRODUCT_CAROUSEL, values)).message).toBe(
			'Card 3 Product ID is empty',
		);
	});
});

describe('a value is refused', () => {
	const NAMED = template([body('Hello {{name}}')], { parameter_format: 'NAMED' });

	it.each<[string, TemplateDefinition, Record<string, SlotValue>, string]>([
		['that is missing', NAMED, {}, 'Body {{name}} is empty'],
		['that is empty', NAMED, { body_name: ' ' }, 'Body {{name}} is empty'],
		[
			'that the template has not',
			NAMED,
			{ body_name: 'Ada', body_nmae: 'x' },
			'The template order_update (en_US) has no variable “body_nmae”',
		],
		[
			'with a line break',
			NAMED,
			{ body_name: 'a\nb' },
			'Body {{name}} has a line break, which Meta takes in no value of a template',
		],
		[
			'with a tab',
			TRACK,
			{ button_0_url: 'a\tb' },
			'Button “Tap” URL has a tab, which Meta takes in no value of a template',
		],
		[
			'with five spaces',
			NAMED,
			{ body_name: 'a     b' },
			'Body {{name}} has more than four spaces in a row, which Meta takes in no value of a template',
		],
		['that is a list', NAMED, { body_name: ['a'] }, 'Body {{name}} is an object or a list'],
		[
			'that is half of an amount',
			NAMED,
			{ body_name: { type: 'currency', currency: { fallback_value: 'a', amount_1000: 1.5 } } },
			'Body {{name}} is no whole amount of money',
		],
		[
			'that is neither link nor ID',
			template([header('IMAGE')]),
			{ header_image: 'file.jpg' },
			'Header Image is neither a link nor a media ID: “file.jpg”',
		],
		['beyond the pole', LOCATION, { header_latitude: 90.1 }, 'Header Latitude is 90.1'],
		['that is half of a place', LOCATION, { header_latitude: 1 }, 'Header Longitude is empty'],
		[
			'that the template says already',
			TRACK,
			{ button_0_url: 'https://a.example/CL-1' },
			'Button “Tap” URL begins with https://a.example/, which the template says already',
		],
		[
			'that is no object',
			one({ type: 'FLOW' }),
			{ button_0_flow_data: ['a'] },
			'Button “Tap” Flow Data is no object',
		],
		['of no minute', one({ type: 'VOICE_CALL' }), { button_0_ttl: 0 }, 'Button “Tap” Minutes is 0'],
		[
			'in seconds',
			OFFER,
			{ body_1: 'a', offer_expiration: 1_798_131_600, button_0_code: 'X' },
			'Offer Expiration is no date',
		],
		['without an end', OFFER, { body_1: 'a', button_0_code: 'X' }, 'Offer Expiration is empty'],
	])('%s', (_what, definition, values, message) => {
		expect(refusal(() => compose(definition, values)).message).toBe(message);
	});

	const HEADED = template([{ type: 'HEADER', format: 'TEXT', text: '{{1}}' }]);
	it.each<[string, number, TemplateDefinition, string]>([
		['Header {{1}}', 60, HEADED, 'header_1'],
		['Body {{1}}', 1024, template([body('{{1}}')]), 'body_1'],
		['Code', 15, SIGN_IN, 'code'],
		['Button “Tap” Code', 20, one({ type: 'COPY_CODE' }), 'button_0_code'],
		['Button “Tap” Payload', 256, one({ type: 'QUICK_REPLY' }), 'button_0_payload'],
		['Button “Tap” Payload', 512, one({ type: 'VOICE_CALL' }), 'button_0_payload'],
		['Button “Tap” URL', 2000 - 'https://a.example/'.length, TRACK, 'button_0_url'],
	])('%s has up to %i characters', (field, limit, definition, id) => {
		expectLimit(field, limit, (value) => compose(definition, { [id]: value }));
	});

	it('with the others together over 1024 characters, or 600 beside an offer', () => {
		const fill = (definition: TemplateDefinition, value: string) =>
			compose(definition, { body_1: value, offer_expiration: 1e12, button_0_code: 'X' });
		const long = template([
			...OFFER.components.slice(0, 1),
			body('For {{1}}'),
			...OFFER.components.slice(2),
		]);
		expect(() => fill(long, points(596))).not.toThrow();
		expect(refusal(() => fill(long, points(597))).message).toBe(
			'Body with its values has 601 characters, Meta allows 600',
		);
		const plain = template([body('For {{1}}')]);
		expect(() => compose(plain, { body_1: points(1020) })).not.toThrow();
		expect(refusal(() => compose(plain, { body_1: points(1021) })).message).toBe(
			'Body with its values has 1025 characters, Meta allows 1024',
		);
	});

	it('as a coupon of more than 15 characters beside an offer', () => {
		expectLimit('Button “Copy” Code', 15, (code) =>
			compose(OFFER, { body_1: 'a', offer_expiration: 1e12, button_0_code: code }),
		);
	});
});
