import { eventsInList } from '../event';
import { numberOf, textOf } from '../values';
import type { EventKind } from './kind';

/** Whether a person wants marketing messages, as they chose it in WhatsApp. */
export const preference: EventKind = {
	name: 'preference',
	choice: {
		name: 'User Preferences',
		value: 'preferences',
		description: 'A person stops or resumes marketing messages, in WhatsApp itself',
	},
	fields: ['user_preferences'],
	read: (change) =>
		eventsInList(change, 'user_preferences', (entry) => {
			const type = textOf(entry.value)?.toLowerCase() ?? 'unknown';
			return {
				kind: 'preference',
				type,
				timestamp: entry.timestamp,
				facts: {
					from: numberOf(entry.wa_id),
					userId: textOf(entry.user_id),
					category: textOf(entry.category),
					text: textOf(entry.detail),
					optOut: type === 'stop' ? true : type === 'resume' ? false : undefined,
				},
			};
		}),
};
