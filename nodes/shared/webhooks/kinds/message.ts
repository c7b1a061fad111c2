import { objectsIn, type JsonObject } from '../../graph/answer';
import type { Change } from '../envelope';
import { errorsOf } from '../errors';
import { eventOf, idIdentity, type EventParts, type WebhookEvent } from '../event';
import { contentOf } from '../messageTypes';
import { frameOf, People } from '../people';
import { numberOf, objectOf, textOf } from '../values';
import type { EventKind } from './kind';

/** What people write to the business. */
export const message: EventKind = {
	name: 'message',
	choice: {
		name: 'Messages',
		value: 'messages',
		description: 'Whatever people send: texts, media, taps on buttons, reactions, orders and so on',
	},
	fields: ['messages'],
	read: (change) => messagesIn(change, 'message'),
};

/** An event for each of a change's `messages`, which stand in other fields too. */
export function messagesIn(change: Change, kind: string): WebhookEvent[] {
	const list = objectsIn(change.value.messages);
	if (list.length === 0) return [];
	const frame = frameOf(change);
	const people = new People(change);
	return list.map((entry) => {
		const contact = people.find([entry.from, entry.from_user_id], list.length === 1);
		return eventOf(change, {
			...messageParts(kind, entry, contact),
			body: { ...frame, ...(contact ? { contacts: [contact] } : {}), messages: [entry] },
		});
	});
}

/** What is the same for all messages, whoever sent them. */
export function messageParts(
	kind: string,
	entry: JsonObject,
	contact?: JsonObject,
): Omit<EventParts, 'body'> {
	const profile = objectOf(contact?.profile);
	const replyTo = textOf(objectOf(entry.context).id);
	return {
		kind,
		type: textOf(entry.type) ?? 'unknown',
		timestamp: entry.timestamp,
		identity: idIdentity(entry.id),
		facts: {
			id: textOf(entry.id),
			from: numberOf(entry.from),
			userId: textOf(entry.from_user_id) ?? textOf(contact?.user_id),
			name: textOf(profile.name),
			username: textOf(profile.username),
			groupId: textOf(entry.group_id),
			replyTo,
			errors: errorsOf(entry.errors, false),
			...contentOf(entry),
		},
	};
}
