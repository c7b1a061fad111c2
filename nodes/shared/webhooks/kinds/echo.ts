import { eventsInList } from '../event';
import { numberOf, textOf } from '../values';
import type { EventKind } from './kind';
import { messageParts } from './message';

/** What the business sent by other means than this API, e.g. from the WhatsApp Business app. */
export const echo: EventKind = {
	name: 'echo',
	choice: {
		name: 'Message Echoes',
		value: 'echoes',
		description: 'What your side sent by other means, such as the WhatsApp Business app',
	},
	fields: ['message_echoes', 'smb_message_echoes'],
	read: (change) =>
		eventsInList(change, 'message_echoes', (entry) => {
			const parts = messageParts('echo', entry);
			const recipient = numberOf(entry.to);
			return { ...parts, facts: { ...parts.facts, recipient, userId: textOf(entry.to_user_id) } };
		}),
};
