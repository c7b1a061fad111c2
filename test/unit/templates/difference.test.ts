import fc from 'fast-check';

import type { JsonObject } from '../../../nodes/shared/graph/answer';
import { differences } from '../../../nodes/shared/templates/difference';
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
	header,
	HANDLE,
	link,
	media,
	offer,
	otp,
	reply,
} from './check/drafts';

const cards = (...names: string[]) =>
	carousel(...names.map((name) => card(media('IMAGE'), body(name), buttons(link(), reply(name)))));

/** One of everything. */
const FULL = draft(
	[
		header('Order {{1}}', '7'),
		footer('Thank you'),
		buttons(link('https://shop.example/{{1}}', { example: ['7'] }), call(), reply()),
		cards('Lamp', 'Table'),
		offer(),
	],
	{ category: 'UTILITY', message_send_ttl_seconds: 60, cta_url_link_tracking_opted_out: true },
);

/** The template with something set at a path. */
function changed(template: JsonObject, path: Array<string | number>, value: unknown): JsonObject {
	const copy = structuredClone(template);
	const last = path[path.length - 1];
	let at: Record<string | number, unknown> = copy;
	for (const step of path.slice(0, -1)) at = at[step] as typeof at;
	if (value === undefined && Array.isArray(at)) at.splice(Number(last), 1);
	else at[last] = value;
	return copy;
}

/** Each change that can be made to it, and the place (and field) where it must be found. */
const CHANGES: Array<
	[place: string, field: string | undefined, path: Array<string | number>, to: unknown]
> = [
	['Category', 'category', ['category'], 'MARKETING'],
	['Parameter format', 'parameter_format', ['parameter_format'], 'NAMED'],
	['Validity', 'message_send_ttl_seconds', ['message_send_ttl_seconds'], 90],
	['Link tracking', 'cta_url_link_tracking_opted_out', ['cta_url_link_tracking_opted_out'], false],
	['Body', 'text', ['components', 0, 'text'], 'Thank you for your orders.'],
	['Header', 'text', ['components', 1, 'text'], 'Your order {{1}}'],
	['Header', 'example', ['components', 1, 'example'], { header_text: ['8'] }],
	['Footer', 'text', ['components', 2, 'text'], 'Thanks'],
	['Footer', undefined, ['components', 2], undefined],
	['Button 1', 'text', ['components', 3, 'buttons', 0, 'text'], 'Look'],
	['Button 1', 'url', ['components', 3, 'buttons', 0, 'url'], 'https://shop.example/o/{{1}}'],
	['Button 1', 'example', ['components', 3, 'buttons', 0, 'example'], ['8']],
	['Button 2', 'phone_number', ['components', 3, 'buttons', 1, 'phone_number'], '+15550100002'],
	['Button 3', undefined, ['components', 3, 'buttons', 2], code()],
	['Button 3', undefined, ['components', 3, 'buttons', 2], undefined],
	['Button 4', undefined, ['components', 3, 'buttons', 3], reply('No')],
	['Card 2, body', 'text', ['components', 4, 'cards', 1, 'components', 1, 'text'], 'Chair'],
	[
		'Card 1, button 2',
		'text',
		['components', 4, 'cards', 0, 'components', 2, 'buttons', 1, 'text'],
		'X',
	],
	['Card 1, header', 'format', ['components', 4, 'cards', 0, 'components', 0, 'format'], 'VIDEO'],
	['Card 2', undefined, ['components', 4, 'cards', 1], undefined],
	['Card 3', undefined, ['components', 4, 'cards', 2], card()],
	['Limited-time offer', 'text', ['components', 5, 'limited_time_offer', 'text'], 'Today'],
	[
		'Limited-time offer',
		'has_expiration',
		['components', 5, 'limited_time_offer', 'has_expiration'],
		false,
	],
	['Call permission request', undefined, ['components', 6], { type: 'CALL_PERMISSION_REQUEST' }],
];

const opposite = { added: 'removed', removed: 'added', changed: 'changed' } as const;

