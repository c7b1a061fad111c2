import type { JsonObject } from '../graph/answer';
import { changesOf } from './envelope';
import type { WebhookEvent } from './event';
import { kinds } from './kinds';
import { other } from './kinds/other';
import type { EventKind } from './kinds/kind';

const byField = new Map<string, EventKind[]>();
for (const kind of kinds) {
	for (const field of kind.fields) {
		byField.set(field, [...(byField.get(field) ?? []), kind]);
	}
}

/**
 * The events of a delivery, in its order: one for each message, status, template event and so on. A change
 * of which nothing is known is one event of the kind "other"; other objects than accounts have none.
 */
export function eventsOf(envelope: JsonObject): WebhookEvent[] {
	return changesOf(envelope).flatMap((change) => {
		const events = (byField.get(change.field) ?? []).flatMap((kind) => kind.read(change));
		return events.length > 0 ? events : other.read(change);
	});
}
