import type { Change } from '../envelope';
import type { WebhookEvent } from '../event';

/** A kind of event: what people choose in the form, where Meta reports it, and how a report is read. */
export interface EventKind {
	/** `event.kind` of its events. */
	name: string;
	/** What people choose; `undefined` for what only comes with everything. */
	choice?: { name: string; value: string; description?: string };
	/** The webhook fields that carry it (Meta's names); several kinds may share one. */
	fields: readonly string[];
	/**
	 * The events of this kind in one change, in their order; none where it carries other kinds only.
	 * Anything in the change may be missing or of a wrong type.
	 */
	read(change: Change): WebhookEvent[];
}
