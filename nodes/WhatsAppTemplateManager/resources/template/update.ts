import { draftFields, readDraft } from '../../form';
import { readTemplateChoice, templateField } from '../../templateChoice';
import { savingOperation } from './saving';

/** They say which template it is, and cannot be changed. */
const FIXED = ['name', 'language'];

export const update = savingOperation({
	option: {
		name: 'Update',
		value: 'update',
		action: 'Update template',
		description:
			'Edit one template, which is reviewed again: an approved one once a day, and 10 times in 30 days',
	},
	fields: [templateField, ...draftFields.filter(({ name }) => !FIXED.includes(name))],
	read: readDraft,
	target: (parameters) => readTemplateChoice(parameters),
});
