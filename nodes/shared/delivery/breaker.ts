import type { Verdict } from './account';
import { GraphApiError } from '../graph/errors';
import { isUnanswered } from '../graph/patience';
import { doubledMs } from './retry';
import type { RetryPolicy } from './types';

/** Failures of a host in a row, over all its numbers, that open its breaker. At 20 % errors: once in ten million. */
const FAILURES_TO_OPEN = 10;
/** Failed probes after which those who wait are given up, in multiples of a message's attempts: about five minutes. */
const PATIENCE_IN_ATTEMPTS = 2;

/** Milliseconds after which an unused host's failures are forgotten. */
const FORGET_MS = 600_000;

/** Whether a failure says that the host is in trouble, rather than the message, the number or the account. */
export function isHostTrouble(error: unknown): boolean {
	if (isUnanswered(error)) return true;
	if (!(error instanceof GraphApiError) || error.facts.httpStatus < 500) return false;
	// Some answers with status 5xx are decisions (3, 131045) or concern one number (131057).
	return error.advice.retry === 'transient' || error.advice.retry === 'brief';
}

/**
 * Keeps messages back from a host that only fails. A run of failures opens it; then one message at a
 * time finds out whether the host is back, at growing distances, while the others wait.
 */
export class Breaker {
	/** Who waited for the host was given up: see {@link failed}. */
	verdict?: Verdict;
	/** When it was last found out. */
	learnedAt = -Infinity;
	/** Lanes that use it. */
	users = 0;
	private failures = 0;
	private probesFailed = 0;
	/** Open: until then nothing leaves, after it one probe. */
	private until?: number;
	private openedAt = -Infinity;
	private isProbing = false;

	get isOpen(): boolean {
		return this.until !== undefined;
	}

	/** Until when nothing leaves; undefined when it is closed. */
	get openUntil(): number | undefined {
		return this.until;
	}

	/** Probes that failed since it opened. */
	get failedProbes(): number {
		return this.probesFailed;
	}

	/** Another process found out that the host only fails. */
	openFor(until: number, failedProbes: number, now: number): void {
		if (this.isProbing) return;
		this.until = until;
		this.probesFailed = failedProbes;
		this.openedAt = now;
	}

	/** Another process found out that the host is back. @param askedAt when it was asked: what was learned since is newer */
	close(askedAt: number): void {
		// Where it is closed the store's silence says nothing: failures in a row are counted on.
		if (!this.isOpen || this.isProbing || this.openedAt >= askedAt) return;
		this.until = undefined;
		this.failures = 0;
		this.probesFailed = 0;
	}

	/** Whether this run must give up. */
	binds(serial: number): Verdict | undefined {
		return this.verdict && serial <= this.verdict.serial ? this.verdict : undefined;
	}

	/** Whether a new one would do as well. */
	isIdle(now: number): boolean {
		return this.users === 0 && now - (this.until ?? -Infinity) > FORGET_MS;
	}

	/** When the next call may leave; Infinity: after the probe that is on its way. */
	freeAt(): number {
		if (this.until === undefined) return -Infinity;
		return this.isProbing ? Infinity : this.until;
	}

	/** A call leaves. @returns whether it is the probe */
	departs(): boolean {
		this.isProbing = this.isOpen;
		return this.isProbing;
	}

	/** The host gave a sound answer. */
	succeeded(isProbe: boolean): void {
		this.failures = 0;
		// What left before it opened says little about now.
		if (!isProbe) return;
		this.until = undefined;
		this.isProbing = false;
		this.probesFailed = 0;
	}

	/** The probe came to nothing: it did not leave, or was cancelled. */
	released(isProbe: boolean): void {
		if (isProbe) this.isProbing = false;
	}

	/**
	 * The host failed.
	 * @param policy of the run whose message it was: sets the pace of the probes (1, 2, 4 … 60 s) and
	 * how many may fail
	 * @returns whether those who wait should be given up now
	 */
	failed(isProbe: boolean, now: number, policy: RetryPolicy): boolean {
		this.failures++;
		if (isProbe) {
			this.isProbing = false;
			this.probesFailed++;
		} else if (this.isOpen || this.failures < FAILURES_TO_OPEN) {
			return false;
		}
		this.until = now + doubledMs(policy, this.probesFailed);
		this.openedAt = now;
		return this.probesFailed >= PATIENCE_IN_ATTEMPTS * policy.maxAttempts;
	}
}
