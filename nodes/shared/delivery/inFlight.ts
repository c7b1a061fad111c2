import { UNPACED } from './limiter';

/** Calls that may be on their way at once, however fast Meta answers. */
const LEAST = 16;
/** And however slowly: as many sockets as one number ever needs (1,000 messages a second, answered in a second). */
const MOST = 1_024;
/** Where nothing is paced, sockets and not messages per second are the limit. */
const MOST_UNPACED = 128;
/** Milliseconds that a call is thought to take until one was seen. */
const FIRST_GUESS_MS = 250;
/** Calls on their way until the first answer: each opens a connection, and many at once arrive late together. */
const MOST_AT_FIRST = 64;
/** Answers may take this many times longer than usual before the rate suffers. */
const HEADROOM = 2;
/** Weight of the latest answer in the average. */
const WEIGHT = 0.1;

/**
 * How many calls of one number are on their way, and how many may be: what rate × latency needs, twice over.
 * More would not send faster; it would only raise what is of unknown outcome when Meta stalls.
 */
export class InFlight {
	count = 0;
	private latencyMs = FIRST_GUESS_MS;
	private most = MOST_AT_FIRST;

	/** @param rate messages per second */
	limit(rate: number): number {
		if (rate > UNPACED) return MOST_UNPACED;
		const needed = Math.ceil((HEADROOM * rate * this.latencyMs) / 1_000);
		return Math.min(this.most, Math.max(LEAST, needed));
	}

	/** An answer came after this many milliseconds. (A time-out is no answer: it must not widen the limit.) */
	answered(latencyMs: number): void {
		this.latencyMs += (latencyMs - this.latencyMs) * WEIGHT;
		this.most = MOST;
	}
}
