import { eventOf } from '../event';
import type { EventKind } from './kind';

/** What has no kind of its own, or nothing in it that its kind knows: passed on as a whole. */
export const other: EventKind = {
	name: 'other',
	fields: ['automatic_events', 'consumer_profile', 'messaging_handovers', 'standby'],
	read: (change) => [
		eventOf(change, { kind: 'other', type: change.field || 'unknown', body: change.value }),
	],
};
