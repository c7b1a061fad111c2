import { draftFields, draftOptions, readDraft } from '../../form';
import { savingOperation } from './saving';

export const create = savingOperation({
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create template',
		description: 'Submit a new template, or one in a further language, for Meta’s review',
	},
	fields: draftFields,
	options: draftOptions,
	read: readDraft,
	target: () => 'create',
});
