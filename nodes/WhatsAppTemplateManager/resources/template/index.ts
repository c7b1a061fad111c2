import { resourceOf } from '../../../shared/n8n/resources';
import { archive } from './archive';
import { compare } from './compare';
import { create } from './create';
import { templateDelete } from './delete';
import { get } from './get';
import { getAll } from './getAll';
import { migrate } from './migrate';
import { preview } from './preview';
import { unarchive } from './unarchive';
import { unpause } from './unpause';
import { update } from './update';
import { upsert } from './upsert';

/** The templates of the credential's WABA. */
export const template = resourceOf(
	{ name: 'Template', value: 'template' },
	[
		archive,
		compare,
		create,
		upsert,
		templateDelete,
		get,
		getAll,
		migrate,
		preview,
		unarchive,
		unpause,
		update,
	],
	'upsert',
);
