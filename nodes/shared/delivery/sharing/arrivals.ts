import { Lateness } from '../lateness';
import type { LateArrival } from './commons';

/** Milliseconds after its slot that a message may arrive without anybody taking note: what the pace leaves over. */
const TOLERATED_MS = 14;
/**
 * Milliseconds after which a message is judged. At once nothing could be said of the first ones, whose answers
 * there is nothing to compare with; and what is told must be in time for the second after them.
 */
export const JUDGED_AFTER_MS = 300;

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
	private unheard = 0;

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

	get isEmpty(): boolean {
		return this.departures.length === 0;
	}

	/** Those that arrived late, as far as they can be judged; each is told once. */
	takeLate(now: number): LateArrival[] {
		let known = 0;
		const late: LateArrival[] = [];
		for (const { place, slotAt, leftAt, heardAt } of this.departures) {
			if (now - leftAt < JUDGED_AFTER_MS) break;
			known++;
			const at = leftAt + this.lateness.of(leftAt, heardAt, now);
			this.lateness.learn(leftAt, heardAt, now);
			if (at - slotAt > TOLERATED_MS) late.push({ place, at });
		}
		this.departures = this.departures.slice(known);
		this.unheard = Math.max(0, this.unheard - known);
		return late;
	}
}
