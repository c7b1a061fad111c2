import { errorsOf } from '../errors';
import { eventsInList } from '../event';
import { numberOf, objectOf, textOf } from '../values';
import type { EventKind } from './kind';
import { messagesIn } from './message';

/** What a number brings along from the WhatsApp Business app: chats in chunks, their media, contacts. */
export const history: EventKind = {
	name: 'history',
	choice: {
		name: 'History',
		value: 'history',
		description: 'Chats and contacts that a number brings along from the WhatsApp Business app',
	},
	fields: ['history', 'smb_app_state_sync'],
	read: (change) => [
		...eventsInList(change, 'history', ({ metadata, errors }) => {
			const { phase, chunk_order, progress } = objectOf(metadata);
			return {
				kind: 'history',
				type: 'chunk',
				facts: { phase, chunk: chunk_order, progress, errors: errorsOf(errors) },
			};
		}),
		...messagesIn(change, 'history'),
		...eventsInList(change, 'state_sync', (entry) => {
			const contact = objectOf(entry.contact);
			return {
				kind: 'history',
				type: textOf(entry.type) ?? 'unknown',
				timestamp: objectOf(entry.metadata).timestamp,
				facts: {
					action: textOf(entry.action),
					from: numberOf(contact.phone_number),
					userId: textOf(contact.user_id),
					name: textOf(contact.full_name) ?? textOf(contact.first_name),
				},
			};
		}),
	],
};
