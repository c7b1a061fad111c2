import type { GraphClient } from '../../../nodes/shared/graph/client';
import { readTemplateAnalytics } from '../../../nodes/shared/graph/endpoints/templateAnalytics';
import { everyLibraryTemplate } from '../../../nodes/shared/graph/endpoints/templateLibrary';
import {
	compareTemplates,
	createTemplate,
	deleteTemplate,
	deleteTemplateInAllLanguages,
	editTemplate,
	everyTemplate,
	getTemplate,
	previewAuthenticationTemplate,
	unpauseTemplate,
} from '../../../nodes/shared/graph/endpoints/templateManagement';
import {
	archiveTemplates,
	migrateTemplates,
	unarchiveTemplates,
} from '../../../nodes/shared/graph/endpoints/templateMoves';
import { GraphApiError, UnexpectedAnswerError } from '../../../nodes/shared/graph/errors';
import type { HttpAnswer, HttpRequest } from '../../../nodes/shared/graph/transport';
import {
	answerWith,
	clientWith,
	errorOf,
	fakeTransport,
	refusal,
	TOKEN,
	WABA,
} from '../../support/graph';

const TEMPLATE = {
	id: '77',
	name: 'order_update',
	language: 'en_US',
	category: 'UTILITY',
	status: 'APPROVED',
	components: [],
};
const NOW = Date.parse('2026-11-20T12:00:00Z');

/** A client whose calls are all answered alike, or in turn. */
function answering(...bodies: unknown[]) {
	const transport = fakeTransport(() =>
		answerWith(bodies.length > 1 ? bodies.shift() : (bodies[0] ?? {})),
	);
	return { client: clientWith(transport, { standbyAccessToken: '', appSecret: '' }), transport };
}

/** "GET /77?fields=…", with the body if there is one. */
const written = ({ method, url, body }: HttpRequest) => ({
	call: `${method} ${url.pathname.replace('/v26.0', '')}`,
	query: Object.fromEntries(url.searchParams),
	...(body === undefined ? {} : { body: JSON.parse(body as string) as unknown }),
});

async function all<T>(list: AsyncIterable<T>): Promise<T[]> {
	const entries: T[] = [];
	for await (const entry of list) entries.push(entry);
	return entries;
}

interface Case {
	act: (client: GraphClient) => Promise<unknown>;
	answer: unknown;
	result: unknown;
	sent: object;
}

const CASES: Record<string, Case> = {
	create: {
		act: (client) => createTemplate(client, WABA, { name: 'a' }),
		answer: { id: '77', status: 'PENDING', category: 'UTILITY' },
		result: { id: '77', status: 'PENDING', category: 'UTILITY' },
		sent: { call: `POST /${WABA}/message_templates`, query: {}, body: { name: 'a' } },
	},
	edit: {
		act: (client) => editTemplate(client, '77', { components: [] }),
		answer: { success: true },
		result: undefined,
		sent: { call: 'POST /77', query: {}, body: { components: [] } },
	},
	'delete one language': {
		act: (client) => deleteTemplate(client, WABA, { id: '77', name: 'a' }),
		answer: { success: true },
		result: undefined,
		sent: { call: `DELETE /${WABA}/message_templates`, query: { name: 'a', hsm_id: '77' } },
	},
	'delete all languages': {
		act: (client) => deleteTemplateInAllLanguages(client, WABA, 'a'),
		answer: { success: true },
		result: undefined,
		sent: { call: `DELETE /${WABA}/message_templates`, query: { name: 'a' } },
	},
	preview: {
		act: (client) =>
			previewAuthenticationTemplate(client, WABA, {
				languages: ['en', 'fr'],
				addSecurityRecommendation: true,
				codeExpirationMinutes: 5,
			}),
		answer: { data: [{ language: 'en', body: '*{{1}}* is your code.' }] },
		result: [{ language: 'en', body: '*{{1}}* is your code.' }],
		sent: {
			call: `GET /${WABA}/message_template_previews`,
			query: {
				category: 'AUTHENTICATION',
				languages: 'en,fr',
				add_security_recommendation: 'true',
				code_expiration_minutes: '5',
				button_types: 'OTP',
			},
		},
	},
	unpause: {
		act: (client) => unpauseTemplate(client, '77'),
		answer: { success: false, reason: 'Not paused by pacing' },
		result: { success: false, reason: 'Not paused by pacing' },
		sent: { call: 'POST /77/unpause', query: {}, body: {} },
	},
	compare: {
		act: (client) => compareTemplates(client, { templateId: '77', otherId: '78' }, 7, NOW),
		answer: { data: [{ metric: 'BLOCK_RATE' }] },
		result: [{ metric: 'BLOCK_RATE' }],
		sent: {
			call: 'GET /77/compare',
			query: { template_ids: '[78]', start: '1794571200', end: '1795176000' },
		},
	},
	'library search': {
		act: (client) => all(everyLibraryTemplate(client, { search: 'payment', language: 'en_US' })),
		answer: { data: [{ id: '5', name: 'payment_due' }] },
		result: [{ id: '5', name: 'payment_due' }],
		sent: {
			call: 'GET /message_template_library',
			query: { search: 'payment', language: 'en_US' },
		},
	},
	'migrate some': {
		act: (client) => migrateTemplates(client, { from: '1', to: '2', templateIds: ['77', '78'] }),
		answer: { migrated_templates: ['77'], failed_templates: { '78': 'Already there' } },
		result: { done: ['77'], failed: { '78': 'Already there' } },
		sent: {
			call: 'POST /2/migrate_message_templates',
			query: {},
			body: { source_waba_id: '1', template_ids: ['77', '78'] },
		},
	},
};

