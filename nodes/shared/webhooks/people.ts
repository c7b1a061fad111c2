import { objectsIn, type JsonObject } from '../graph/answer';
import { without } from '../objects';
import type { Change } from './envelope';
import { textOf } from './values';

/** What a change's value holds beside the messages and statuses of which each becomes an event. */
export function frameOf({ value }: Change): JsonObject {
	return without(value, 'contacts', 'messages', 'statuses', 'errors');
}

/** Finds the person of an event among a change's `contacts`. */
export class People {
	private readonly contacts: JsonObject[];

	private readonly byId = new Map<string, JsonObject>();

	constructor({ value }: Change) {
		this.contacts = objectsIn(value.contacts);
		for (const contact of this.contacts) {
			for (const id of [textOf(contact.wa_id), textOf(contact.user_id)]) {
				if (id !== undefined) this.byId.set(id, contact);
			}
		}
	}

	/**
	 * @param ids what the event knows the person by: number, user ID
	 * @param alone whether it is the change's only event: then a single contact is its own, however written
	 */
	find(ids: unknown[], alone: boolean): JsonObject | undefined {
		for (const id of ids.map(textOf)) {
			const contact = id === undefined ? undefined : this.byId.get(id);
			if (contact) return contact;
		}
		return alone && this.contacts.length === 1 ? this.contacts[0] : undefined;
	}
}
