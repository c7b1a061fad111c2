import type { INodeParameters } from 'n8n-workflow';

import { clearSimulator, useSimulator } from '../messages/support';
import {
	AUTO_MAP,
	body,
	button,
	componentsOf,
	form,
	json,
	override,
	refused,
	text,
} from './support';

useSimulator();

const header = (parameter: object): object => ({ type: 'header', parameters: [parameter] });
const product = (sku: string): object =>
	header({ type: 'product', product: { product_retailer_id: sku, catalog_id: '7' } });
const action = (value: object): object => ({ type: 'action', action: value });

const SHIPPED = {
	header_1: 'CL-2048',
	body_1: 'Ada',
	body_2: 'linen throw',
	body_3: 'Friday',
	button_0_url: 'CL-2048',
};
const SHIPPED_COMPONENTS = [
	header(text('CL-2048')),
	body('Ada', 'linen throw', 'Friday'),
	button('url', 0, text('CL-2048')),
];

it.each<[string, string, INodeParameters, object[]]>([
	['numbered variables', 'order_shipped', SHIPPED, SHIPPED_COMPONENTS],
	[
		'named variables and payloads',
		'appointment_reminder',
		{ body_first_name: 'Ada', body_day: '12 March', body_time: '14:30', button_1_payload: 'other' },
		[
			{
				type: 'body',
				parameters: [text('Ada', 'first_name'), text('12 March', 'day'), text('14:30', 'time')],
			},
			button('quick_reply', 1, { type: 'payload', payload: 'other' }),
		],
	],
	[
		'an image and a coupon',
		'spring_collection',
		{
			header_image: 'https://shop.example/a.jpg',
			body_1: 'Ada',
			body_2: '30 April',
			button_1_code: 'LOOM10',
		},
		[
			header({ type: 'image', image: { link: 'https://shop.example/a.jpg' } }),
			body('Ada', '30 April'),
			button('copy_code', 1, { type: 'coupon_code', coupon_code: 'LOOM10' }),
		],
	],
	[
		'a document',
		'invoice_ready',
		{ header_document: '1234', header_document_name: 'invoice.pdf', body_1: '$84.00' },
		[
			header({ type: 'document', document: { id: '1234', filename: 'invoice.pdf' } }),
			body('$84.00'),
		],
	],
	[
		'a video and a call',
		'loom_film',
		{ header_video: '1234', button_0_ttl: 60, button_0_payload: 'film' },
		[
			header({ type: 'video', video: { id: '1234' } }),
			button(
				'voice_call',
				0,
				{ type: 'ttl_minutes', ttl_minutes: 60 },
				{ type: 'payload', payload: 'film' },
			),
		],
	],
	[
		'a place',
		'parcel_here',
		{ header_latitude: 37.44, header_longitude: '-122.16', header_name: 'Depot', body_1: 'Ada' },
		[
			header({
				type: 'location',
				location: { latitude: '37.44', longitude: '-122.16', name: 'Depot' },
			}),
			body('Ada'),
		],
	],
	[
		'a product',
		'product_of_the_week',
		{ header_catalog: '7', header_product: 'SKU', body_1: 'Ada' },
		[product('SKU'), body('Ada')],
	],
	[
		'a one-time code',
		'sign_in_code',
		{ code: 482913 },
		[body('482913'), button('url', 0, text('482913'))],
	],
	[
		'a flow',
		'care_survey',
		{ button_0_flow_token: 't', button_0_flow_data: '{ "order": "CL-1" }' },
		[button('flow', 0, action({ flow_token: 't', flow_action_data: { order: 'CL-1' } }))],
	],
	[
		'a catalog',
		'whole_catalog',
		{ body_1: '$60', button_0_thumbnail: 'SKU' },
		[body('$60'), button('catalog', 0, action({ thumbnail_product_retailer_id: 'SKU' }))],
	],
	[
		'several products',
		'left_in_the_cart',
		{ body_1: 'LOOM10', button_0_thumbnail: 'A', button_0_sections: 'Yours: A, B' },
		[
			body('LOOM10'),
			button(
				'mpm',
				0,
				action({
					thumbnail_product_retailer_id: 'A',
					sections: [
						{
							title: 'Yours',
							product_items: [{ product_retailer_id: 'A' }, { product_retailer_id: 'B' }],
						},
					],
				}),
			),
		],
	],
	[
		'a limited-time offer',
		'flash_sale',
		{
			header_image: '1234',
			offer_expiration: '2026-12-24T18:00:00+01:00',
			body_1: 'Ada',
			button_0_code: 'LOOM10',
		},
		[
			header({ type: 'image', image: { id: '1234' } }),
			body('Ada'),
			{
				type: 'limited_time_offer',
				parameters: [
					{
						type: 'limited_time_offer',
						limited_time_offer: { expiration_time_ms: Date.UTC(2026, 11, 24, 17) },
					},
				],
			},
			button('copy_code', 0, { type: 'coupon_code', coupon_code: 'LOOM10' }),
		],
	],
	[
		'a carousel of pictures',
		'workshop_carousel',
		{
			body_1: 'Ada',
			card_0_header_image: '1',
			card_0_body_1: '4',
			card_0_button_1_url: 'weaving',
			card_1_header_image: '2',
			card_1_body_1: '5',
			card_1_button_0_payload: 'dyes',
			card_1_button_1_url: 'dyes',
		},
		[
			body('Ada'),
			{
				type: 'carousel',
				cards: [
					{
						card_index: 0,
						components: [
							header({ type: 'image', image: { id: '1' } }),
							body('4'),
							button('url', 1, text('weaving')),
						],
					},
					{
						card_index: 1,
						components: [
							header({ type: 'image', image: { id: '2' } }),
							body('5'),
							button('quick_reply', 0, { type: 'payload', payload: 'dyes' }),
							button('url', 1, text('dyes')),
						],
					},
				],
			},
		],
	],
	[
		'a carousel of more products than it was made with',
		'throws_to_choose',
		{
			body_1: 'Ada',
			carousel_catalog: '7',
			card_0_product: 'A',
			card_1_product: 'B',
			card_2_product: 'C',
		},
		[
			body('Ada'),
			{
				type: 'carousel',
				cards: ['A', 'B', 'C'].map((sku, card_index) => ({
					card_index,
					components: [product(sku)],
				})),
			},
		],
	],
])('the form fills in %s', async (_what, template, values, expected) => {
	expect(await componentsOf(template, form(values))).toEqual(expected);
});

