import { hash } from 'node:crypto';

import { objectsIn, type JsonObject } from '../graph/answer';
import { compact } from '../objects';
import type { Change } from './envelope';
import { isoTimeOf, textOf } from './values';

/** The few values that people reach for, in the same place for every kind of event. Absent ones are left out. */
export interface EventFacts extends JsonObject {
	/** What it is about, e.g. "message", "status", "template". */
	kind: string;
	/** Which of its kind, e.g. "text", "delivered". */
	type: string;
	/** ISO 8601 */
	timestamp?: string;
	wabaId?: string;
	/** Absent on template and account events. */
	phoneNumberId?: string;
}

/** By what a redelivery is recognised. */
export interface Identity {
	/** What the event is about, e.g. a message of a number. */
	thing: string;
	/** Which of the events of that thing; empty where there is one only. */
	state: string;
	/** States that come after this one: once such a one was seen, this one is out of date. */
	later: readonly string[];
}

/** One thing that happened. */
export interface WebhookEvent {
	/** What Meta sent, narrowed to this event; top level as in n8n's own WhatsApp trigger. */
	body: JsonObject;
	event: EventFacts;
	identity: Identity;
}

/** What a kind knows of an event; the frame around it comes from the change. */
export interface EventParts {
	kind: string;
	type: string;
	body: JsonObject;
	/** Seconds; the entry's time stands in where there is none. */
	timestamp?: unknown;
	facts?: JsonObject;
	/** Recognised by its content and time when left out. */
	identity?: { thing: string; state?: string; later?: readonly string[] };
}

/** What a change says of one thing, with what it is recognised by when it comes a second time. */
export function eventOf(change: Change, parts: EventParts): WebhookEvent {
	const { kind, type, body, facts, identity } = parts;
	const { wabaId, phoneNumberId, field, time } = change;
	const owner = `${kind} of ${phoneNumberId ?? wabaId ?? ''}`;
	return {
		body: { ...body, field },
		event: compact({
			kind,
			type,
			timestamp: isoTimeOf(parts.timestamp) ?? isoTimeOf(time),
			wabaId,
			phoneNumberId,
			...facts,
		}) as EventFacts,
		identity: {
			thing: `${owner}: ${identity?.thing ?? digestOf([field, time, body])}`,
			state: identity?.state ?? '',
			later: identity?.later ?? [],
		},
	};
}

/**
 * An event for each entry of a list in a change's value. The rest of the value goes with each.
 * @param key the list's name, e.g. "groups"
 */
export function eventsInList(
	change: Change,
	key: string,
	partsOf: (entry: JsonObject) => Omit<EventParts, 'body'>,
): WebhookEvent[] {
	const { [key]: list, ...rest } = change.value;
	return objectsIn(list).map((entry) =>
		eventOf(change, { ...partsOf(entry), body: { ...rest, [key]: [entry] } }),
	);
}

/** The identity of what has an ID of its own. */
export function idIdentity(id: unknown, state?: string): EventParts['identity'] {
	const thing = textOf(id);
	return thing === undefined ? undefined : { thing, state };
}

function digestOf(content: unknown): string {
	return hash('sha256', JSON.stringify(content), 'base64');
}