describe('each call', () => {
	it.each(Object.entries(CASES))('%s', async (_, { act, answer, result, sent }) => {
		const { client, transport } = answering(answer);
		expect(await act(client)).toEqual(result);
		expect(transport.requests.map(written)).toEqual([sent]);
	});

	it.each(['create', 'preview', 'compare', 'library search'])(
		'%s takes no answer for another',
		async (name) => {
			const { client } = answering({ success: true });
			expect(await errorOf(CASES[name].act(client))).toBeInstanceOf(UnexpectedAnswerError);
		},
	);
});

describe('getTemplate', () => {
	it('asks for every field', async () => {
		const { client, transport } = answering(TEMPLATE);
		expect(await getTemplate(client, '77')).toEqual(TEMPLATE);
		const { query } = written(transport.requests[0]);
		expect(query.fields.split(',')).toEqual(
			expect.arrayContaining(['components', 'quality_score', 'message_send_ttl_seconds']),
		);
	});

	it('takes nothing else for a template', async () => {
		const { client } = answering({ id: '77', display_phone_number: '+1 555' });
		expect(await errorOf(getTemplate(client, '77'))).toBeInstanceOf(UnexpectedAnswerError);
	});
});

describe('everyTemplate', () => {
	const page = (ids: number[], after?: string): HttpAnswer =>
		answerWith({
			data: ids.map((id) => ({ ...TEMPLATE, id: String(id) })),
			paging: after ? { cursors: { after }, next: 'https://graph.facebook.com/next' } : {},
		});

	/** A list whose pages are answered by cursor, in turn where there are several. */
	function listing(pages: Record<string, HttpAnswer[]>) {
		const transport = fakeTransport(({ url }) => {
			const answers = pages[url.searchParams.get('after') ?? ''];
			return answers.length > 1 ? (answers.shift() as HttpAnswer) : answers[0];
		});
		const client = clientWith(transport);
		return {
			ids: async () => (await all(everyTemplate(client, WABA))).map(({ id }) => id),
			client,
			transport,
		};
	}
	const badCursor = refusal(131059, '(#131059) Invalid cursor');

	it('follows the pages to the last', async () => {
		const { ids } = listing({ '': [page([1, 2], 'B')], B: [page([3], 'C')], C: [page([4])] });
		expect(await ids()).toEqual(['1', '2', '3', '4']);
	});

	it('reads no page that nobody asks for', async () => {
		const { client, transport } = listing({ '': [page([1, 2], 'B')], B: [page([3])] });
		for await (const { id } of everyTemplate(client, WABA)) if (id === '2') break;
		expect(transport.requests).toHaveLength(1);
	});

	it('starts anew after a bad cursor, and gives none twice', async () => {
		const { ids, transport } = listing({
			'': [page([1, 2], 'B'), page([0, 1, 2], 'C')],
			B: [badCursor],
			C: [page([3])],
		});
		expect(await ids()).toEqual(['1', '2', '0', '3']);
		expect(transport.requests).toHaveLength(4);
	});

	it('starts anew once only', async () => {
		const { ids } = listing({ '': [page([1], 'B')], B: [badCursor] });
		expect(await errorOf(ids())).toMatchObject({ code: 131059 });
	});

	it('does not take a refused first page for a bad cursor', async () => {
		const { ids, transport } = listing({ '': [badCursor] });
		expect(await errorOf(ids())).toBeInstanceOf(GraphApiError);
		expect(transport.requests).toHaveLength(1);
	});

	it('passes each filter on, lists with commas', async () => {
		const { client, transport } = answering({ data: [] });
		const filter = {
			status: ['APPROVED', 'PAUSED'],
			category: [],
			language: ['en_US'],
			quality_score: ['RED'],
			name: ' order ',
			content: '',
		};
		await all(everyTemplate(client, WABA, filter, { pageSize: 50 }));
		expect(written(transport.requests[0]).query).toEqual({
			status: 'APPROVED,PAUSED',
			language: 'en_US',
			quality_score: 'RED',
			name: 'order',
			fields: expect.any(String),
			limit: '50',
		});
	});
});

