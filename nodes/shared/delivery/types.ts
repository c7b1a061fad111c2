import type { SharedState } from '../store/store';
import type { AlreadySent } from './alreadySent';

/** Who sends: what the limiter paces and what a dead token or a locked account stops. */
export interface Sender {
	/** Meta's phone number ID. */
	phoneNumberId: string;
	/** Graph origin, e.g. "https://graph.facebook.com": the same number on another host is another number. */
	host: string;
	/** Whose token it is: senders of one account stop together. Opaque, no secret in it. */
	account: string;
	/**
	 * Ceiling in messages per second; where several runs use one number at once, the lowest of theirs
	 * counts. Above 10,000 (ten times the most that Meta allows) nothing is paced: a bench's way to
	 * lift the limit.
	 */
	rate: number;
	/** Where what is known of number, account and host is shared with other processes; undefined: nowhere. */
	shared?: SharedState;
	/** Meta's quality rating is RED: among several senders it is passed over while another can send. */
	flagged?: boolean;
}

/** Where one message goes. */
export interface Address {
	sender: Sender;
	/**
	 * Numbers to spread over: when given, one of these sends instead of `sender`, the one with the
	 * earliest free slot, and it stays with this recipient.
	 */
	spread?: readonly Sender[];
	/** Order is kept, and the pair budget counted, per recipient. */
	recipient: string;
}

/** A message whose way is known. */
export interface Coming {
	/** Who sends it: the address's sender, or the one chosen among its `spread`. */
	sender: Sender;
	/** As the address named them: need not be read again. */
	recipient: string;
	/** Aborts what is no longer wanted. */
	signal: AbortSignal;
}

/** One try of one message. */
export interface Attempt extends Omit<Coming, 'signal'> {
	/** 1 for the first. */
	number: number;
	/** Aborts what is no longer wanted: some seconds after a cancellation that was still not answered. */
	signal?: AbortSignal;
}

/** Messages to send: the dispatcher asks for each when its turn nears, never for all at once. */
export interface Batch<T> {
	readonly size: number;
	/**
	 * Given when every message leaves from this one number: then nothing more is read while that
	 * number is paused, nor to fail what it cannot send any more.
	 */
	readonly sender?: Sender;
	/**
	 * Called once per message, in order, shortly before its turn. What it throws is that message's
	 * failure; nothing is sent for it.
	 */
	address(index: number): Address;
	/**
	 * What must be there before message `index` may leave, e.g. a file that is uploaded for it: begun once,
	 * ahead of its turn, and without using up a slot: with the first of a recipient's messages as soon as its
	 * sender is known, with each other one when the one before it is answered. What it throws or
	 * rejects with is that message's failure; nothing is sent for it. {@link AlreadySent} answers for the message,
	 * which then uses up no slot. Undefined when there is nothing to wait for.
	 */
	prepare?(index: number, coming: Coming): Promise<unknown> | undefined;
	/**
	 * Builds message `index` and posts it, once; called again for each retry. Throws the errors of
	 * `shared/graph/errors`; they decide about a retry.
	 */
	send(index: number, attempt: Attempt): Promise<T | AlreadySent<T>>;
	/** Told once of each message, as soon as it is answered for. Must not throw. */
	settled?(index: number, outcome: Outcome<T>): void;
}

/** How a message's journey went, whether or not it arrived at Meta. */
export interface Journey {
	/** Undefined when the address was not read. */
	phoneNumberId?: string;
	/** Calls made, 0 when it never left. */
	attempts: number;
	/** Milliseconds from the start of the run to the last call, or to giving up when there was none. */
	waitedMs: number;
}

/** Meta accepted it. */
export interface Sent<T> extends Journey {
	status: 'sent';
	value: T;
	/** When the accepted call was made: milliseconds since the Unix epoch. With `earlier`: when that turned out. */
	sentAt: number;
	/** It was sent before this run: no call was made for it. */
	earlier?: true;
	/** An earlier try of unknown outcome was repeated: the recipient may have it twice. */
	possibleDuplicate?: true;
}

/** It failed; `attempts` 0 with `error` says why it never left. */
export interface Failed extends Journey {
	status: 'failed';
	error: unknown;
	/** Meta may have accepted it although no answer came. */
	mayHaveBeenSent?: true;
}

export type Outcome<T> = Sent<T> | Failed;

/** How persistent the dispatcher is; see `retry.ts` for the named ones. */
export interface RetryPolicy {
	/** Calls per message at most, the first included. */
	maxAttempts: number;
	/** Milliseconds: the first backoff's upper end. All other waits are multiples of it. */
	baseMs: number;
	/** Milliseconds: no backoff is longer. */
	capMs: number;
	/** Milliseconds: a pause that Meta asks for and that is longer ends the messages it would hold. */
	longestPauseMs: number;
}

export interface DeliveryOptions {
	/** Cancels: nothing new leaves; what is in flight is awaited. */
	signal?: AbortSignal;
	/** Default: `defaultPolicy`. */
	retry?: RetryPolicy;
	/** Messages to one recipient leave one after the other, each when the former is answered. Default: true. */
	keepOrder?: boolean;
	/** 'stop': the first failure, after its retries, stops what has not left. */
	onFailure: 'continue' | 'stop';
	/** Milliseconds from the start of the run after which nothing leaves any more. Default: no limit. */
	maxWaitMs?: number;
	/** High goes before normal on the same number. Default: 'normal'. */
	priority?: 'high' | 'normal';
	/** Send again when the outcome of a try is unknown, at the risk of a duplicate. Default: false. */
	resendUnknown?: boolean;
	/** Told how it stands every `progressMs`, and not at the end: that is the report. */
	onProgress?(summary: Summary): void;
	/** Milliseconds between two calls of `onProgress`. Default: 5,000. */
	progressMs?: number;
}

/** What kept a run from going on. */
export type WaitCause =
	/** The number's rate: the normal case. */
	| 'rate'
	/** All that is left goes to recipients whose pair budget is used up. */
	| 'pair'
	/** Meta throttled the number or maintains it. */
	| 'pause'
	/** The calls of the app or the account are used up. */
	| 'quota'
	/** The host answers nothing but errors, or nothing. */
	| 'breaker'
	/** All that is left waits for its next try. */
	| 'retry'
	/** What the messages that are left need is not there yet. */
	| 'preparation'
	/** Only answers of Meta are outstanding, or as many as may be. */
	| 'answer';

/** How a run stands, or ended. */
export interface Summary {
	total: number;
	sent: number;
	/** Not sent, since they were before this run. */
	alreadySent: number;
	failed: number;
	/** Neither answered nor on the way. */
	waiting: number;
	inFlight: number;
	/** Calls beyond the first of each message. */
	retried: number;
	/** Messages that had to wait for the pair limit. */
	deferredForPair: number;
	/** Failed messages by class: Meta's code, or our error's `kind` ('not-sent' with its reason: 'not-sent:cancelled'). */
	failedBy: Record<string, number>;
	/** Failed messages that Meta may have accepted. */
	unknown: number;
	/** Milliseconds for which the shared store was away, so that the process sent by itself or not at all. */
	storeAwayMs: number;
	/** Milliseconds since the start of the run. */
	durationMs: number;
	/** Sent messages per second over that time. */
	ratePerSecond: number;
	/** Milliseconds by what the run waited for; they add up to `durationMs`. */
	timeMs: Record<WaitCause, number>;
}

export interface Report<T> {
	/** One for each message, at its index. */
	outcomes: Outcome<T>[];
	summary: Summary;
}
