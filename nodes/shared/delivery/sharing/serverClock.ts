/** Part by which what is thought of the fastest round trip grows with each: routes change. */
const FORGETS = 0.01;
/** Milliseconds by which a round trip may be slower than the fastest to be believed. */
const CLOSE_MS = 0.5;

/** How far the store's clock is ahead of this process's, in milliseconds: told by the fastest round trips. */
export class ServerClock {
	/** Undefined until the first answer. */
	private offset?: number;
	private fastest = Infinity;

	get isKnown(): boolean {
		return this.offset !== undefined;
	}

	/** An answer came. @param serverNow what the store's clock said meanwhile */
	learn(sentAt: number, receivedAt: number, serverNow: number): void {
		const trip = receivedAt - sentAt;
		this.fastest = Math.min(trip, this.fastest * (1 + FORGETS));
		const offset = serverNow - (sentAt + receivedAt) / 2;
		if (this.offset !== undefined && trip > this.fastest + CLOSE_MS) {
			// However slow: so far off it is only when the clock was set.
			if (Math.abs(offset - this.offset) <= trip) return;
		}
		this.offset = offset;
	}

	toServer(time: number): number {
		return time + (this.offset ?? 0);
	}

	toLocal(time: number): number {
		return time - (this.offset ?? 0);
	}
}
