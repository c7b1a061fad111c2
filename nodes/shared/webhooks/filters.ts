import type { WebhookEvent } from './event';
import { EVERYTHING, kinds } from './kinds';

/** What one wants of all that comes. Empty lists and what is left out take all. */
export interface EventFilter {
	/** Values of the kinds' choices, or {@link EVERYTHING}. */
	choices: readonly string[];
	/** Phone number IDs. Events that carry no number are about all of them. */
	phoneNumberIds?: readonly string[];
	/** The WABA that events must be of; one that names none is about all of them. */
	businessAccountId?: string;
	/** Types of messages; other kinds of events are not concerned. */
	messageTypes?: readonly string[];
	/** Statuses of messages; other kinds of events are not concerned. */
	statuses?: readonly string[];
	/** Milliseconds that an event may have been under way. */
	maxAgeMs?: number;
}

/**
 * Whether an event is wanted. Each is judged by itself, whatever else came with it.
 * @param now milliseconds since the Unix epoch
 */
export function isWanted({ event }: WebhookEvent, filter: EventFilter, now: number): boolean {
	const { kind, type, phoneNumberId, wabaId, timestamp } = event;
	const { businessAccountId, maxAgeMs } = filter;
	return (
		isChosen(kind, filter) &&
		(phoneNumberId === undefined || isListed(phoneNumberId, filter.phoneNumberIds)) &&
		(!businessAccountId || wabaId === undefined || wabaId === businessAccountId) &&
		(kind !== 'message' || isListed(type, filter.messageTypes)) &&
		(kind !== 'status' || isListed(type, filter.statuses)) &&
		(maxAgeMs === undefined || timestamp === undefined || now - Date.parse(timestamp) <= maxAgeMs)
	);
}

const choiceOf = new Map(
	kinds.flatMap(({ name, choice }) => (choice ? [[name, choice.value] as const] : [])),
);

/** Whether some events of this kind may be wanted. */
export function isChosen(kind: string, { choices }: EventFilter): boolean {
	if (choices.includes(EVERYTHING)) return true;
	const choice = choiceOf.get(kind);
	return choice !== undefined && choices.includes(choice);
}

function isListed(value: string, list: readonly string[] = []): boolean {
	return list.length === 0 || list.includes(value);
}
