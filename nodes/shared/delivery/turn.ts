/** Departures without a turn of the event loop; more would starve timers when answers come at once. */
const DEPARTURES = 512;
/**
 * Milliseconds of departures without such a turn. While code is cold a call takes longer than a slot: the
 * next would always be due, and all of them would reach the socket together, late.
 */
const LASTS_MS = 5;

/** How much a lane has done since the event loop came round. */
export class Turn {
	private departures = 0;
	private until = Infinity;

	/** The event loop came round. */
	renew(): void {
		this.departures = 0;
	}

	/** The lane begins to let messages leave. */
	begin(now: number): void {
		this.until = now + LASTS_MS;
	}

	departed(): void {
		this.departures++;
	}

	/** Others should have their turn first. */
	isOver(now: number): boolean {
		return this.departures >= DEPARTURES || now > this.until;
	}
}
