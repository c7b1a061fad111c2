import { debugToken } from '../../../nodes/shared/graph/endpoints/accessToken';
import { postMessage } from '../../../nodes/shared/graph/endpoints/messages';
import {
	getPhoneNumber,
	listPhoneNumbers,
	throughputOf,
	type PhoneNumber,
} from '../../../nodes/shared/graph/endpoints/phoneNumbers';
import { findTemplate, listTemplates } from '../../../nodes/shared/graph/endpoints/templates';
import { UnexpectedAnswerError } from '../../../nodes/shared/graph/errors';
import { answerWith, clientWith, errorOf, fakeTransport, WABA } from '../../support/graph';

const answering = (body: unknown) => fakeTransport(() => answerWith(body));

describe('postMessage', () => {
	it("gives Meta's answer as it is", async () => {
		const body = {
			messaging_product: 'whatsapp',
			contacts: [{ input: '+16505551234', wa_id: '16505551234' }],
			messages: [{ id: 'wamid.1', message_status: 'accepted' }],
		};
		const transport = answering(body);
		expect(await postMessage(clientWith(transport), '1', { to: '+16505551234' })).toEqual(body);
		expect(transport.requests[0].url.pathname).toBe('/v26.0/1/messages');
	});

	it.each([
		{},
		{ messages: null },
		{ messages: [] },
		{ messages: {} },
		{ messages: 'wamid.1' },
		{ messages: [null] },
		{ messages: [{}] },
		{ messages: [{ id: 7 }] },
	])('wants a message in the answer: %j', async (body) => {
		const error = await errorOf(postMessage(clientWith(answering(body)), '1', {}));
		expect(error).toBeInstanceOf(UnexpectedAnswerError);
	});
});

describe('a list', () => {
	const page = (paging: unknown) => ({ data: [{ id: '1' }], paging });

	it.each([
		['another page', { cursors: { after: 'B' }, next: 'https://graph.facebook.com/next' }, 'B'],
		['no page behind the last one, which has a cursor too', { cursors: { after: 'B' } }, undefined],
		['no paging', undefined, undefined],
		['odd paging', 'x', undefined],
		['odd cursors', { cursors: null, next: 'x' }, undefined],
		['an odd cursor', { cursors: { after: 7 }, next: 'x' }, undefined],
	])('knows of %s', async (_, paging, after) => {
		const client = clientWith(answering(page(paging)));
		expect(await listPhoneNumbers(client, WABA)).toEqual({ phoneNumbers: [{ id: '1' }], after });
	});

	it('asks for the page behind a cursor', async () => {
		const transport = answering(page(undefined));
		await listPhoneNumbers(clientWith(transport), WABA, 'B');
		await listPhoneNumbers(clientWith(transport), WABA);
		expect(transport.requests.map(({ url }) => url.searchParams.get('after'))).toEqual(['B', null]);
	});

	it.each([{}, { data: null }, { data: {} }, { data: 'x' }])('is none: %j', async (body) => {
		const client = clientWith(answering(body));
		expect(await errorOf(listPhoneNumbers(client, WABA))).toBeInstanceOf(UnexpectedAnswerError);
		expect(await errorOf(listTemplates(client, WABA))).toBeInstanceOf(UnexpectedAnswerError);
	});

	it('leaves entries out that are none', async () => {
		const template = {
			id: '1',
			name: 'a',
			language: 'en',
			category: 'UTILITY',
			status: 'APPROVED',
		};
		const odd = [null, 'x', 7, [], {}, { id: 1 }];
		const client = clientWith(answering({ data: [...odd, template] }));
		expect((await listTemplates(client, WABA)).templates).toEqual([template]);
		expect((await listPhoneNumbers(client, WABA)).phoneNumbers).toEqual([template]);
	});

	it('is filtered as asked', async () => {
		const transport = answering({ data: [] });
		await listTemplates(clientWith(transport), WABA, {
			name: 'order',
			status: 'APPROVED',
			limit: 5,
		});
		const { searchParams, pathname } = transport.requests[0].url;
		expect(pathname).toBe(`/v26.0/${WABA}/message_templates`);
		expect(['name', 'status', 'limit'].map((name) => searchParams.get(name))).toEqual([
			'order',
			'APPROVED',
			'5',
		]);
	});
});

