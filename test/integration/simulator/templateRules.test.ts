import { closeAll, graph, startManual } from './support';
import { body, buttons, CODE, create, handleOf, PLAIN } from './templateSupport';

afterEach(closeAll);

const quick = (text = 'Yes'): object => ({ type: 'QUICK_REPLY', text });
const url = (fields: object = {}): object => ({
	type: 'URL',
	text: 'Open',
	url: 'https://shop.example/a',
	...fields,
});
const call = { type: 'PHONE_NUMBER', text: 'Call', phone_number: '+12025550101' };
const header = (text: string, ...examples: string[]): object => ({
	type: 'HEADER',
	format: 'TEXT',
	text,
	...(examples.length === 0 ? {} : { example: { header_text: examples } }),
});
const otp = (fields: object): object[] => [CODE[0], buttons({ type: 'OTP', ...fields })];
const APP = { package_name: 'com.shop.example', signature_hash: 'K8aXINcGX7Q' };
const offer = (text: string): object => ({
	type: 'LIMITED_TIME_OFFER',
	limited_time_offer: { text, has_expiration: true },
});
const named = (...names: string[]): object => ({
	body_text_named_params: names.map((name) => ({ param_name: name, example: 'x' })),
});
const words = (count: number): string => 'word '.repeat(count).trim();

test.each<[string, Record<string, unknown>]>([
	['with the longest name', { name: 'a'.repeat(512) }],
	['with types in small letters', { components: [{ ...PLAIN, type: 'body' }] }],
	['with a body of 1,024 code points', { components: [body('😀'.repeat(1_024))] }],
	['with five words to two variables', { components: [body('a b {{1}} c {{2}} d e', 'x', 'y')] }],
	[
		'with named variables',
		{
			parameter_format: 'named',
			components: [
				{ ...body('Dear {{first_name}}, we expect you.'), example: named('first_name') },
			],
		},
	],
	[
		'with a variable in the header, and every kind of plain button',
		{
			components: [
				header('Order {{1}} left us', 'CL-1'),
				PLAIN,
				{ type: 'FOOTER', text: 'x'.repeat(60) },
				buttons(quick('x'.repeat(25)), quick('No'), url(), call),
			],
		},
	],
	[
		'with a URL that ends in a variable',
		{ components: [PLAIN, buttons(url({ url: 'https://a.example/{{1}}', example: ['x'] }))] },
	],
	['with ten quick replies', { components: [PLAIN, buttons(...Array<object>(10).fill(quick()))] }],
	[
		'with a limited-time offer',
		{
			category: 'MARKETING',
			components: [
				body('x'.repeat(600)),
				offer('x'.repeat(16)),
				buttons({ type: 'COPY_CODE', example: 'x'.repeat(20) }, url()),
			],
		},
	],
	['with a flow', { components: [PLAIN, buttons({ type: 'FLOW', text: 'Go', flow_id: '1' })] }],
	['with a location header', { components: [{ type: 'HEADER', format: 'LOCATION' }, PLAIN] }],
	['that asks to call', { components: [PLAIN, { type: 'call_permission_request' }] }],
	['for codes', { category: 'AUTHENTICATION', components: CODE, message_send_ttl_seconds: 900 }],
	[
		'for codes by one tap',
		{
			category: 'authentication',
			components: otp({ otp_type: 'ONE_TAP', supported_apps: [APP] }),
		},
	],
	[
		'for codes by one tap, in the older form',
		{ category: 'AUTHENTICATION', components: otp({ otp_type: 'ONE_TAP', ...APP }) },
	],
	['that lasts for 30 days', { message_send_ttl_seconds: -1 }],
])('a template %s is taken for review', async (_what, fields) => {
	const simulator = await startManual();
	const { body: answer } = await create(simulator, fields);
	expect(answer.error).toBeUndefined();
	expect(answer).toEqual({
		id: expect.stringMatching(/^\d+$/),
		status: 'PENDING',
		category: expect.stringMatching(/^(UTILITY|MARKETING|AUTHENTICATION)$/),
	});
});

