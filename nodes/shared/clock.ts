/** Time as a parameter: whatever waits or measures takes a clock, so that tests run hours in milliseconds. */
export interface Clock {
	/** Milliseconds since the Unix epoch; never goes back, whatever happens to the machine's wall clock. */
	now(): number;
	/**
	 * Calls `action` once, `delayMs` milliseconds from now at the earliest.
	 * @returns a function that cancels the call
	 */
	after(delayMs: number, action: () => void): () => void;
}

/** The machine's own clock. */
export const systemClock: Clock = {
	now: () => performance.timeOrigin + performance.now(),
	after(delayMs, action) {
		const timer = setTimeout(action, delayMs);
		return () => clearTimeout(timer);
	},
};