describe('a template by name', () => {
	const entry = (name: string, language = 'en', more: object = {}) => ({
		id: '1',
		name,
		language,
		category: 'UTILITY',
		status: 'APPROVED',
		components: [{ type: 'BODY', text: 'Hello' }],
		...more,
	});
	const more = { paging: { next: 'x', cursors: { after: 'B' } } };
	const find = async (...pages: object[]) => {
		const transport = fakeTransport(() => answerWith(pages.shift() ?? { data: [] }));
		const found = await findTemplate(clientWith(transport), WABA, {
			name: 'order',
			language: 'en',
		});
		return { found, asked: transport.requests.map(({ url }) => url.searchParams) };
	};

	it('is the one of exactly that name and language, on whatever page', async () => {
		const { found, asked } = await find(
			{ data: [entry('order_old'), entry('order', 'en_US')], ...more },
			{ data: [entry('order')] },
		);
		expect(found).toEqual(entry('order'));
		expect(asked.map((query) => query.get('after'))).toEqual([null, 'B']);
		expect(asked[0].get('fields')).toMatch(/components/);
		expect([asked[0].get('name'), asked[0].get('language')]).toEqual(['order', 'en']);
	});

	it('is not looked for any further once it is found', async () => {
		expect((await find({ data: [entry('order')], ...more })).asked).toHaveLength(1);
	});

	it.each([
		['there is none', { data: [entry('order_old')] }],
		['it has no components', { data: [entry('order', 'en', { components: undefined })] }],
		['its components are none', { data: [entry('order', 'en', { components: [{}] })] }],
	])('is nothing where %s', async (_what, page) => {
		expect((await find(page)).found).toBeUndefined();
	});
});

describe('throughput', () => {
	it.each<[Omit<PhoneNumber, 'id'>, number]>([
		[{}, 80],
		[{ throughput: {} }, 80],
		[{ throughput: { level: 'STANDARD' } }, 80],
		[{ throughput: { level: 'NOT_APPLICABLE' } }, 80],
		[{ throughput: { level: 'HIGH' } }, 1000],
		[{ throughput: { level: 'high' } }, 1000],
		[{ throughput: { level: 'HIGH' }, is_on_biz_app: true }, 20],
		[{ is_on_biz_app: true }, 20],
	])('of %j is %i messages per second', (phoneNumber, expected) => {
		expect(throughputOf(phoneNumber)).toBe(expected);
	});

	it('is asked for with the number', async () => {
		const transport = answering({ throughput: { level: 'HIGH' } });
		expect(throughputOf(await getPhoneNumber(clientWith(transport), '1'))).toBe(1000);
		expect(transport.requests[0].url.searchParams.get('fields')).toContain('throughput');
	});
});

describe('debugToken', () => {
	it('reads times as milliseconds', async () => {
		const facts = await debugToken(
			clientWith(
				answering({
					data: { expires_at: 1_800_000_000, is_valid: true },
				}),
			),
		);
		expect(facts).toEqual({
			isValid: true,
			expiresAt: 1_800_000_000_000,
			scopes: [],
			businessAccountIds: [],
			appId: undefined,
			application: undefined,
			error: undefined,
		});
	});

	it('takes 0 for never', async () => {
		const facts = await debugToken(clientWith(answering({ data: { expires_at: 0 } })));
		expect(facts.expiresAt).toBeUndefined();
	});

	it.each(['true', 1, null, undefined])(
		'takes a token for valid only when it is: %j',
		async (valid) => {
			const facts = await debugToken(clientWith(answering({ data: { is_valid: valid } })));
			expect(facts.isValid).toBe(false);
		},
	);

	it('finds the accounts of WhatsApp scopes only', async () => {
		const granular_scopes = [
			{ scope: 'whatsapp_business_management', target_ids: ['1', '2'] },
			{ scope: 'pages_messaging', target_ids: ['3'] },
			{ scope: 'whatsapp_business_messaging' },
		];
		const facts = await debugToken(clientWith(answering({ data: { granular_scopes } })));
		expect(facts.businessAccountIds).toEqual(['1', '2']);
	});
});
