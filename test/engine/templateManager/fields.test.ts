import {
	NodeHelpers,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
	type NodeParameterValueType,
} from 'n8n-workflow';

import { drafted, draftForm } from './draftNode';

/** A field at its place in the form, and how the parameters become when somebody changes it. */
interface Change {
	field: string;
	changed: INodeParameters;
}

/** All fields that show, those within collections too, each with another value than it has. */
function changesOf(
	fields: INodeProperties[],
	values: INodeParameters,
	root: INodeParameters,
	place: string,
	around: (values: INodeParameters) => INodeParameters,
): Change[] {
	const shown = fields.filter((field) =>
		NodeHelpers.displayParameter(values, field, null, null, root),
	);
	return shown.flatMap((field) => {
		const { name } = field;
		const at = `${place}${name}`;
		const put = (value: NodeParameterValueType) => around({ ...values, [name]: value });
		if (field.type === 'fixedCollection') {
			const [{ name: key, values: inner }] = field.options as INodePropertyCollection[];
			const [first, ...rest] = (values[name] as INodeParameters)[key] as INodeParameters[];
			return changesOf(inner, first, root, `${at}.`, (entry) => put({ [key]: [entry, ...rest] }));
		}
		if (field.type === 'collection') {
			const options = (field.options as INodeProperties[]).filter((option) =>
				NodeHelpers.displayParameter({}, option, null, null, root),
			);
			return options.map((option) => ({
				field: `${at}.${option.name}`,
				changed: put({ [option.name]: option.default }),
			}));
		}
		return [{ field: at, changed: put(other(field, values[name])) }];
	});
}

function other(field: INodeProperties, value: unknown): NodeParameterValueType {
	const options = (field.options ?? []) as INodePropertyOptions[];
	if (field.type === 'options') {
		return options.find((option) => option.value !== value)?.value;
	}
	if (field.type === 'boolean') return value !== true;
	return field.type === 'number' ? 17 : field.type === 'json' ? '{ "name": "other" }' : 'other';
}

const EXAMPLES = { example: [{ variable: 'name', value: 'Ada' }] };

/** Has all that any kind of button needs; n8n drops what does not show. */
const withButton = (button: INodeParameters): INodeParameters => ({
	buttons: {
		button: [
			{
				text: 'Go',
				url: 'https://shop.example/{{1}}',
				phoneNumber: '+15550100001',
				code: 'LOOM10',
				flowId: '1',
				flowName: 'care',
				flowJson: '{}',
				...button,
			},
		],
	},
});

const withCard = (card: INodeParameters): INodeParameters => ({
	templateKind: 'carousel',
	cards: {
		card: [
			{
				sampleHandle: '4::abc',
				bodyText: 'A {{1}} of ours',
				bodyTextExamples: EXAMPLES,
				...withButton({ type: 'URL' }),
				...card,
			},
		],
	},
});

/** The form filled in, as n8n gives it: with the defaults of all that shows. */
function filled(parameters: INodeParameters): INodeParameters {
	const given: INodeParameters = {
		...withCard({}),
		...withButton({}),
		templateKind: 'standard',
		name: 'order_update',
		headerText: 'Hello {{1}}',
		sampleHandle: '4::abc',
		offerText: 'Ends soon!',
		bodyText: 'Your order {{1}} has left our shop.',
		bodyTextExamples: EXAMPLES,
		apps: { app: [{ packageName: 'a', signatureHash: 'b' }] },
		templateJson: '{}',
		...parameters,
	};
	return NodeHelpers.getNodeParameters(draftForm, given, true, false, null, null) ?? {};
}

const FILES = ['data', 'other'];

/** The draft, or why there is none: n8n runs no node whose required fields are empty. */
async function outcomeOf(parameters: INodeParameters): Promise<string> {
	return await drafted(parameters, {}, FILES).then(JSON.stringify, String);
}

const HEADERS = ['NONE', 'TEXT', 'IMAGE', 'VIDEO', 'DOCUMENT', 'LOCATION'];

const BUTTONS: Array<Record<string, string>> = [
	{ type: 'QUICK_REPLY' },
	{ type: 'URL' },
	{ type: 'PHONE_NUMBER' },
	{ type: 'COPY_CODE' },
	{ type: 'FLOW' },
	{ type: 'FLOW', flowBy: 'name', flowAction: 'DATA_EXCHANGE' },
	{ type: 'FLOW', flowBy: 'json' },
	{ type: 'VOICE_CALL' },
	{ type: 'REQUEST_CONTACT_INFO' },
	{ type: 'CATALOG' },
	{ type: 'MPM' },
	{ type: 'SPM' },
	{ type: 'ORDER_DETAILS' },
];

const JSON_HEADER = '{"components":[{"type":"header","format":"image"}]}';

it.each<[string, INodeParameters]>([
	...['MARKETING', 'UTILITY'].flatMap((category) =>
		HEADERS.map((headerFormat): [string, INodeParameters] => [
			`${category} with the header ${headerFormat}`,
			{ category, headerFormat },
		]),
	),
	['the header GIF', { headerFormat: 'GIF' }],
	['the header PRODUCT', { headerFormat: 'PRODUCT' }],
	['a sample by its handle', { headerFormat: 'IMAGE', sampleSource: 'handle' }],
	['named variables', { parameterFormat: 'NAMED', headerFormat: 'TEXT' }],
	['a limited-time offer', { templateKind: 'limitedTimeOffer' }],
	['a request to call', { templateKind: 'callPermissionRequest' }],
	[
		'UTILITY with a request to call',
		{ category: 'UTILITY', templateKind: 'callPermissionRequest' },
	],
	...BUTTONS.map((button): [string, INodeParameters] => [
		`the button ${Object.values(button).join(' ')}`,
		withButton(button),
	]),
	['a carousel', withCard({})],
	['a carousel with a handle', withCard({ sampleSource: 'handle' })],
	['a carousel of videos', { ...withCard({}), cardContent: 'VIDEO' }],
	['a carousel of products', { ...withCard({}), cardContent: 'PRODUCT' }],
	...['COPY_CODE', 'ONE_TAP', 'ZERO_TAP'].map((otpType): [string, INodeParameters] => [
		`AUTHENTICATION by ${otpType}`,
		{ category: 'AUTHENTICATION', otpType },
	]),
	['JSON', { defineTemplate: 'json', templateJson: JSON_HEADER }],
])('shows for %s only fields that matter, each once', async (_what, form) => {
	const values = filled(form);
	const before = await outcomeOf(values);
	expect(before).toMatch(/^{/);
	const changes = changesOf(draftForm, values, values, '', (changed) => changed);
	const names = changes.map(({ field }) => field);
	expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
	const idle: string[] = [];
	for (const { field, changed } of changes) {
		if ((await outcomeOf(changed)) === before) idle.push(field);
	}
	expect(idle).toEqual([]);
});

it('explains every field', () => {
	const unexplained = (fields: INodeProperties[], place: string): string[] =>
		fields.flatMap((field) => {
			const at = `${place}${field.name}`;
			const inner = (field.options ?? []).flatMap((option) =>
				'values' in option
					? unexplained(option.values, `${at}.`)
					: 'displayName' in option
						? unexplained([option], `${at}.`)
						: [],
			);
			return field.description || field.hint || field.type === 'collection'
				? inner
				: [at, ...inner];
		});
	expect(unexplained(draftForm, '')).toEqual([]);
});
