import { Lateness } from '../lateness';
import { PACE_MARGIN_MS, SECOND_MS } from '../limiter';
import type { LateArrival } from './commons';

/**
 * What lies between a late message and the one `rate` places after it, over a second, in milliseconds. More than within
 * one process, where more is known of when messages arrive.
 */
export const LATE_MARGIN_MS = 18;
/** Milliseconds after its slot that a message may arrive without anybody taking note: what the pace leaves over. */
export const TOLERATED_MS = PACE_MARGIN_MS - LATE_MARGIN_MS;
/**
 * Milliseconds after which a message is judged. At once nothing could be said of the first ones, whose answers
 * there is nothing to compare with; and what is told must be in time for the second after them.
 */
export const JUDGED_AFTER_MS = 400;

interface Departure {
	place: number;
	slotAt: number;
	leftAt: number;
	heardAt: number;
}

/** What left lately, until it is known how late it arrived. */
export class Arrivals {
	private readonly lateness = new Lateness();
	/** In the order in which they left. */
	private departures: Departure[] = [];
	/** Late ones that were told to nobody in the end. */
	private untold: LateArrival[] = [];
	private unheard = 0;
	private judged = 0;

	left(place: number, slotAt: number, leftAt: number): void {
		this.departures.push({ place, slotAt, leftAt, heardAt: Infinity });
	}

	/** A message that left at `departedAt` was answered now: so all that left before it have arrived as well. */
	answered(departedAt: number, now: number): void {
		this.lateness.answered(now - departedAt, now);
		const { departures } = this;
		while (this.unheard < departures.length && departures[this.unheard].leftAt <= departedAt) {
			departures[this.unheard++].heardAt = now;
		}
	}

	/** Nothing is left to be judged, or told. */
	get isEmpty(): boolean {
		return this.judged === this.departures.length && this.untold.length === 0;
	}

	/** Those that arrived late, as far as they can be judged; each is told once. */
	takeLate(now: number): LateArrival[] {
		const late = this.untold;
		this.untold = [];
		const { departures } = this;
		for (; this.judged < departures.length; this.judged++) {
			const { place, slotAt, leftAt, heardAt } = departures[this.judged];
			if (now - leftAt < JUDGED_AFTER_MS) break;
			const at = leftAt + this.lateness.of(leftAt, heardAt, now);
			if (at - slotAt > TOLERATED_MS) late.push({ place, at });
		}
		this.learn(now);
		return late;
	}

	/** Whoever took them could not tell them: the next one does. */
	giveBack(late: readonly LateArrival[]): void {
		this.untold.push(...late);
	}

	/** What is usual is learned a second later, as in the limiter: or a bad first second would be. */
	private learn(now: number): void {
		let learned = 0;
		for (; learned < this.judged; learned++) {
			const { leftAt, heardAt } = this.departures[learned];
			if (now - leftAt < SECOND_MS) break;
			this.lateness.learn(leftAt, heardAt, now);
		}
		this.departures = this.departures.slice(learned);
		this.judged -= learned;
		this.unheard = Math.max(0, this.unheard - learned);
	}
}
