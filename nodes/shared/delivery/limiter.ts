import { Departures } from './departures';
import { Lateness } from './lateness';
import type { AdaptiveRate } from './rate';

export const SECOND_MS = 1_000;
/**
 * Messages are paced as if the second had these many milliseconds more. It costs 2.3 % of the rate, and
 * absorbs what a message is later (a late timer, a slow packet) than the one a second after it.
 */
export const PACE_MARGIN_MS = 24;
/**
 * What must lie between a message and the one `rate` places before it, over a second, whatever happened
 * in between. Smaller than the pace's margin: where the two were one, each late timer would push all
 * seconds after it, for good.
 */
export const GUARD_MARGIN_MS = 10;
/** A late timer may catch up this much; what was missed beyond it is lost, not sent as a burst. */
export const CATCH_UP_MS = 50;
/** Messages per second beyond which nothing is paced. */
export const UNPACED = 10_000;

/**
 * Paces one number so that no sliding second at Meta's end holds more than its rate, and next to none of
 * it is wasted. Two rules, both O(1):
 *
 * - a virtual slot: each message moves it on by an even share of the second (paced, not bursty);
 * - a ring of the last `rate` departures: a message leaves only when the one `rate` places before it is a
 *   second and a margin away (so that catching up after a late timer cannot overfill a second), and more
 *   than that when it arrived late.
 */
export class Limiter {
	private readonly departures: Departures;
	private readonly lateness = new Lateness();
	private slot = -Infinity;
	private lastAt = -Infinity;

	constructor(private readonly rate: AdaptiveRate) {
		this.departures = new Departures(rate.ceiling > UNPACED ? 0 : perWindow(rate.ceiling));
	}

	/** When the next message may leave, milliseconds since the epoch; not later than `now` if at once. */
	dueAt(now: number): number {
		const rate = this.rate.at(now);
		return rate > UNPACED ? -Infinity : Math.max(this.slot, this.guard(rate, now));
	}

	/** A message leaves now. */
	take(now: number): void {
		const rate = this.rate.at(now);
		this.lastAt = now;
		if (rate > UNPACED) return;
		const { departures } = this;
		departures.reach(perWindow(this.rate.ceiling));
		const before = departures.count - perWindow(rate);
		const leftAt = departures.left(before);
		if (leftAt !== undefined) this.lateness.learn(leftAt, departures.heard(before), now);
		this.slot = Math.max(this.slot, now - CATCH_UP_MS) + interval(rate);
		departures.add(now);
	}

	/** A message that left then did not leave after all. */
	refund(departedAt: number): void {
		if (!this.departures.remove(departedAt)) return;
		this.slot -= interval(this.rate.at(this.lastAt));
	}

	/** A call that left then was answered now. */
	answered(departedAt: number, now: number): void {
		this.lateness.answered(now - departedAt, now);
		this.departures.hear(departedAt, now);
	}

	/** Somebody waits again after nobody did: slots that passed meanwhile are nobody's. */
	resume(now: number): void {
		this.slot = Math.max(this.slot, now);
	}

	/** Whether a new limiter would do as well. */
	isIdle(now: number): boolean {
		return (
			now - this.lastAt > SECOND_MS + GUARD_MARGIN_MS && this.slot <= now && this.rate.isFull(now)
		);
	}

	/** When the message `rate` places before the next one is far enough away. */
	private guard(rate: number, now: number): number {
		const before = this.departures.count - perWindow(rate);
		const leftAt = this.departures.left(before);
		if (leftAt === undefined) return -Infinity;
		const windowMs = Math.max(SECOND_MS, SECOND_MS / rate);
		const lateBy = this.lateness.of(leftAt, this.departures.heard(before), now);
		return leftAt + lateBy + windowMs + GUARD_MARGIN_MS;
	}
}

/** Milliseconds between two messages. */
function interval(rate: number): number {
	return (SECOND_MS + PACE_MARGIN_MS) / rate;
}

/** Messages that a second may hold; one for rates below one a second, whose window is longer. */
function perWindow(rate: number): number {
	return Math.max(1, Math.floor(rate));
}
