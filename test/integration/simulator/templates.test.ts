import type { Simulator } from '../../simulator';
import type { Answer } from './support';
import { closeAll, send, startManual } from './support';

afterEach(closeAll);

const text = (value: unknown, name?: string): object => ({
	type: 'text',
	text: value,
	...(name === undefined ? {} : { parameter_name: name }),
});
const body = (...parameters: object[]): object => ({ type: 'body', parameters });
const header = (...parameters: object[]): object => ({ type: 'header', parameters });
const button = (subType: string, index: unknown, ...parameters: object[]): object => ({
	type: 'button',
	sub_type: subType,
	index,
	parameters,
});

function sendTemplate(
	simulator: Simulator,
	name: string,
	components: object[] = [],
	code = 'en_US',
): Promise<Answer> {
	const template = { name, language: { code }, components };
	return send(simulator, { type: 'template', template });
}

const SHIPPED = {
	header: header(text('CL-2048')),
	body: body(text('Amara'), text('throw'), text('Friday')),
	url: button('url', '0', text('CL-2048')),
};

test('a template without variables is accepted, with message_status', async () => {
	const simulator = await startManual();
	const answer = await sendTemplate(simulator, 'hello_world');
	expect(answer.status).toBe(200);
	expect(answer.body.messages[0].message_status).toBe('accepted');
});

test.each([
	['positional, with header and URL button', 'order_shipped', Object.values(SHIPPED)],
	[
		'named, in any order',
		'appointment_reminder',
		[body(text('14:30', 'time'), text('Amara', 'first_name'), text('12 March', 'day'))],
	],
	[
		'with an image header and an offer code',
		'spring_collection',
		[
			header({ type: 'image', image: { link: 'https://shop.example/a.jpg' } }),
			body(text('Amara'), text('30 April')),
			button('COPY_CODE', 1, { type: 'coupon_code', coupon_code: 'LOOM10' }),
			button('quick_reply', 2, { type: 'payload', payload: 'stop' }),
		],
	],
	['for signing in', 'sign_in_code', [body(text('482913')), button('url', 0, text('482913'))]],
	['with a carousel', 'workshop_carousel', [body(text('Amara')), carousel(2)]],
])('a template %s is accepted', async (_what, name, components) => {
	const simulator = await startManual();
	expect((await sendTemplate(simulator, name, components)).body.error).toBeUndefined();
	expect(simulator.ledger.accepted).toHaveLength(1);
});

const action = (value: object): object => ({ type: 'action', action: value });
const product = (sku: string, catalog = '7'): object =>
	header({ type: 'product', product: { product_retailer_id: sku, catalog_id: catalog } });
const products = (...cards: object[]): object => ({
	type: 'carousel',
	cards: cards.map((card, index) => ({ card_index: index, components: [card] })),
});
const image = header({ type: 'image', image: { id: '1' } });
const place = (location: object): object => header({ type: 'location', location });
const offer = (end: unknown): object => ({
	type: 'limited_time_offer',
	parameters: [{ type: 'limited_time_offer', limited_time_offer: { expiration_time_ms: end } }],
});
const coupon = button('copy_code', 0, { type: 'coupon_code', coupon_code: 'LOOM10' });
const items = (count: number): object[] =>
	Array.from({ length: count }, (_, index) => ({ product_retailer_id: `SKU-${index}` }));
const mpm = (...sections: object[]): object =>
	button('mpm', 0, action({ thumbnail_product_retailer_id: 'A', sections }));
const card = (index: unknown, ...components: object[]): object => ({
	card_index: index,
	components,
});
const workshop = (...cards: object[]): object[] => [
	body(text('Amara')),
	{ type: 'carousel', cards },
];
const evening = [image, body(text('4')), button('url', 1, text('weaving'))];

