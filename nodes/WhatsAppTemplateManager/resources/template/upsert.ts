import { draftFields, draftOptions, readDraft } from '../../form';
import { savingOperation } from './saving';

export const upsert = savingOperation({
	option: {
		name: 'Create or Update',
		value: 'upsert',
		action: 'Create or update template',
		description: 'Create a new record, or update the current one if it already exists (upsert)',
	},
	fields: draftFields,
	options: draftOptions,
	read: readDraft,
	target: () => 'save',
});
