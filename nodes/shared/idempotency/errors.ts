import { WhatsAppError } from '../graph/errors';

/** Nobody can say whether the message was sent before, so it is not sent now; `cause` says why. */
export class KeysAwayError extends WhatsAppError {
	readonly kind = 'keys-away';
	/** What to do about it. */
	readonly fix =
		'A message with an Idempotency Key is only sent when it is certain that it was not sent before. Run it again when this works again: what was sent meanwhile is recognised by its key.';

	/**
	 * @param againAfterMs it may pass: milliseconds after which it is worth to ask again; undefined: that was done for
	 *   long enough
	 */
	constructor(
		cause: unknown,
		readonly againAfterMs?: number,
	) {
		super('Not sent: what is kept of Idempotency Keys cannot be reached', { cause });
	}
}

/** Somebody claimed the key and never said what became of the message. */
export class KeyClaimedError extends WhatsAppError {
	readonly kind = 'key-claimed';
	/** What to do about it. */
	readonly fix =
		'Find out whether the message arrived: its status webhooks carry the key as biz_opaque_callback_data. To send it all the same, set the option When the Outcome Is Unknown to Send Again.';

	/** @param at milliseconds since the Unix epoch, where it is known */
	constructor(at?: number) {
		const when = at === undefined ? '' : ` at ${new Date(at).toISOString()}`;
		super(
			`Its Idempotency Key was claimed${when} by a run that ended, or is under way, without an answer of Meta`,
		);
	}
}
