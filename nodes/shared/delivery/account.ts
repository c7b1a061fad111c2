import type { NotSentReason } from './errors';

/** Everything waiting was given up for one reason. */
export interface Verdict {
	because: Extract<NotSentReason, 'token' | 'account' | 'unreachable'>;
	/** The error that decided it. */
	error: unknown;
	/** Runs up to this one are bound by it; later ones may find out anew. */
	serial: number;
}

/** Milliseconds after which an unused account's verdict is forgotten. */
const FORGET_MS = 600_000;

/** What is known of one account (one token on one host), for all numbers that it sends from. */
export class Account {
	/** Calls on their way. */
	inFlight = 0;
	verdict?: Verdict;
	pausedUntil = -Infinity;
	/** The error that paused it last. */
	pausedBy?: unknown;
	/** Shares that use it. */
	users = 0;
	/** A verdict stands and no call since then has shown that it is over. */
	isSuspect = false;
	private learnedAt = -Infinity;

	/**
	 * Its token is dead or it is locked. Binds all runs up to `serial`; a later run may try, one call
	 * at a time, until one is answered otherwise.
	 * @param departedAt when the call left: an older one than the last verdict is no news
	 * @returns whether it is news
	 */
	condemn(verdict: Verdict, departedAt: number, now: number): boolean {
		if (departedAt <= this.learnedAt) return false;
		this.verdict = verdict;
		this.isSuspect = true;
		this.learnedAt = now;
		return true;
	}

	/** A call was answered in a way that only a living account gets. */
	clear(departedAt: number): void {
		if (departedAt > this.learnedAt) this.isSuspect = false;
	}

	/** Its calls for the hour are used up. @returns whether it is news */
	pause(departedAt: number, now: number, until: number, error: unknown): boolean {
		if (departedAt <= this.learnedAt) return false;
		this.learnedAt = now;
		this.pausedUntil = until;
		this.pausedBy = error;
		return true;
	}

	/** Another process found its calls used up. @returns whether for longer than was known */
	pauseFor(now: number, until: number, error: unknown): boolean {
		if (until <= this.pausedUntil) return false;
		this.learnedAt = now;
		this.pausedUntil = until;
		this.pausedBy = error;
		return true;
	}

	/** When its next call may leave; Infinity: after the one that is on its way. */
	freeAt(): number {
		if (this.isSuspect && this.inFlight > 0) return Infinity;
		return this.pausedUntil;
	}

	/** Whether a new one would do as well. */
	isIdle(now: number): boolean {
		if (this.users > 0 || this.inFlight > 0 || this.pausedUntil > now) return false;
		return !this.isSuspect || now - this.learnedAt > FORGET_MS;
	}

	/** Whether this run must give up. */
	binds(serial: number): Verdict | undefined {
		return this.verdict && serial <= this.verdict.serial ? this.verdict : undefined;
	}
}
