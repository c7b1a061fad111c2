import { GraphApiError, WhatsAppError } from '../graph/errors';
import { NotSentError } from './errors';
import type { Summary, WaitCause } from './types';

/** Counts what becomes of one run's messages, and what the run spends its time on. */
export class Tally {
	sent = 0;
	alreadySent = 0;
	failed = 0;
	inFlight = 0;
	retried = 0;
	deferredForPair = 0;
	unknown = 0;
	private readonly failedBy: Record<string, number> = {};
	private readonly timeMs: Record<WaitCause, number> = {
		rate: 0,
		pair: 0,
		pause: 0,
		quota: 0,
		breaker: 0,
		retry: 0,
		preparation: 0,
		answer: 0,
	};
	private cause: WaitCause = 'rate';
	private markedAt: number;
	private storeAwayMs = 0;
	private storeAwaySince?: number;

	constructor(
		private readonly total: number,
		private readonly startedAt: number,
	) {
		this.markedAt = startedAt;
	}

	/** The time since the last mark went to the cause so far; from now on it goes to `cause`. */
	mark(now: number, cause: WaitCause): void {
		this.timeMs[this.cause] += Math.max(0, now - this.markedAt);
		this.markedAt = Math.max(this.markedAt, now);
		this.cause = cause;
	}

	/** The shared store went away, or came back. */
	storeAway(isAway: boolean, now: number): void {
		if (this.storeAwaySince !== undefined) this.storeAwayMs += now - this.storeAwaySince;
		this.storeAwaySince = isAway ? now : undefined;
	}

	countFailure(error: unknown, mayHaveBeenSent: boolean): void {
		this.failed++;
		if (mayHaveBeenSent) this.unknown++;
		const name = className(error);
		this.failedBy[name] = (this.failedBy[name] ?? 0) + 1;
	}

	summary(now: number): Summary {
		this.mark(now, this.cause);
		this.storeAway(this.storeAwaySince !== undefined, now);
		const durationMs = now - this.startedAt;
		return {
			total: this.total,
			sent: this.sent,
			alreadySent: this.alreadySent,
			failed: this.failed,
			waiting: this.total - this.sent - this.alreadySent - this.failed - this.inFlight,
			inFlight: this.inFlight,
			retried: this.retried,
			deferredForPair: this.deferredForPair,
			failedBy: { ...this.failedBy },
			unknown: this.unknown,
			storeAwayMs: this.storeAwayMs,
			durationMs,
			ratePerSecond: durationMs > 0 ? (this.sent * 1_000) / durationMs : 0,
			timeMs: { ...this.timeMs },
		};
	}
}

/** The class under which a failure is counted. */
function className(error: unknown): string {
	if (error instanceof GraphApiError) return String(error.code);
	if (error instanceof NotSentError) return `${error.kind}:${error.because}`;
	return error instanceof WhatsAppError ? error.kind : 'unexpected';
}