describe('the archive', () => {
	const ids = Array.from({ length: 101 }, (_, index) => String(index));

	it.each([
		['archive', archiveTemplates],
		['unarchive', unarchiveTemplates],
	] as const)('takes %s calls of 100 at its own host', async (verb, act) => {
		const { client, transport } = answering(
			{ [`${verb}d_templates`]: ['0'], failed_templates: { '1': 'Pending' } },
			{ [`${verb}d_templates`]: ['100'] },
		);
		expect(await act(client, WABA, ids)).toEqual({
			done: ['0', '100'],
			failed: { '1': 'Pending' },
		});
		expect(transport.requests.map(({ url }) => url.href)).toEqual(
			Array<string>(2).fill(`https://api.facebook.com/${WABA}/message_templates/${verb}`),
		);
		expect(transport.requests[0].headers.authorization).toBe(`Bearer ${TOKEN}`);
		expect(transport.requests.map((request) => written(request).body)).toEqual([
			{ hsm_ids: ids.slice(0, 100).join(',') },
			{ hsm_ids: '100' },
		]);
	});

	it('stays with the base URL of a credential that has another', async () => {
		const transport = fakeTransport(() => answerWith({}));
		const client = clientWith(transport, { baseUrl: 'http://127.0.0.1:4010' });
		await archiveTemplates(client, WABA, ['1']);
		expect(transport.requests[0].url.origin).toBe('http://127.0.0.1:4010');
	});
});

it('migrates all templates, page after page', async () => {
	const full = Array.from({ length: 499 }, (_, index) => String(index));
	const { client, transport } = answering(
		{ migrated_templates: full, failed_templates: { a: 'Rejected' } },
		{ migrated_templates: ['500'], failed_templates: {} },
	);
	const result = await migrateTemplates(client, { from: '1', to: '2' });
	expect(result.done).toHaveLength(500);
	expect(result.failed).toEqual({ a: 'Rejected' });
	expect(transport.requests.map((request) => written(request).body)).toEqual([
		{ source_waba_id: '1', page_number: 0, count: 500 },
		{ source_waba_id: '1', page_number: 1, count: 500 },
	]);
});

it('migrates no page a second time, where Meta gives the same one again', async () => {
	const ids = Array.from({ length: 500 }, (_, index) => String(index));
	const failed = Object.fromEntries(ids.map((id) => [id, 'Already there']));
	const { client, transport } = answering(
		{ migrated_templates: ids, failed_templates: {} },
		{ migrated_templates: [], failed_templates: failed },
	);
	expect(await migrateTemplates(client, { from: '1', to: '2' })).toEqual({ done: ids, failed: {} });
	expect(transport.requests).toHaveLength(2);
});

it('asks for the analytics of ten templates at a time, over all pages', async () => {
	const day = (id: string) => ({ template_id: id, start: 1, end: 2, sent: 3 });
	const next = { cursors: { after: 'B' }, next: 'https://graph.facebook.com/next' };
	const { client, transport } = answering(
		{ data: [{ granularity: 'DAILY', data_points: [day('0'), 'odd', null] }], paging: next },
		{ data: [{ data_points: [day('1')] }, {}] },
		{ data: [{ data_points: [day('10')] }] },
	);
	const ids = Array.from({ length: 11 }, (_, index) => String(index));
	const span = { from: NOW - 86_400_000, to: NOW };
	expect(await readTemplateAnalytics(client, WABA, ids, span)).toEqual([
		day('0'),
		day('1'),
		day('10'),
	]);
	const queries = transport.requests.map((request) => written(request).query);
	expect(queries.map(({ template_ids: asked, after }) => [asked, after])).toEqual([
		['[0,1,2,3,4,5,6,7,8,9]', undefined],
		['[0,1,2,3,4,5,6,7,8,9]', 'B'],
		['[10]', undefined],
	]);
	expect(queries[0]).toMatchObject({
		start: '1795089600',
		end: '1795176000',
		granularity: 'DAILY',
	});
});
