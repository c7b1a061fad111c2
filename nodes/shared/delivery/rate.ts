/** What a throttle leaves of the rate. */
export const CUT_TO = 0.6;
/** How much of the ceiling comes back per calm second. */
export const CLIMB_PER_SECOND = 0.05;

/** How many messages a second a number may send at present: its ceiling, less after a throttle. */
export class AdaptiveRate {
	private reduced?: { to: number; calmFrom: number };

	constructor(private limit: number) {}

	/** Messages per second. */
	get ceiling(): number {
		return this.limit;
	}

	set ceiling(rate: number) {
		this.limit = rate;
	}

	/** Messages per second. */
	at(now: number): number {
		// Of no limit no part can be left.
		if (!this.reduced || this.limit === Infinity) return this.limit;
		const calmMs = Math.max(0, now - this.reduced.calmFrom);
		const climbed = this.limit * CLIMB_PER_SECOND * (calmMs / 1_000);
		return Math.min(this.limit, this.reduced.to + climbed);
	}

	/**
	 * Meta said "too fast".
	 * @param calmFrom when the climb back begins: the end of the pause that goes with it
	 */
	cut(now: number, calmFrom: number): void {
		// Of no limit no part can be taken.
		if (this.limit === Infinity) return;
		// Never below what one calm second gives back: or a row of throttles would all but stop the number.
		const to = Math.max(this.at(now) * CUT_TO, this.limit * CLIMB_PER_SECOND);
		this.reduced = { to, calmFrom };
	}

	/** What the throttles that other processes met leave; undefined: nothing is left of any. */
	adopt(reduced: { to: number; calmFrom: number } | undefined): void {
		this.reduced = reduced;
	}

	/** Whether nothing is left of any throttle. */
	isFull(now: number): boolean {
		return this.at(now) === this.limit;
	}
}
