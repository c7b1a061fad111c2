import type { Line } from './share';

/** Lines that wait for a moment of their own, the earliest first: a binary heap, so that any can leave it. */
export class Sleepers {
	private readonly heap: Line[] = [];

	get size(): number {
		return this.heap.length;
	}

	/** When the first one wakes, or Infinity. */
	get nextAt(): number {
		return this.heap.length > 0 ? this.heap[0].wakeAt : Infinity;
	}

	add(line: Line, wakeAt: number): void {
		line.wakeAt = wakeAt;
		line.heapIndex = this.heap.length;
		this.heap.push(line);
		this.rise(line);
	}

	/** Takes out the one that wakes first. */
	take(): Line | undefined {
		const line = this.heap[0];
		if (line) this.remove(line);
		return line;
	}

	remove(line: Line): void {
		const index = line.heapIndex;
		line.heapIndex = -1;
		const last = this.heap.pop();
		if (!last || last === line) return;
		this.heap[index] = last;
		last.heapIndex = index;
		this.rise(last);
		this.sink(last);
	}

	private rise(line: Line): void {
		let index = line.heapIndex;
		while (index > 0) {
			const above = (index - 1) >> 1;
			if (this.heap[above].wakeAt <= line.wakeAt) return;
			this.swap(index, above);
			index = above;
		}
	}

	private sink(line: Line): void {
		let index = line.heapIndex;
		for (;;) {
			let least = index;
			for (const below of [2 * index + 1, 2 * index + 2]) {
				if (below < this.heap.length && this.heap[below].wakeAt < this.heap[least].wakeAt) {
					least = below;
				}
			}
			if (least === index) return;
			this.swap(index, least);
			index = least;
		}
	}

	private swap(a: number, b: number): void {
		[this.heap[a], this.heap[b]] = [this.heap[b], this.heap[a]];
		this.heap[a].heapIndex = a;
		this.heap[b].heapIndex = b;
	}
}