test.each<[string, string, object[]]>([
	[
		'a document',
		'invoice_ready',
		[header({ type: 'document', document: { id: '1', filename: 'a.pdf' } }), body(text('$84'))],
	],
	['a video', 'loom_film', [header({ type: 'video', video: { id: '1' } })]],
	[
		'a call',
		'loom_film',
		[
			header({ type: 'video', video: { id: '1' } }),
			button('voice_call', 0, { type: 'ttl_minutes', ttl_minutes: 60 }),
		],
	],
	['a place', 'parcel_here', [place({ latitude: '1', longitude: 2, name: 'a' }), body(text('a'))]],
	['a product', 'product_of_the_week', [product('A'), body(text('a'))]],
	['a flow', 'care_survey', [button('flow', 0, action({ flow_token: 't', flow_action_data: {} }))]],
	[
		'a catalog',
		'whole_catalog',
		[body(text('a')), button('CATALOG', 0, action({ thumbnail_product_retailer_id: 'A' }))],
	],
	[
		'products',
		'left_in_the_cart',
		[body(text('a')), mpm({ title: 'A', product_items: items(30) })],
	],
	['an offer', 'flash_sale', [image, body(text('a')), offer(1_800_000_000_000), coupon]],
	[
		'ten products side by side',
		'throws_to_choose',
		[body(text('a')), products(...items(10).map((_, index) => product(`${index}`)))],
	],
])('a template with %s is accepted', async (_what, name, components) => {
	const simulator = await startManual();
	expect((await sendTemplate(simulator, name, components)).body.error).toBeUndefined();
});

test.each<[string, string, object[], number]>([
	[
		'a place beyond the pole',
		'parcel_here',
		[place({ latitude: 91, longitude: 0 }), body(text('a'))],
		131009,
	],
	['half of a place', 'parcel_here', [place({ latitude: 1 }), body(text('a'))], 131008],
	[
		'a product of no catalog',
		'product_of_the_week',
		[header({ type: 'product', product: { product_retailer_id: 'A' } }), body(text('a'))],
		131008,
	],
	[
		'a named image',
		'spring_collection',
		[
			header({ type: 'image', image: { id: '1', filename: 'a' } }),
			body(text('a'), text('b')),
			coupon,
		],
		100,
	],
	[
		'a payload for its flow',
		'care_survey',
		[button('flow', 0, { type: 'payload', payload: 'a' })],
		132012,
	],
	[
		'a catalog button of no product',
		'whole_catalog',
		[body(text('a')), button('catalog', 0, action({}))],
		131008,
	],
	['no products', 'left_in_the_cart', [body(text('a'))], 131008],
	[
		'31 products',
		'left_in_the_cart',
		[
			body(text('a')),
			mpm({ title: 'A', product_items: items(30) }, { title: 'B', product_items: items(1) }),
		],
		131009,
	],
	[
		'products without a title',
		'left_in_the_cart',
		[body(text('a')), mpm({ product_items: items(1) })],
		131008,
	],
	[
		'a call of no minute',
		'loom_film',
		[
			header({ type: 'video', video: { id: '1' } }),
			button('voice_call', 0, { type: 'ttl_minutes', ttl_minutes: 0 }),
		],
		131009,
	],
	['no end of its offer', 'flash_sale', [image, body(text('a')), coupon], 132000],
	['an end that is no time', 'flash_sale', [image, body(text('a')), offer('soon'), coupon], 100],
	[
		'a body too long beside its offer',
		'flash_sale',
		[image, body(text('x'.repeat(600))), offer(1_800_000_000_000), coupon],
		132005,
	],
	[
		'one product side by side',
		'throws_to_choose',
		[body(text('a')), products(product('A'))],
		131009,
	],
	[
		'products of two catalogs',
		'throws_to_choose',
		[body(text('a')), products(product('A'), product('B', '8'))],
		131009,
	],
	[
		'a picture for a product',
		'throws_to_choose',
		[body(text('a')), products(product('A'), image)],
		132012,
	],
	[
		'a card without components',
		'workshop_carousel',
		workshop(card(0, ...evening), { card_index: 1 }),
		131008,
	],
	['a card twice', 'workshop_carousel', workshop(card(0, ...evening), card(0, ...evening)), 131009],
	[
		'a card too many',
		'workshop_carousel',
		workshop(...[0, 1, 2].map((index) => card(index, ...evening))),
		132000,
	],
	[
		'a card that lacks its link',
		'workshop_carousel',
		workshop(card(0, ...evening), card(1, ...evening.slice(0, 2))),
		131008,
	],
	[
		'a card whose body is too long',
		'workshop_carousel',
		workshop(card(0, ...evening), card(1, image, body(text('x'.repeat(160))), evening[2])),
		132005,
	],
])('a template with %s is refused', async (_what, name, components, code) => {
	const simulator = await startManual();
	const { body: answer } = await sendTemplate(simulator, name, components);
	expect(answer.error?.code).toBe(code);
});