describe('each change is found as itself', () => {
	it.each(CHANGES)('%s: %s', (place, field, path, to) => {
		const found = differences(changed(FULL, path, to), FULL);
		expect(found.map(({ place, field }) => [place, field])).toEqual([[place, field]]);
	});

	it.each(CHANGES)('%s: %s, and the same backwards', (_place, _field, path, to) => {
		const [there] = differences(changed(FULL, path, to), FULL);
		expect(differences(FULL, changed(FULL, path, to))).toEqual([
			{ ...there, change: opposite[there.change], from: there.to, to: there.from },
		]);
	});

	it('any number of them at once, each once', () => {
		// Changes of one array would shift one another; of one object at most one is made.
		const apart = CHANGES.filter(([, field]) => field !== undefined);
		fc.assert(
			fc.property(fc.subarray(apart), (some) => {
				const all = some.reduce((template, [, , path, to]) => changed(template, path, to), FULL);
				const found = differences(all, FULL).map(({ place, field }) => `${place}: ${field}`);
				expect(found.sort()).toEqual(some.map(([place, field]) => `${place}: ${field}`).sort());
			}),
		);
	});

	it('a countdown of an offer that is left out', () => {
		const quiet = { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Until Sunday' } };
		expect(differences(draft([quiet]), draft([offer()]))).toMatchObject([
			{ place: 'Limited-time offer', field: 'has_expiration', from: true, to: false },
		]);
	});

	it('with what stands and what is drafted', () => {
		expect(differences(draft([footer('Bye')]), draft([footer('Thanks')]))).toEqual([
			{ place: 'Footer', change: 'changed', field: 'text', from: 'Thanks', to: 'Bye' },
		]);
		expect(differences(draft([footer('Bye')]), draft())).toEqual([
			{ place: 'Footer', change: 'added', to: footer('Bye') },
		]);
		expect(differences(draft(), draft([footer('Bye')]))).toEqual([
			{ place: 'Footer', change: 'removed', from: footer('Bye') },
		]);
	});
});

/** The keys of all objects in another order. */
function shuffled(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(shuffled);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.reverse()
			.map(([key, entry]) => [key, shuffled(entry)]),
	);
}