test.each<[string, Record<string, unknown>, number | string]>([
	['a name with capitals', { name: 'Fresh' }, 'lowercase'],
	['no name', { name: undefined }, 'name is required'],
	['a name of 513 characters', { name: 'a'.repeat(513) }, '512'],
	['a language that does not exist', { language: 'xx' }, 'supported language'],
	['a language written with a dash', { language: 'en-US' }, 'supported language'],
	['no category', { category: undefined }, 'category is required'],
	['a category that does not exist', { category: 'TRANSACTIONAL' }, 'category must be one of'],
	['a key that does not exist', { compnents: [] }, '"compnents"'],
	['a name and language that are there', { name: 'hello_world' }, 2388024],
	['no components', { components: undefined }, 'components is required'],
	['no body', { components: [header('Hello')] }, 2388043],
	['two bodies', { components: [PLAIN, PLAIN] }, 'BODY is given more than once'],
	[
		'a component that does not exist',
		{ components: [PLAIN, { type: 'TAIL' }] },
		'TAIL is not a component',
	],
	['a body of 1,025 characters', { components: [body('x'.repeat(1_025))] }, 2388040],
	['a header of 61 characters', { components: [header('x'.repeat(61)), PLAIN] }, 2388040],
	[
		'a footer of 61 characters',
		{ components: [PLAIN, { type: 'FOOTER', text: 'x'.repeat(61) }] },
		2388040,
	],
	[
		'a variable in the footer',
		{ components: [PLAIN, { type: 'FOOTER', text: 'By {{1}} today' }] },
		2388073,
	],
	[
		'two variables in the header',
		{ components: [header('A {{1}} b {{2}} c', 'x'), PLAIN] },
		2388047,
	],
	[
		'a header of no known format',
		{ components: [{ type: 'HEADER', format: 'AUDIO' }, PLAIN] },
		2388047,
	],
	[
		'a GIF outside of marketing',
		{ components: [{ type: 'HEADER', format: 'GIF' }, PLAIN] },
		2388047,
	],
	['no example for a variable', { components: [body('Your {{1}} is on its way to you')] }, 2388043],
	[
		'an example too many',
		{ components: [body('Your {{1}} is on its way to you', 'a', 'b')] },
		2388043,
	],
	['an empty example', { components: [body('Your {{1}} is on its way to you', '')] }, 2388043],
	['a variable at the start', { components: [body('{{1}} is on its way to you', 'a')] }, 2388299],
	['a variable at the end', { components: [body('On its way to you: {{1}}.', 'a')] }, 2388299],
	['four words to two variables', { components: [body('a {{1}} b c {{2}} d', 'x', 'y')] }, 2388293],
	[
		'a gap in the numbers',
		{ components: [body(`${words(9)} {{1}} and {{3}} too`, 'a', 'b')] },
		2388072,
	],
	['a name among numbers', { components: [body('Dear {{who}}, good to see you', 'a')] }, 2388072],
	[
		'a name with a capital',
		{
			parameter_format: 'NAMED',
			components: [{ ...body('Dear {{Who}}, good to see you'), example: named('Who') }],
		},
		2388072,
	],
	[
		'a named variable without an example',
		{
			parameter_format: 'NAMED',
			components: [{ ...body('Dear {{who}}, good to see you'), example: named('whom') }],
		},
		2388043,
	],
	['braces that do not close', { components: [body('Your {{1} is on its way')] }, 2388072],
	[
		'a parameter format that does not exist',
		{ parameter_format: 'MIXED' },
		'parameter_format must be one of',
	],
	[
		'quick replies apart from each other',
		{ components: [PLAIN, buttons(quick('a'), url(), quick('b'))] },
		'grouped',
	],
	[
		'eleven buttons',
		{ components: [PLAIN, buttons(...Array<object>(11).fill(quick()))] },
		'10 buttons',
	],
	['three URLs', { components: [PLAIN, buttons(url(), url(), url())] }, '2 buttons of type URL'],
	[
		'two numbers to call',
		{ components: [PLAIN, buttons(call, call)] },
		'1 buttons of type PHONE_NUMBER',
	],
	[
		'a button that does not exist',
		{ components: [PLAIN, buttons({ type: 'JUMP' })] },
		'JUMP is not a button',
	],
	['no buttons in BUTTONS', { components: [PLAIN, buttons()] }, 2388043],
	[
		'a button text of 26 characters',
		{ components: [PLAIN, buttons(quick('x'.repeat(26)))] },
		2388040,
	],
	[
		'a URL that is none',
		{ components: [PLAIN, buttons(url({ url: 'shop.example' }))] },
		'not a valid URL',
	],
	[
		'a variable inside a URL',
		{ components: [PLAIN, buttons(url({ url: 'https://a.example/{{1}}/b', example: ['x'] }))] },
		'one variable',
	],
	[
		'a URL with a variable and no example',
		{ components: [PLAIN, buttons(url({ url: 'https://a.example/{{1}}' }))] },
		2388043,
	],
	[
		'an offer code of 21 characters',
		{
			category: 'MARKETING',
			components: [PLAIN, buttons({ type: 'COPY_CODE', example: 'x'.repeat(21) })],
		},
		2388040,
	],
	[
		'two ways to name a flow',
		{ components: [PLAIN, buttons({ type: 'FLOW', text: 'a', flow_id: '1', flow_name: 'b' })] },
		'flow_id and flow_name',
	],
	[
		'a catalog outside of marketing',
		{ components: [PLAIN, buttons({ type: 'CATALOG', text: 'a' })] },
		'needs category MARKETING',
	],
	[
		'a code button outside of authentication',
		{ components: [PLAIN, CODE[2]] },
		'OTP is not a button',
	],
	[
		'an offer outside of marketing',
		{ components: [PLAIN, offer('Now')] },
		'needs category MARKETING',
	],
	[
		'an offer of 17 characters',
		{ category: 'MARKETING', components: [PLAIN, offer('x'.repeat(17))] },
		2388040,
	],
	[
		'an offer and a body of 601 characters',
		{ category: 'MARKETING', components: [body('x'.repeat(601)), offer('Now')] },
		2388040,
	],
	[
		'an offer and a footer',
		{ category: 'MARKETING', components: [PLAIN, offer('Now'), { type: 'FOOTER', text: 'x' }] },
		'no footer',
	],
	[
		'a text of one’s own for codes',
		{ category: 'AUTHENTICATION', components: [PLAIN, CODE[2]] },
		'BODY is fixed',
	],
	[
		'a header for codes',
		{ category: 'AUTHENTICATION', components: [header('Hi'), ...CODE] },
		'no component HEADER',
	],
	['no button for codes', { category: 'AUTHENTICATION', components: [CODE[0]] }, 2388043],
	[
		'a code that lasts 91 minutes',
		{
			category: 'AUTHENTICATION',
			components: [CODE[0], { type: 'FOOTER', code_expiration_minutes: 91 }, CODE[2]],
		},
		'1 to 90',
	],
	[
		'one tap without an app',
		{ category: 'AUTHENTICATION', components: otp({ otp_type: 'ONE_TAP' }) },
		2388043,
	],
	[
		'six apps',
		{
			category: 'AUTHENTICATION',
			components: otp({ otp_type: 'ONE_TAP', supported_apps: Array<object>(6).fill(APP) }),
		},
		'1 to 5',
	],
	[
		'zero taps without accepting the terms',
		{
			category: 'AUTHENTICATION',
			components: otp({ otp_type: 'ZERO_TAP', supported_apps: [APP] }),
		},
		'zero_tap_terms_accepted',
	],
	['a validity of 29 seconds', { message_send_ttl_seconds: 29 }, '30 to 43200'],
	['a validity of 12 hours and a second', { message_send_ttl_seconds: 43_201 }, '30 to 43200'],
	[
		'a code valid for more than 15 minutes',
		{ category: 'AUTHENTICATION', components: CODE, message_send_ttl_seconds: 901 },
		'30 to 900',
	],
	[
		'marketing valid for less than 12 hours',
		{ category: 'MARKETING', message_send_ttl_seconds: 43_199 },
		'43200 to 2592000',
	],
])('%s is refused', async (_what, fields, expected) => {
	const simulator = await startManual();
	const before = simulator.account.templates.size;
	const answer = await create(simulator, fields);
	const { error } = answer.body;
	expect(answer).toMatchObject({ status: 400, body: { error: { code: 100 } } });
	// A rule whose number nobody has published is known by its words.
	if (typeof expected === 'number') expect(error.error_subcode).toBe(expected);
	else expect(`${error.message} ${error.error_user_msg}`).toContain(expected);
	expect(simulator.account.templates.size).toBe(before);
});