function carousel(count: number): object {
	return {
		type: 'carousel',
		cards: Array.from({ length: count }, (_, index) => ({
			card_index: index,
			components: [
				header({ type: 'image', image: { id: '1234' } }),
				body(text('4')),
				button('url', 1, text('weaving')),
			],
		})),
	};
}

test.each([
	['that does not exist', 'no_such_template', 'en_US', 132001, 404],
	['that does not exist in the language', 'hello_world', 'fr', 132001, 404],
	['that waits for review', 'loyalty_points', 'fr', 132001, 404],
	['that was rejected', 'prize_draw', 'en_US', 132001, 404],
	['that is paused', 'winter_sale', 'en_US', 132015, 400],
	['that is disabled', 'autumn_letter', 'en_US', 132016, 400],
])('a template %s is refused', async (_what, name, code, expected, status) => {
	const simulator = await startManual();
	const answer = await sendTemplate(simulator, name, [], code);
	expect(answer).toMatchObject({ status, body: { error: { code: expected } } });
});

const { header: H, body: B, url: U } = SHIPPED;

test.each([
	['no values at all', 'order_shipped', [], 132000],
	['one body value too few', 'order_shipped', [H, body(text('a'), text('b')), U], 132000],
	['values it has no place for', 'hello_world', [body(text('a'))], 132000],
	['no value for its button', 'order_shipped', [H, B], 131008],
	['an empty text', 'order_shipped', [H, body(text(''), text('b'), text('c')), U], 131008],
	['names where it has positions', 'order_shipped', [header(text('x', 'order')), B, U], 132012],
	['an image for its text', 'order_shipped', [header({ type: 'image', image: {} }), B, U], 132012],
	['a button it does not have', 'order_shipped', [H, B, button('url', 1, text('x'))], 132012],
	['a line break in a value', 'order_shipped', [header(text('a\nb')), B, U], 132018],
	[
		'positions where it has names',
		'appointment_reminder',
		[body(text('a'), text('b'), text('c'))],
		132012,
	],
	[
		'a name it does not have',
		'appointment_reminder',
		[body(text('a', 'first_name'), text('b', 'day'), text('c', 'hour'))],
		132012,
	],
	['no image for its header', 'spring_collection', [body(text('a'), text('b'))], 132012],
	['a card too few', 'workshop_carousel', [body(text('Amara')), carousel(1)], 132000],
	[
		'a body that gets too long',
		'order_shipped',
		[H, body(text('x'.repeat(1_000)), text('b'), text('c')), U],
		132005,
	],
])('a template with %s is refused', async (_what, name, components, code) => {
	const simulator = await startManual();
	const answer = await sendTemplate(simulator, name, components);
	expect(answer.body.error).toMatchObject({ code, error_data: { details: expect.any(String) } });
	expect(simulator.ledger.accepted).toHaveLength(0);
});

test('a sign-in code cannot go to a user ID', async () => {
	const simulator = await startManual();
	const answer = await send(simulator, {
		to: undefined,
		recipient: 'US.13491208655302741918',
		type: 'template',
		template: { name: 'sign_in_code', language: { code: 'en_US' } },
	});
	expect(answer.body.error.code).toBe(131062);
});

test('a review that ends well makes a template sendable', async () => {
	const simulator = await startManual();
	const added = simulator.account.addTemplate({ name: 'fresh_one', status: 'PENDING' });
	expect((await sendTemplate(simulator, 'fresh_one')).status).toBe(404);
	simulator.account.updateTemplate(added.id, { status: 'APPROVED' });
	expect((await sendTemplate(simulator, 'fresh_one')).status).toBe(200);
});
