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
