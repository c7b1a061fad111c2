import type { JsonObject } from '../../graph/answer';
import { errorsOf } from '../errors';
import { eventsInList, idIdentity, type EventParts } from '../event';
import { numberOf, textOf } from '../values';
import type { EventKind } from './kind';

/** Calls, and what becomes of those that the business makes. */
export const call: EventKind = {
	name: 'call',
	choice: { name: 'Calls', value: 'calls', description: 'A call begins, rings, is taken or ends' },
	fields: ['calls'],
	read: (change) => [
		...eventsInList(change, 'calls', (entry) => partsOf(entry, entry.event)),
		...eventsInList(change, 'statuses', (entry) => partsOf(entry, entry.status)),
	],
};

function partsOf(entry: JsonObject, event: unknown): Omit<EventParts, 'body'> {
	const type = textOf(event)?.toLowerCase() ?? 'unknown';
	return {
		kind: 'call',
		type,
		timestamp: entry.timestamp,
		identity: idIdentity(entry.id, type),
		facts: {
			id: textOf(entry.id),
			from: numberOf(entry.from),
			userId: textOf(entry.from_user_id),
			recipient: numberOf(entry.to ?? entry.recipient_id),
			direction: textOf(entry.direction)?.toLowerCase(),
			status: textOf(entry.status)?.toLowerCase(),
			duration: typeof entry.duration === 'number' ? entry.duration : undefined,
			callbackData: textOf(entry.biz_opaque_callback_data),
			errors: errorsOf(entry.errors),
		},
	};
}
