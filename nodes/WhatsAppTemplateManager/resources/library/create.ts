import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { JsonObject } from '../../../shared/graph/answer';
import { ValidationError } from '../../../shared/graph/errors';
import { compact, requiredId } from '../../../shared/messages/checks';
import { LIMITS } from '../../../shared/messages/limits';
import { toText, type ItemParameters } from '../../../shared/n8n/itemParameters';
import { languageOptions } from '../../../shared/n8n/languages';
import { readJsonObject, upTo } from '../../../shared/n8n/values';
import { savingOperation } from '../template/saving';

const fields: INodeProperties[] = [
	{
		displayName: 'Library Template Name',
		name: 'libraryTemplateName',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. delivery_update_1',
		description: 'Its name in the library, as Search returns it',
	},
	{
		displayName: 'Template Name',
		name: 'name',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. order_update',
		hint: `Lowercase letters, digits and underscores. ${upTo(LIMITS.templateName)}.`,
		description: 'What the template is called in your account',
	},
	{
		displayName: 'Language',
		name: 'language',
		type: 'options',
		options: languageOptions,
		default: 'en_US',
		description: 'One that the library has this template in',
	},
	{
		displayName: 'Category',
		name: 'category',
		type: 'options',
		options: [
			{ name: 'Authentication', value: 'AUTHENTICATION' },
			{ name: 'Marketing', value: 'MARKETING' },
			{ name: 'Utility', value: 'UTILITY' },
		],
		default: 'UTILITY',
		description: 'That of the library template',
	},
	{
		displayName: 'Buttons',
		name: 'buttons',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Button',
		default: {},
		description: 'Where its buttons lead, in their order: the library has placeholders there',
		options: [
			{
				displayName: 'Button',
				name: 'button',
				values: [
					{
						displayName: 'Type',
						name: 'type',
						type: 'options',
						options: [
							{ name: 'Phone Number', value: 'PHONE_NUMBER' },
							{ name: 'URL', value: 'URL' },
						],
						default: 'URL',
					},
					{
						displayName: 'URL',
						name: 'url',
						type: 'string',
						default: '',
						required: true,
						placeholder: 'e.g. https://www.example.com/orders/{{1}}',
						description:
							'Where the button leads; {{1}} at its end stands for what each message fills in',
						displayOptions: { show: { type: ['URL'] } },
					},
					{
						displayName: 'Example URL',
						name: 'example',
						type: 'string',
						default: '',
						placeholder: 'e.g. https://www.example.com/orders/1234',
						description:
							'The whole address with a value in place of its variable, where it has one',
						displayOptions: { show: { type: ['URL'] } },
					},
					{
						displayName: 'Phone Number',
						name: 'phoneNumber',
						type: 'string',
						default: '',
						required: true,
						placeholder: 'e.g. +1 650 555 1234',
						description: 'The number that the button calls, with + and country code',
						displayOptions: { show: { type: ['PHONE_NUMBER'] } },
					},
				],
			},
		],
	},
	{
		displayName: 'Body Choices (JSON)',
		name: 'bodyInputs',
		type: 'json',
		typeOptions: { rows: 4 },
		default: '',
		hint: 'Such as { "add_security_recommendation": true, "code_expiration_minutes": 10 }',
		description:
			'What some templates of the library let you choose, as Meta’s documentation writes it',
	},
];

export const createFromLibrary = savingOperation({
	option: {
		name: 'Create From Library',
		value: 'create',
		action: 'Create template from library',
		description: 'Make a template of your own from one that Meta has written; it needs no review',
	},
	fields,
	read: async (_context, parameters) => ({ draft: readLibraryDraft(parameters), samples: [] }),
	target: () => 'create',
});

function readLibraryDraft(parameters: ItemParameters): JsonObject {
	const text = (name: string, label: string) => parameters.text(name, label).trim();
	const label = 'Library Template Name';
	const buttons = parameters.entries('buttons.button').map(readButton);
	return compact({
		name: text('name', 'Template Name'),
		language: text('language', 'Language'),
		category: text('category', 'Category'),
		library_template_name: requiredId(label, text('libraryTemplateName', label)),
		library_template_button_inputs: buttons.length > 0 ? buttons : undefined,
		library_template_body_inputs: readJsonObject(
			parameters.value('bodyInputs', ''),
			'Body Choices (JSON)',
		),
	});
}

function readButton(entry: IDataObject, index: number): JsonObject {
	const of = (what: string) => `${what} of Button ${index + 1}`;
	if (entry.type === 'PHONE_NUMBER') {
		const field = of('Phone Number');
		const number = requiredId(field, toText(entry.phoneNumber, field));
		return { type: 'PHONE_NUMBER', phone_number: number };
	}
	const field = of('URL');
	const url = requiredId(field, toText(entry.url, field), LIMITS.url);
	const example = toText(entry.example, of('Example URL')).trim();
	if (url.includes('{{') && example === '') {
		throw new ValidationError(
			of('Example URL'),
			`${field} has a variable and no example`,
			'Give the whole address with a value in place of the variable.',
		);
	}
	return {
		type: 'URL',
		url: compact({ base_url: url, url_suffix_example: example || undefined }),
	};
}
