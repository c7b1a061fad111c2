/** Of the latest departures, so many can be taken back. */
const REMOVABLE = 64;

/** When a number's latest messages left, and by when they were known to have arrived: a ring, oldest overwritten. */
export class Departures {
	/** Messages that left so far: the place of the next. */
	count = 0;
	private leftAt: Float64Array;
	private heardAt: Float64Array;
	/** The first place that is remembered, unless overwritten since. */
	private first = 0;
	/** The first place that was not heard of yet. */
	private unheard = 0;

	/** @param reach how far back it must remember */
	constructor(reach: number) {
		this.leftAt = new Float64Array(reach + REMOVABLE);
		this.heardAt = new Float64Array(reach + REMOVABLE);
	}

	/** When the message at this place left; undefined when it is too long ago, or there was none. */
	left(place: number): number | undefined {
		const { length } = this.leftAt;
		const isKnown = place >= this.first && place >= this.count - length;
		return isKnown ? this.leftAt[place % length] : undefined;
	}

	/** When it, or one that left later, was answered; Infinity when not yet. */
	heard(place: number): number {
		return this.heardAt[place % this.heardAt.length];
	}

	add(now: number): void {
		const index = this.count++ % this.leftAt.length;
		this.leftAt[index] = now;
		this.heardAt[index] = Infinity;
	}

	/** A message that left at `departedAt` was answered now: so all that left before it have arrived as well. */
	hear(departedAt: number, now: number): void {
		const { length } = this.leftAt;
		this.unheard = Math.max(this.unheard, this.first, this.count - length);
		while (this.unheard < this.count && this.leftAt[this.unheard % length] <= departedAt) {
			this.heardAt[this.unheard++ % length] = now;
		}
	}

	/** Takes one of the latest back. @returns whether it was found */
	remove(departedAt: number): boolean {
		const { length } = this.leftAt;
		const oldest = Math.max(0, this.count - REMOVABLE);
		let place = this.count - 1;
		while (place >= oldest && this.leftAt[place % length] > departedAt) place--;
		if (place < oldest || this.leftAt[place % length] !== departedAt) return false;
		if (place < this.unheard) this.unheard--;
		this.count--;
		for (; place < this.count; place++) {
			this.leftAt[place % length] = this.leftAt[(place + 1) % length];
			this.heardAt[place % length] = this.heardAt[(place + 1) % length];
		}
		return true;
	}

	/** Remembers further back from now on; never less far: what has left counts. */
	reach(messages: number): void {
		if (messages + REMOVABLE <= this.leftAt.length) return;
		const { leftAt, heardAt, count } = this;
		this.leftAt = new Float64Array(messages + REMOVABLE);
		this.heardAt = new Float64Array(messages + REMOVABLE);
		for (let place = Math.max(0, count - leftAt.length); place < count; place++) {
			this.leftAt[place % this.leftAt.length] = leftAt[place % leftAt.length];
			this.heardAt[place % this.leftAt.length] = heardAt[place % leftAt.length];
		}
		this.first = Math.max(this.first, count - leftAt.length);
	}
}
