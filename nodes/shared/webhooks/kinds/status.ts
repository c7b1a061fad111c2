import { objectsIn } from '../../graph/answer';
import { errorsOf } from '../errors';
import { eventOf } from '../event';
import { frameOf, People } from '../people';
import { numberOf, textOf } from '../values';
import type { EventKind } from './kind';

/** Statuses that come after each, in WhatsApp's order; nothing comes after `failed`. */
const LATER: Record<string, readonly string[]> = {
	sent: ['delivered', 'read', 'played', 'failed'],
	delivered: ['read', 'played', 'failed'],
	read: ['played', 'failed'],
	played: ['failed'],
};

/** The statuses of messages that one sends, for choosing among them. */
export const STATUSES = ['sent', 'delivered', 'read', 'played', 'failed'];

/** What becomes of the messages that the business sent. */
export const status: EventKind = {
	name: 'status',
	choice: {
		name: 'Message Statuses',
		value: 'statuses',
		description: 'Sent, delivered, read, played or failed: several for each message that you send',
	},
	fields: ['messages'],
	read(change) {
		const list = objectsIn(change.value.statuses);
		if (list.length === 0) return [];
		const frame = frameOf(change);
		const people = new People(change);
		return list.map((entry) => {
			const state = textOf(entry.status) ?? 'unknown';
			const id = textOf(entry.id);
			const isGroup = entry.recipient_type === 'group';
			// In a group each participant has a status of its own.
			const participant = textOf(entry.recipient_participant_id);
			const contact = people.find(
				[entry.recipient_id, entry.recipient_user_id, participant],
				list.length === 1,
			);
			return eventOf(change, {
				kind: 'status',
				type: state,
				body: { ...frame, ...(contact ? { contacts: [contact] } : {}), statuses: [entry] },
				timestamp: entry.timestamp,
				identity:
					id === undefined
						? undefined
						: {
								thing: `${id} for ${participant ?? ''}`,
								state,
								later: Object.hasOwn(LATER, state) ? LATER[state] : [],
							},
				facts: {
					id,
					status: state,
					recipient: isGroup ? undefined : numberOf(entry.recipient_id),
					groupId: isGroup ? textOf(entry.recipient_id) : undefined,
					participant: numberOf(participant),
					userId: textOf(entry.recipient_user_id) ?? textOf(contact?.user_id),
					callbackData: textOf(entry.biz_opaque_callback_data),
					errors: errorsOf(entry.errors),
				},
			});
		});
	},
};
