import type { INodeProperties } from 'n8n-workflow';

import { ValidationError } from '../shared/graph/errors';
import type { ItemParameters } from '../shared/n8n/itemParameters';
import { excerpt } from '../shared/text';
import type { TemplateChoice } from '../shared/templates/lookUp';
import { parseTemplateReference } from '../shared/templates/sendTime';

/** One template of the account, in one language, whatever its state. */
export const templateField: INodeProperties = {
	displayName: 'Template',
	name: 'template',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The template and its language',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a template',
			typeOptions: { searchListMethod: 'searchTemplates', searchable: true },
		},
		{
			displayName: 'By Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. order_update|en_US',
			hint: 'Name and language, with a bar between them',
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 594425479261596',
			hint: 'The ID that creating it answered with: digits only',
		},
	],
};

/**
 * The chosen template: its ID, or its name and language.
 * @throws ValidationError when there is none, or something else was given
 */
export function readTemplateChoice(parameters: ItemParameters, name = 'template'): TemplateChoice {
	const value = parameters.text(name, 'Template').trim();
	if (/^\d+$/.test(value)) return { id: value };
	if (value === '' || value.includes('|')) return parseTemplateReference(value);
	throw new ValidationError(
		'Template',
		`“${excerpt(value)}” does not name a template`,
		'Choose it from the list, give its ID (digits only), or its name and language such as order_update|en_US.',
	);
}

/** What the dispatcher tells a template from others by. */
export function subjectOf(choice: TemplateChoice): string {
	return 'id' in choice ? choice.id : `${choice.name}|${choice.language}`;
}
