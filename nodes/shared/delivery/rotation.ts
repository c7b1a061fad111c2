import type { Share } from './share';

/** Turns in a row that high priority may take while normal waits: normal keeps at least a tenth. */
const HIGH_IN_A_ROW = 9;

/** Whose turn it is among the runs that share a number: round-robin, high priority before normal. */
export class Rotation {
	private readonly high = new Circle();
	private readonly normal = new Circle();
	private highInARow = 0;

	get isEmpty(): boolean {
		return this.high.isEmpty && this.normal.isEmpty;
	}

	/** Lets a share take part; nothing happens if it does already. */
	add(share: Share): void {
		if (share.isQueued) return;
		share.isQueued = true;
		(share.isHigh ? this.high : this.normal).push(share);
	}

	/** For a share that has nothing to send any more. */
	remove(share: Share): void {
		if (!share.isQueued) return;
		share.isQueued = false;
		(share.isHigh ? this.high : this.normal).remove(share);
	}

	/** Takes out the share whose turn it is; it comes back with {@link add}. */
	take(): Share | undefined {
		const normalFirst =
			this.high.isEmpty || (this.highInARow >= HIGH_IN_A_ROW && !this.normal.isEmpty);
		this.highInARow = normalFirst ? 0 : this.highInARow + 1;
		const share = (normalFirst ? this.normal : this.high).shift();
		if (share) share.isQueued = false;
		return share;
	}
}

/** A queue without the cost of `Array.shift`. */
class Circle {
	private items: Share[] = [];
	private taken = 0;

	get isEmpty(): boolean {
		return this.taken === this.items.length;
	}

	push(share: Share): void {
		this.items.push(share);
	}

	remove(share: Share): void {
		this.items = this.items.slice(this.taken).filter((item) => item !== share);
		this.taken = 0;
	}

	shift(): Share | undefined {
		if (this.isEmpty) return undefined;
		const share = this.items[this.taken++];
		if (this.taken > 64 && this.taken * 2 > this.items.length) {
			this.items = this.items.slice(this.taken);
			this.taken = 0;
		}
		return share;
	}
}
