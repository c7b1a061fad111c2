import { WhatsAppError } from '../graph/errors';

/** Why a message never left, or was not tried again. */
export type NotSentReason =
	'stopped' | 'cancelled' | 'max-wait' | 'token' | 'account' | 'unreachable' | 'store';

const words: Record<NotSentReason, string> = {
	stopped: 'Not sent: another item of this execution failed before its turn came',
	cancelled: 'Not sent: the execution was cancelled before its turn came',
	'max-wait': 'Not sent: its turn would have come later than the longest wait allowed',
	token: 'Not sent: the access token does not work any more',
	account: 'Not sent: the WhatsApp Business Account is locked, restricted or unpaid',
	store: 'Not sent: what the n8n processes share about the number cannot be read',
	unreachable: 'Not sent: the Graph API gave no usable answer for too long',
};

/** The message did not go out, through no fault of its own. `cause` is the error that decided it, if any. */
export class NotSentError extends WhatsAppError {
	readonly kind = 'not-sent';
	readonly because: NotSentReason;

	constructor(because: NotSentReason, cause?: unknown) {
		super(words[because], cause === undefined ? undefined : { cause });
		this.because = because;
	}

	/** It concerns everything that waited on an account or a host. */
	get isVerdict(): boolean {
		return ['token', 'account', 'unreachable'].includes(this.because);
	}
}

/**
 * The call was not made, and may be in a moment: the message gives its slot back and waits for another. Whoever
 * throws it sees to it that this has an end; `cause` is the message's error when it may not wait.
 */
export class HeldUpError extends WhatsAppError {
	readonly kind = 'held-up';

	constructor(
		/** Milliseconds. */
		readonly afterMs: number,
		cause: WhatsAppError,
	) {
		super('Held up', { cause });
	}
}

/** A message's file was not uploaded, so the message never left; `cause` says why. */
export class UploadFailedError extends WhatsAppError {
	readonly kind = 'upload-failed';

	constructor(cause: unknown) {
		super('Not sent: the file of the message could not be uploaded', { cause });
	}
}

/**
 * The request left, and no answer that says what became of it came back; `cause` is what came instead. Or it may
 * have left: then `message` says why nobody knows.
 */
export class UnknownOutcomeError extends WhatsAppError {
	readonly kind = 'unknown-outcome';

	constructor(
		cause: unknown,
		message = 'May have been sent: the request left, but no answer says whether Meta accepted it',
	) {
		super(message, { cause });
	}
}
