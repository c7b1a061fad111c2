import { errorsOf } from '../errors';
import { eventsInList } from '../event';
import { textOf } from '../values';
import type { EventKind } from './kind';

/** What happens to groups; what is written in them comes as messages. */
export const group: EventKind = {
	name: 'group',
	choice: {
		name: 'Groups',
		value: 'groups',
		description: 'A group is made, changed or closed, or people join and leave',
	},
	fields: [
		'group_lifecycle_update',
		'group_participants_update',
		'group_settings_update',
		'group_status_update',
	],
	read: (change) =>
		eventsInList(change, 'groups', (entry) => ({
			kind: 'group',
			type: textOf(entry.type) ?? change.field,
			timestamp: entry.timestamp,
			facts: {
				groupId: textOf(entry.group_id),
				name: textOf(entry.subject),
				requestId: textOf(entry.request_id),
				errors: errorsOf(entry.errors),
			},
		})),
};
