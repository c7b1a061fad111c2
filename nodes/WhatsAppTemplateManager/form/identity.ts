import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { JsonObject } from '../../shared/graph/answer';
import { ValidationError } from '../../shared/graph/errors';
import { LIMITS } from '../../shared/messages/limits';
import { compact } from '../../shared/objects';
import { languageOptions } from '../../shared/n8n/languages';
import { upTo } from '../../shared/n8n/values';
import { variablesIn } from '../../shared/templates/variables';
import { excerpt } from '../../shared/text';
import { AS_IT_IS, categoryField, LIKE_MARKETING, WITH_OWN_TEXTS } from './category';
import type { FieldReader } from './fieldReader';
import type { TemplateKind } from './part';

const STANDARD: INodePropertyOptions = {
	name: 'Text and Buttons',
	value: 'standard',
	description: 'A header, a text, a footer and buttons; all but the text may be left out',
};
const CALL_PERMISSION: INodePropertyOptions = {
	name: 'Call Permission Request',
	value: 'callPermissionRequest',
	description: 'Asks whether you may call the person over WhatsApp',
};
const KINDS: Readonly<Record<string, INodePropertyOptions[]>> = {
	UTILITY: [STANDARD, CALL_PERMISSION],
	MARKETING: [
		STANDARD,
		{
			name: 'Carousel',
			value: 'carousel',
			description: 'A text, and two to ten cards side by side below it',
		},
		{
			name: 'Limited-Time Offer',
			value: 'limitedTimeOffer',
			description: 'An offer with a code to copy and a countdown',
		},
		CALL_PERMISSION,
	],
};

const formatField: INodeProperties = {
	displayName: 'Variable Type',
	name: 'parameterFormat',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Numbered', value: 'POSITIONAL', description: 'Such as {{1}} and {{2}}' },
		{ name: 'Named', value: 'NAMED', description: 'Such as {{first_name}} and {{order_id}}' },
	],
	default: 'POSITIONAL',
	displayOptions: { show: { category: WITH_OWN_TEXTS } },
	hint: 'Such as {{1}} or {{order_id}}: they stay variables, also where n8n previews a text as an expression',
	description: 'How header and body write what differs from message to message',
};

/** The same for an update, which cannot change it: the texts show whether it is numbers or names. */
export const keptFormatField: INodeProperties = {
	...formatField,
	options: [
		{ name: 'As It Is', value: AS_IT_IS, description: 'Keeps that of the template' },
		...(formatField.options ?? []),
	],
	default: AS_IT_IS,
};

/** What decides about all other fields. */
export const identityFields: INodeProperties[] = [
	categoryField,
	{
		displayName: 'Template Name',
		name: 'name',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. order_update',
		hint: `Lowercase letters, digits and underscores. ${upTo(LIMITS.templateName)}.`,
		description: 'Translations of a template have the same name',
	},
	{
		displayName: 'Language',
		name: 'language',
		type: 'options',
		options: languageOptions,
		default: 'en_US',
		description:
			'The language of the texts. In an expression, give the code, such as en_US or pt_BR.',
	},
	...Object.entries(KINDS).map(([category, options]): INodeProperties => ({
		displayName: 'Template Kind',
		name: 'templateKind',
		type: 'options',
		noDataExpression: true,
		options,
		default: 'standard',
		displayOptions: { show: { category: category === 'MARKETING' ? LIKE_MARKETING : [category] } },
		description: 'What the template is made of',
	})),
	formatField,
];

/** What the fields above say of the whole. */
export interface Identity {
	/** Name, language, category – each unless it stays as it is – and, where variables are named, the format of the parameters. */
	draft: JsonObject;
	kind: TemplateKind;
	/** Whether the variables of a text have names instead of numbers. */
	isNamed: (text: string) => boolean;
}

/** @throws ValidationError when the kind is none */
export function readIdentity(fields: FieldReader): Identity {
	const category = fields.trimmed('category', 'Category');
	const kind = category === 'AUTHENTICATION' ? 'authentication' : readKind(fields);
	const format = kind === 'authentication' ? undefined : fields.value('parameterFormat');
	return {
		draft: compact({
			// An update shows neither: they cannot be changed.
			name: fields.trimmed('name', 'Template Name') || undefined,
			language: fields.trimmed('language', 'Language') || undefined,
			category: category === AS_IT_IS ? undefined : category,
			parameter_format: format === 'NAMED' ? format : undefined,
		}),
		kind,
		isNamed: format === AS_IT_IS ? hasNames : () => format === 'NAMED',
	};
}

function hasNames(text: string): boolean {
	return variablesIn(text).some((name) => !/^\d+$/.test(name));
}

/** All kinds but that of authentication. */
function readKind(fields: FieldReader): TemplateKind {
	const kind = fields.trimmed('templateKind', 'Template Kind') || 'standard';
	if (KINDS.MARKETING.some(({ value }) => value === kind)) return kind as TemplateKind;
	throw new ValidationError(
		'Template Kind',
		`There is no template kind “${excerpt(kind)}”`,
		'Choose one from the list.',
	);
}