it('takes expressions, also of money', async () => {
	const money = {
		type: 'currency',
		currency: { fallback_value: '€84', code: 'EUR', amount_1000: 84_000 },
	};
	expect(
		await componentsOf(
			'invoice_ready',
			form({ header_document: '={{ $json.file }}', body_1: '={{ $json.sum }}' }),
			{ file: 1234, sum: money },
		),
	).toEqual([
		header({ type: 'document', document: { id: '1234' } }),
		{ type: 'body', parameters: [money] },
	]);
});

describe('a date', () => {
	const offer = (offer_expiration: string) =>
		form({ header_image: '1', body_1: 'Ada', button_0_code: 'X', offer_expiration });
	const expirationOf = async (value: string) => {
		const sent = await componentsOf('flash_sale', offer(value));
		return /"expiration_time_ms":(\d+)/.exec(JSON.stringify(sent))?.[1];
	};

	it('without a zone is one of the workflow’s', async () => {
		const byForm = await expirationOf('2026-12-24T18:00:00');
		clearSimulator();
		expect(byForm).toBe(await expirationOf('={{ DateTime.fromISO("2026-12-24T18:00:00") }}'));
	});

	it('may be given in milliseconds', async () => {
		expect(await expirationOf('1798131600000')).toBe('1798131600000');
	});

	it('is refused where it is none', async () => {
		expect(await refused('flash_sale', offer('soon'))).toMatch(
			/^Offer Expiration is no date: “soon”/,
		);
	});
});

describe('automatic mapping', () => {
	it('takes the fields of the item that have the IDs of the variables', async () => {
		expect(
			await componentsOf('order_shipped', AUTO_MAP, { ...SHIPPED, phone: '+1', more: [1] }),
		).toEqual(SHIPPED_COMPONENTS);
	});

	it('takes named variables by their names too, their IDs before', async () => {
		const item = { first_name: 'Ada', day: '1 March', body_day: '12 March', time: '14:30' };
		expect(await componentsOf('appointment_reminder', AUTO_MAP, item)).toEqual([
			{
				type: 'body',
				parameters: [text('Ada', 'first_name'), text('12 March', 'day'), text('14:30', 'time')],
			},
		]);
	});

	it('says what the item lacks', async () => {
		expect(await refused('order_shipped', AUTO_MAP, { ...SHIPPED, body_2: null })).toMatch(
			/^Body \{\{2\}\} is empty/,
		);
	});

	it('works with a template that differs from item to item', async () => {
		const template = { __rl: true, mode: 'name', value: '={{ $json.which }}' };
		expect(
			await componentsOf(
				'sign_in_code',
				{ ...AUTO_MAP, template },
				{
					which: 'sign_in_code|en_US',
					code: '482913',
				},
			),
		).toEqual([body('482913'), button('url', 0, text('482913'))]);
	});
});

describe('components as JSON', () => {
	const tap = {
		type: 'tap_target_configuration',
		parameters: [
			{
				type: 'tap_target_configuration',
				tap_target_configuration: [{ url: 'https://shop.example', title: 'Shop' }],
			},
		],
	};

	it('take the place of what the form has there, whose values are not needed then', async () => {
		const rest = Object.fromEntries(Object.entries(SHIPPED).filter(([id]) => id !== 'header_1'));
		const own = header(text('By hand'));
		expect(await componentsOf('order_shipped', { ...form(rest), ...override([tap, own]) })).toEqual(
			[...SHIPPED_COMPONENTS.slice(1), tap, own],
		);
	});

	it('say it all without the form', async () => {
		expect(
			await componentsOf('order_shipped', {
				templateValuesSource: 'json',
				...json(SHIPPED_COMPONENTS),
			}),
		).toEqual(SHIPPED_COMPONENTS);
	});

	it('are refused where they are none', async () => {
		const source = { templateValuesSource: 'json' };
		expect(await refused('order_shipped', { ...source, componentsJson: '{' })).toMatch(
			/^Components \(JSON\) is no valid JSON/,
		);
		expect(await refused('order_shipped', { ...source, ...json({}) })).toMatch(
			/^Components \(JSON\) is no list of components/,
		);
	});
});

it('refuses what the template has no place for', async () => {
	expect(await refused('order_shipped', form({ ...SHIPPED, body_4: 'x' }))).toMatch(
		/^The template order_shipped \(en_US\) has no variable “body_4”/,
	);
	expect(await refused('no_such_template')).toMatch(
		/^The account has no template no_such_template in en_US/,
	);
});
