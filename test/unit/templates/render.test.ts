import { renderTemplate } from '../../../nodes/shared/templates/render';
import type { SlotValue } from '../../../nodes/shared/templates/slot';
import type { TemplateDefinition } from '../../../nodes/shared/templates/types';
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

const MONEY = {
	type: 'currency',
	currency: { code: 'USD', amount_1000: 1000, fallback_value: '$1' },
};

it.each<[string, TemplateDefinition, Record<string, SlotValue>, string]>([
	[
		'texts, with money and links',
		template([
			{ type: 'HEADER', format: 'TEXT', text: 'Order {{1}}' },
			body('Hello {{1}},\nthat is {{2}}'),
			{ type: 'FOOTER', text: 'Cedar & Loom' },
			buttons(
				{ type: 'URL', text: 'Track', url: 'https://a.example/{{1}}' },
				{ type: 'PHONE_NUMBER', text: 'Call', phone_number: '+12025550101' },
				{ type: 'QUICK_REPLY', text: 'Stop' },
				{ type: 'COPY_CODE', text: 'Copy' },
			),
		]),
		{
			header_1: 'CL-1',
			body_1: 'Ada',
			body_2: MONEY,
			button_0_url: 'CL-1',
			button_2_payload: 'stop',
			button_3_code: 'LOOM10',
		},
		[
			'Order CL-1',
			'Hello Ada,\nthat is $1',
			'Cedar & Loom',
			'[Track: https://a.example/CL-1]',
			'[Call: +12025550101]',
			'[Stop]',
			'[Copy: LOOM10]',
		].join('\n'),
	],
	[
		'names',
		template([body('{{b}} {{a}}')], { parameter_format: 'NAMED' }),
		{ body_a: 'A', body_b: 'B' },
		'B A',
	],
	[
		'a document',
		template([header('DOCUMENT'), body('See above')]),
		{ header_document: '1', header_document_name: 'a.pdf' },
		'[Document: a.pdf]\nSee above',
	],
	[
		'a place',
		template([header('LOCATION')]),
		{ header_latitude: 1, header_longitude: 2, header_name: 'Here' },
		'[Location: Here, 1, 2]',
	],
	[
		'a code',
		SIGN_IN,
		{ code: '482913' },
		'*482913* is your code.\n[Copy code: https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp482913]',
	],
	[
		'an offer',
		template([
			{ type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Now!', has_expiration: true } },
		]),
		{ offer_expiration: Date.UTC(2026, 11, 24, 17) },
		'Now! (until 2026-12-24T17:00:00.000Z)',
	],
	[
		'cards',
		MEDIA_CAROUSEL,
		{
			body_1: 'Ada',
			...Object.fromEntries(
				[0, 1].flatMap((card) => [
					[`card_${card}_header_image`, 'https://a.example/b.jpg'],
					[`card_${card}_body_1`, String(card)],
					[`card_${card}_button_1_url`, 'x'],
				]),
			),
		},
		[
			'Two evenings, Ada',
			...[0, 1].flatMap((card) => [
				'',
				`Card ${card + 1}`,
				'[Image: https://a.example/b.jpg]',
				`${card} places left`,
				'[Book]',
				'[Details: https://shop.example/w/x]',
			]),
		].join('\n'),
	],
	[
		'more products than the template has cards',
		PRODUCT_CAROUSEL,
		{ carousel_catalog: '7', card_0_product: 'A', card_1_product: 'B', card_2_product: 'C' },
		[
			'For you',
			...['A', 'B', 'C'].flatMap((product, card) => [
				'',
				`Card ${card + 1}`,
				`[Product: ${product}]`,
				'[View]',
			]),
		].join('\n'),
	],
])('renders %s', (_what, definition, values, expected) => {
	expect(renderTemplate(definition, compose(definition, values))).toBe(expected);
});

it('leaves variables in their places that nobody filled in', () => {
	expect(renderTemplate(template([body('Hello {{1}}')]), [])).toBe('Hello {{1}}');
});

it('takes components that are no good', () => {
	const odd = [
		{ type: 'header', parameters: 'x' },
		{ type: 'carousel', cards: [1, { components: 2 }] },
		{
			type: 'limited_time_offer',
			parameters: [{ limited_time_offer: { expiration_time_ms: 1e99 } }],
		},
	];
	const definition = template([
		header('IMAGE'),
		{ type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Now' } },
		...MEDIA_CAROUSEL.components,
	]);
	expect(renderTemplate(definition, odd)).toMatch(/^\[Image\]\nNow\nTwo evenings/);
});
