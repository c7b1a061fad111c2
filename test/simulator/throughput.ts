import type { PairLimit } from './settings';

/**
 * The moments of the last second, oldest first. Two messages exactly 1,000 ms apart are not in
 * the same sliding second.
 */
class SlidingSecond {
	private times = new Float64Array(64);

	private head = 0;

	private count = 0;

	/** How many moments lie within the second that ends at `now`. */
	size(now: number): number {
		while (this.count > 0 && now - this.times[this.head] >= 1_000) {
			this.head = (this.head + 1) % this.times.length;
			this.count--;
		}
		return this.count;
	}

	add(now: number): void {
		if (this.count === this.times.length) this.grow();
		this.times[(this.head + this.count) % this.times.length] = now;
		this.count++;
	}

	private grow(): void {
		const larger = new Float64Array(this.times.length * 2);
		for (let index = 0; index < this.count; index++) {
			larger[index] = this.times[(this.head + index) % this.times.length];
		}
		this.times = larger;
		this.head = 0;
	}
}

interface NumberTraffic {
	allowed: SlidingSecond;
	arrived: SlidingSecond;
	peak: number;
}

/** Counts each number's messages, in and out, per sliding second. */
export class Throughput {
	private readonly numbers = new Map<string, NumberTraffic>();

	/**
	 * Counts a message that reached the number at `now` (ms since the epoch).
	 *
	 * @param limit messages per second; Infinity for none.
	 * @returns false when it is over the limit. One that is refused takes no place in the second,
	 * but it does count for {@link peaks}.
	 */
	arrive(phoneNumberId: string, now: number, limit: number): boolean {
		const traffic = this.of(phoneNumberId);
		traffic.peak = Math.max(traffic.peak, traffic.arrived.size(now) + 1);
		traffic.arrived.add(now);
		if (traffic.allowed.size(now) >= limit) return false;
		traffic.allowed.add(now);
		return true;
	}

	/** The most messages that reached each number in any sliding second, refused ones included. */
	peaks(): Record<string, number> {
		return Object.fromEntries([...this.numbers].map(([id, traffic]) => [id, traffic.peak]));
	}

	/** Forgets all traffic. */
	clear(): void {
		this.numbers.clear();
	}

	private of(phoneNumberId: string): NumberTraffic {
		let traffic = this.numbers.get(phoneNumberId);
		if (!traffic) {
			traffic = { allowed: new SlidingSecond(), arrived: new SlidingSecond(), peak: 0 };
			this.numbers.set(phoneNumberId, traffic);
		}
		return traffic;
	}
}

/** How many pairs are remembered before those with a full budget are forgotten. */
const SWEEP_AT = 50_000;

/**
 * The budget of each (number, person) pair, kept as the moment at which it is full again: one
 * number a pair, and exact.
 */
export class PairLimits {
	private readonly fullAt = new Map<string, number>();

	private sweepAt = SWEEP_AT;

	/** Takes one message from the pair's budget at `now`; false when there is none left. */
	take(phoneNumberId: string, recipient: string, now: number, limit: PairLimit): boolean {
		const key = `${phoneNumberId}:${recipient}`;
		const fullAt = Math.max(now, this.fullAt.get(key) ?? 0) + limit.refillMs;
		if (fullAt - now > limit.burst * limit.refillMs) return false;
		this.fullAt.set(key, fullAt);
		if (this.fullAt.size > this.sweepAt) this.sweep(now);
		return true;
	}

	/** Gives every pair its whole budget back. */
	clear(): void {
		this.fullAt.clear();
	}

	private sweep(now: number): void {
		for (const [key, fullAt] of this.fullAt) if (fullAt <= now) this.fullAt.delete(key);
		// When most pairs are still busy, sweeping again at once would find the same.
		this.sweepAt = Math.max(SWEEP_AT, this.fullAt.size * 2);
	}
}