describe('nothing differs', () => {
	const link7 = (example: string) =>
		draft([buttons(link('https://shop.example/{{1}}', { example: [example] }))]);
	const image = (handle: string) => draft([media('IMAGE', handle)]);
	const otpDraft = authentication(
		{ type: 'FOOTER', code_expiration_minutes: 10 },
		buttons(otp({ otp_type: 'ONE_TAP', supported_apps: [app()], autofill_text: 'Fill in' })),
	);
	const otpStands = {
		...authentication(
			{ type: 'FOOTER', text: 'This code expires in 10 minutes.', code_expiration_minutes: 10 },
			buttons({
				type: 'URL',
				text: 'Copy code',
				url: 'https://www.whatsapp.com/otp/code/?otp_type=ONE_TAP&code=otp{{1}}',
				example: ['https://www.whatsapp.com/otp/code/?otp_type=ONE_TAP&code=otp123456'],
			}),
		),
	};
	(otpStands.components as JsonObject[])[0].text = '*{{1}}* is your verification code.';

	const same: Array<[what: string, draft: JsonObject, stands: JsonObject]> = [
		['what Meta adds', draft(), { ...draft(), id: '1', status: 'APPROVED', quality_score: {} }],
		['the order of keys', FULL, shuffled(FULL) as JsonObject],
		['the case of types', draft([{ ...footer('Bye'), type: 'footer' }]), draft([footer('Bye')])],
		['the order of parts', draft([footer('a'), header('b')]), draft([header('b'), footer('a')])],
		['the default format', draft(), draft([], { parameter_format: 'POSITIONAL' })],
		['a sample file', image(HANDLE), image('https://scontent.example/v/t61?oe=1')],
		['a link answered as a whole', link7('7'), link7('https://shop.example/7')],
		[
			'an example that is not answered',
			link7('7'),
			draft([buttons(link('https://shop.example/{{1}}'))]),
		],
		['white space around', draft([footer('Bye\r\nbye ')]), draft([footer('Bye\nbye')])],
		[
			'how a number is written',
			draft([buttons(call('1 (555) 010-0001'))]),
			draft([buttons(call())]),
		],
		['validity that the draft leaves open', draft(), draft([], { message_send_ttl_seconds: 60 })],
		[
			'tracking that the draft leaves open',
			draft(),
			draft([], { cta_url_link_tracking_opted_out: true }),
		],
		[
			'tracking that Meta does not answer',
			draft([], { cta_url_link_tracking_opted_out: false }),
			draft(),
		],
		['the words of an authentication template', otpDraft, otpStands],
		[
			'a label of Meta’s',
			draft([buttons({ type: 'CATALOG', text: 'View catalog' })]),
			draft([buttons({ type: 'CATALOG', text: 'Katalog ansehen' })]),
		],
		[
			'a Flow that is answered by its ID',
			draft([buttons({ type: 'FLOW', text: 'Book', flow_name: 'a' })]),
			draft([buttons({ type: 'FLOW', text: 'Book', flow_id: '1', flow_action: 'NAVIGATE' })]),
		],
		[
			'the content of a library template',
			{ ...draft(), components: undefined, library_template_name: 'a' },
			draft(),
		],
	];

	it.each(same)('by %s', (_, written, stands) => {
		expect(differences(written, stands)).toEqual([]);
	});

	it('between a template and itself, whatever it holds', () => {
		const text = fc.string({ unit: 'grapheme', minLength: 1 });
		const anyButton = fc.oneof(
			text.map((label) => reply(label)),
			text.map((label) => link('https://a.example/{{1}}', { text: label, example: [label] })),
			text.map((label) => ({ type: 'FLOW', text: label, flow_id: '1' })),
		);
		const part = fc.oneof(
			text.map((value) => header(value, value)),
			text.map((value) => footer(value)),
			fc.array(anyButton).map((list) => buttons(...list)),
			fc
				.array(fc.array(anyButton))
				.map((lists) => carousel(...lists.map((list) => card(buttons(...list))))),
			text.map((value) => offer(value)),
		);
		const parts = fc.uniqueArray(part, { selector: ({ type }) => type });
		fc.assert(
			fc.property(parts, fc.option(fc.nat()), (list, ttl) => {
				const template = draft(list, ttl === null ? {} : { message_send_ttl_seconds: ttl });
				expect(differences(template, shuffled(template) as JsonObject)).toEqual([]);
			}),
		);
	});
});

describe('an authentication template', () => {
	const stands = authentication(
		{ type: 'FOOTER', code_expiration_minutes: 10 },
		buttons(otp({ supported_apps: [app()] })),
	);

	it.each<[place: string, field: string, draft: JsonObject]>([
		[
			'Footer',
			'code_expiration_minutes',
			authentication({ type: 'FOOTER', code_expiration_minutes: 5 }, buttons(otp())),
		],
		[
			'Button 1',
			'supported_apps',
			authentication(
				{ type: 'FOOTER', code_expiration_minutes: 10 },
				buttons(otp({ supported_apps: [app(2)] })),
			),
		],
	])('differs by %s: %s', (place, field, written) => {
		expect(differences(written, stands)).toMatchObject([{ place, field, change: 'changed' }]);
	});

	it('differs by a security recommendation that is left out', () => {
		const written = authentication(
			{ type: 'FOOTER', code_expiration_minutes: 10 },
			buttons(otp({ supported_apps: [app()] })),
		);
		(written.components as JsonObject[])[0] = { type: 'BODY' };
		expect(differences(written, stands)).toEqual([
			{
				place: 'Body',
				change: 'changed',
				field: 'add_security_recommendation',
				from: true,
				to: false,
			},
		]);
	});
});
