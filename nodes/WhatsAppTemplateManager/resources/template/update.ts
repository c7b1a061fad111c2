import { draftOptions, readDraft, updateFields } from '../../form';
import { readTemplateChoice, templateField } from '../../templateChoice';
import { savingOperation } from './saving';

export const update = savingOperation({
	option: {
		name: 'Update',
		value: 'update',
		action: 'Update template',
		description:
			'Edit one template, which is reviewed again: an approved one once a day, and 10 times in 30 days',
	},
	fields: [templateField, ...updateFields],
	options: draftOptions,
	read: readDraft,
	target: (parameters) => readTemplateChoice(parameters),
});
