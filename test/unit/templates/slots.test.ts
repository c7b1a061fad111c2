import { slotsOf } from '../../../nodes/shared/templates/compose';
import type { TemplateDefinition } from '../../../nodes/shared/templates/types';
import {
	body,
	buttons,
	header,
	MEDIA_CAROUSEL,
	PRODUCT_CAROUSEL,
	SIGN_IN,
	template,
} from './support';

const ids = (definition: TemplateDefinition) => slotsOf(definition).map(({ id }) => id);
/** What must be filled in, and behind a question mark what may be. */
const asked = (definition: TemplateDefinition) =>
	slotsOf(definition).map(({ id, required }) => (required ? id : `${id}?`));

it.each<[string, TemplateDefinition, string[]]>([
	['nothing', template([body('Hello'), { type: 'FOOTER', text: '{{1}}' }]), []],
	[
		'numbered texts, in the order of the numbers',
		template([{ type: 'HEADER', format: 'TEXT', text: 'A {{1}}' }, body('{{2}} b {{1}} c {{2}}')]),
		['header_1', 'body_1', 'body_2'],
	],
	['ten of them', template([body('{{10}} {{9}} {{1}}')]), ['body_1', 'body_9', 'body_10']],
	[
		'named texts, in the order of the text',
		template([body('{{order_id}} for {{name}}')], { parameter_format: 'NAMED' }),
		['body_order_id', 'body_name'],
	],
	['names that nobody announced', template([body('{{name}}')]), ['body_name']],
	['an image', template([header('IMAGE')]), ['header_image']],
	['a video, whatever the case', template([{ type: 'header', format: 'video' }]), ['header_video']],
	['a document', template([header('DOCUMENT')]), ['header_document', 'header_document_name?']],
	[
		'a place',
		template([header('LOCATION')]),
		['header_latitude', 'header_longitude', 'header_name?', 'header_address?'],
	],
	['a product', template([header('PRODUCT')]), ['header_catalog', 'header_product']],
	['a code, once', SIGN_IN, ['code']],
	[
		'buttons, by their place among all',
		template([
			buttons(
				{ type: 'PHONE_NUMBER', text: 'Call', phone_number: '+1' },
				{ type: 'URL', text: 'Same for all', url: 'https://a.example' },
				{ type: 'URL', text: 'Track', url: 'https://a.example/{{1}}' },
				{ type: 'QUICK_REPLY', text: 'Stop' },
				{ type: 'COPY_CODE', text: 'Copy' },
				{ type: 'FLOW', text: 'Ask' },
				{ type: 'CATALOG', text: 'See' },
				{ type: 'MPM', text: 'Items' },
				{ type: 'SPM', text: 'View' },
				{ type: 'VOICE_CALL', text: 'Talk' },
			),
		]),
		[
			'button_2_url',
			'button_3_payload?',
			'button_4_code',
			'button_5_flow_token?',
			'button_5_flow_data?',
			'button_6_thumbnail?',
			'button_7_thumbnail',
			'button_7_sections',
			'button_9_ttl?',
			'button_9_payload?',
		],
	],
	[
		'the end of an offer',
		template([
			{ type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Now', has_expiration: true } },
		]),
		['offer_expiration'],
	],
	[
		'no end of an offer without one',
		template([
			{ type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Now', has_expiration: false } },
		]),
		[],
	],
	[
		'each card',
		MEDIA_CAROUSEL,
		[
			'body_1',
			...[0, 1].flatMap((card) => [
				`card_${card}_header_image`,
				`card_${card}_body_1`,
				`card_${card}_button_0_payload?`,
				`card_${card}_button_1_url`,
			]),
		],
	],
])('a message fills in %s', (_what, definition, expected) => {
	expect(asked(definition)).toEqual(expected);
});

it('asks for two products and offers eight more', () => {
	const slots = slotsOf(PRODUCT_CAROUSEL);
	expect(ids(PRODUCT_CAROUSEL)).toEqual([
		'carousel_catalog',
		...Array.from({ length: 10 }, (_, card) => `card_${card}_product`),
	]);
	expect(slots.filter(({ required }) => required)).toHaveLength(3);
	expect(slots.filter(({ rare }) => rare)).toHaveLength(8);
});

describe('a label', () => {
	const labels = (definition: TemplateDefinition) => slotsOf(definition).map(({ label }) => label);

	it('says the words around a variable, on its line, and Meta’s example', () => {
		const text = 'Order {{1}} left.\nHello {{2}}, it should reach you on Friday or a little later.';
		const example = { body_text: [['CL-2048', 'Amara']] };
		expect(labels(template([{ type: 'BODY', text, example }]))).toEqual([
			'Body {{1}}, e.g. CL-2048: Order {{1}} left.',
			'Body {{2}}, e.g. Amara: Hello {{2}}, it should reach you on…',
		]);
	});

	it('finds the example of a header, and those of names', () => {
		const named = { parameter_format: 'NAMED' };
		const example = { header_text: ['CL-2048'] };
		expect(
			labels(template([{ type: 'HEADER', format: 'TEXT', text: 'Order {{1}}', example }])),
		).toEqual(['Header {{1}}, e.g. CL-2048: Order {{1}}']);
		const byName = { body_text_named_params: [{ param_name: 'day', example: 'Friday' }] };
		expect(
			labels(template([{ type: 'BODY', text: 'On {{day}}', example: byName }], named)),
		).toEqual(['Body {{day}}, e.g. Friday: On {{day}}']);
	});

	it('of a link says what stands before it, and only the end of the example', () => {
		const link = {
			type: 'URL',
			text: 'Track',
			url: 'https://a.example/{{1}}',
			example: ['https://a.example/CL-1'],
		};
		expect(labels(template([buttons(link)]))).toEqual([
			'URL of “Track”, e.g. CL-1: what follows after https://a.example/',
		]);
	});

	it('counts cards as people do', () => {
		expect(labels(MEDIA_CAROUSEL)).toContain('Card 1 Body {{1}}: {{1}} places left');
	});
});

it('lets items fill a named variable by its name, but not that of every card', () => {
	const carousel = {
		type: 'CAROUSEL',
		cards: [{ components: [body('{{places}}')] }],
	};
	const definition = template([body('{{name}}'), carousel], { parameter_format: 'NAMED' });
	expect(slotsOf(definition).map(({ variable }) => variable)).toEqual(['name', undefined]);
});