describe('media headers', () => {
	const media = (format: string, ...handles: string[]): object => ({
		type: 'HEADER',
		format,
		example: { header_handle: handles },
	});

	test.each([
		['IMAGE', 'image/png'],
		['VIDEO', 'video/mp4'],
		['DOCUMENT', 'application/pdf'],
	])('%s takes an upload of %s, and is listed with an address', async (format, type) => {
		const simulator = await startManual();
		const components = [media(format, await handleOf(simulator, type)), PLAIN];
		const { id } = (await create(simulator, { components })).body;
		const listed = (await graph(simulator, 'GET', id)).body;
		expect(listed.components).toMatchObject([
			{ format, example: { header_handle: [expect.stringMatching(/^https:/)] } },
			PLAIN,
		]);
	});

	test('a file of several pieces has a handle of several lines', async () => {
		const simulator = await startManual();
		const handles = [await handleOf(simulator), await handleOf(simulator)].join('\n');
		const answer = await create(simulator, { components: [media('IMAGE', handles), PLAIN] });
		expect(answer.status).toBe(200);
	});

	test('a handle that is missing, unknown or of another kind is refused', async () => {
		const simulator = await startManual();
		const pdf = await handleOf(simulator, 'application/pdf');
		const refused: unknown[] = [];
		for (const handles of [[], ['4::aW1hZ2U='], [pdf]]) {
			const components = [media('IMAGE', ...handles), PLAIN];
			refused.push((await create(simulator, { components })).body.error.error_subcode);
		}
		expect(refused).toEqual([2388043, undefined, 2388047]);
	});

	test('cards of a carousel are alike, ten at most, with a short text', async () => {
		const simulator = await startManual();
		const image = media('IMAGE', await handleOf(simulator));
		const card = (text = 'Fine linen', ...list: object[]): object => ({
			components: [image, body(text), buttons(...(list.length ? list : [quick()]))],
		});
		const tryCards = async (...cards: object[]): Promise<number> => {
			const components = [PLAIN, { type: 'CAROUSEL', cards }];
			const name = `cards_${Math.random().toString(36).slice(2)}`;
			return (await create(simulator, { name, category: 'MARKETING', components })).status;
		};
		expect(await tryCards(...Array<object>(10).fill(card('x'.repeat(160))))).toBe(200);
		expect(await tryCards(...Array<object>(11).fill(card()))).toBe(400);
		expect(await tryCards(card(), card('x'.repeat(161)))).toBe(400);
		expect(await tryCards(card(), card('Fine linen', url()))).toBe(400);
		expect(await tryCards(card('Fine linen', quick(), quick(), url()))).toBe(400);
		expect(await tryCards({ components: [body('No picture'), buttons(quick())] })).toBe(400);
	});
});

test('an authentication template is listed with Meta’s texts and its button as a URL', async () => {
	const simulator = await startManual();
	const fields = { language: 'de', category: 'AUTHENTICATION', components: CODE };
	const { id } = (await create(simulator, fields)).body;
	expect((await graph(simulator, 'GET', id)).body.components).toMatchObject([
		{ type: 'BODY', text: expect.stringContaining('*{{1}}*'), add_security_recommendation: true },
		{ type: 'FOOTER', text: expect.stringContaining('10 Minuten') },
		{
			type: 'BUTTONS',
			buttons: [{ type: 'URL', text: 'Copy', url: expect.stringMatching(/COPY_CODE.*\{\{1\}\}$/) }],
		},
	]);
});
