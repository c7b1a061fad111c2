/** The most that messages are thought to have been late. */
const MOST_MS = 1_000;
/** The fastest answer counts for one to two of these spans: routes change. */
const SPAN_MS = 10_000;
/** What is usual moves by this much a second at least, in milliseconds, and by this part of its distance. */
const STEP_MS = 40;
const STEP_PART = 0.4;
/** The part of the messages that is below the usual; a bad second does not make it rise. */
const QUANTILE = 0.25;
/** How many times the usual is nothing special. */
const USUAL_TIMES = 4;
/** Messages overtake one another when they are late: some arrived later still than what the answers say. */
const DISORDER = 1.5;

/**
 * How much later than they left messages arrived, beyond what is usual. A number's second counts at
 * Meta's end: when connections had to be opened first, or either side stood still for a while, many messages
 * arrive at one moment, and the second that begins there must not get a full rate on top.
 *
 * Answers tell: a message had arrived, at the latest, the fastest way back before it or any that left after it
 * was answered. (Slow answers alone say little: of many, some are always fast.)
 */
export class Lateness {
	/** The fastest answer of this span and of the one before, in milliseconds. */
	private fastest = Infinity;
	private fastestBefore = Infinity;
	private spanEnds = -Infinity;
	private usual = 0;
	private learnedAt = Infinity;

	/** An answer came after this many milliseconds. */
	answered(latencyMs: number, now: number): void {
		if (now >= this.spanEnds) {
			this.fastestBefore = now < this.spanEnds + SPAN_MS ? this.fastest : Infinity;
			this.fastest = Infinity;
			this.spanEnds = now + SPAN_MS;
		}
		this.fastest = Math.min(this.fastest, latencyMs);
	}

	/**
	 * Milliseconds by which a message was unusually late.
	 * @param heardAt when it, or one that left later, was answered; Infinity when not yet
	 */
	of(leftAt: number, heardAt: number, now: number): number {
		const excess = this.bound(leftAt, heardAt, now) - USUAL_TIMES * this.usual;
		return Math.min(MOST_MS, Math.max(0, excess * DISORDER));
	}

	/** Takes a message into account for what is usual. */
	learn(leftAt: number, heardAt: number, now: number): void {
		const seconds = Math.min(1, Math.max(0, (now - this.learnedAt) / 1_000));
		this.learnedAt = now;
		const distance = this.bound(leftAt, heardAt, now) - this.usual;
		const step = seconds * (STEP_MS + STEP_PART * Math.abs(distance));
		const change = distance > 0 ? QUANTILE * step : (QUANTILE - 1) * step;
		this.usual = Math.max(0, this.usual + change);
	}

	/** The most by which it can have been late. */
	private bound(leftAt: number, heardAt: number, now: number): number {
		const fastest = Math.min(this.fastest, this.fastestBefore);
		return fastest === Infinity ? 0 : Math.min(heardAt, now) - fastest - leftAt;
	}
}
