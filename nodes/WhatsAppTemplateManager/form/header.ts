import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { LIMITS } from '../../shared/messages/limits';
import { showOnly } from '../../shared/n8n/fields';
import { upTo } from '../../shared/n8n/values';
import type { TemplateComponent } from '../../shared/templates/types';
import { variablesIn } from '../../shared/templates/variables';
import { LIKE_MARKETING } from './category';
import type { FieldReader } from './fieldReader';
import type { Drafting, DraftPart } from './part';
import { MEDIA_FORMATS, readSample, sampleFields } from './sample';

const FORMATS: INodePropertyOptions[] = [
	{ name: 'None', value: 'NONE' },
	{ name: 'Text', value: 'TEXT', description: 'A heading in bold' },
	{ name: 'Image', value: 'IMAGE' },
	{ name: 'Video', value: 'VIDEO' },
	{ name: 'Document', value: 'DOCUMENT', description: 'A PDF' },
	{ name: 'Location', value: 'LOCATION', description: 'A map; each message says of which place' },
];

/** Of marketing templates only, as the check of the header says. */
const MARKETING_FORMATS: INodePropertyOptions[] = [
	{
		name: 'Product',
		value: 'PRODUCT',
		description: 'A product of the catalog; each message says which',
	},
	{
		name: 'Animation (GIF)',
		value: 'GIF',
		description: 'Only the Marketing Messages API sends it',
	},
];

const formatField = (category: string[], options: INodePropertyOptions[]): INodeProperties => ({
	displayName: 'Header',
	name: 'headerFormat',
	type: 'options',
	noDataExpression: true,
	options,
	default: 'NONE',
	displayOptions: { show: { category } },
	description: 'What stands above the text',
});

export const header: DraftPart = {
	kinds: ['standard', 'limitedTimeOffer', 'callPermissionRequest'],
	fields: [
		formatField(['UTILITY'], FORMATS),
		formatField(LIKE_MARKETING, [...FORMATS, ...MARKETING_FORMATS]),
		...showOnly({ headerFormat: ['TEXT'] }, [
			{
				displayName: 'Header Text',
				name: 'headerText',
				type: 'string',
				default: '',
				required: true,
				placeholder: 'e.g. Your order {{1}}',
				hint: `${upTo(LIMITS.templateHeaderText)}, one variable at most`,
				description: 'A heading in bold, without formatting, emojis and line breaks',
			},
			{
				displayName: 'Header Variable Example',
				name: 'headerTextExample',
				type: 'string',
				default: '',
				placeholder: 'e.g. CL-2048',
				hint: 'Only where the header has a variable',
				description: 'What a message may have in its place; Meta’s review reads it',
			},
		]),
		...showOnly({ headerFormat: MEDIA_FORMATS }, sampleFields('Header', 'headerFormat')),
	],
	read: async (fields, drafting) => {
		const format = fields.text('headerFormat', 'Header') || 'NONE';
		if (format === 'NONE') return [];
		if (format === 'TEXT') return [readTextHeader(fields, drafting)];
		if (!MEDIA_FORMATS.includes(format)) return [{ type: 'HEADER', format }];
		return [{ type: 'HEADER', format, example: await readSample(fields, drafting.samples) }];
	},
};

function readTextHeader(fields: FieldReader, { isNamed }: Drafting): TemplateComponent {
	const text = fields.templateText('headerText', 'Header Text');
	const component = { type: 'HEADER', format: 'TEXT', text };
	const example = fields.text('headerTextExample', 'Header Variable Example');
	if (example === '') return component;
	const [name = ''] = variablesIn(text);
	return {
		...component,
		example: isNamed(text)
			? { header_text_named_params: [{ param_name: name, example }] }
			: { header_text: [example] },
	};
}
