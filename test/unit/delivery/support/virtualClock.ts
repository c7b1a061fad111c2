import type { Clock } from '../../../../nodes/shared/clock';

interface Timer {
	at: number;
	order: number;
	action: () => void;
}

/** Before and after everything else: lets promises settle, however many hang on one another. */
const promisesSettle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A clock that only moves when told to: hours pass in milliseconds, in the same order every time. */
export class VirtualClock implements Clock {
	private readonly heap: Timer[] = [];
	private readonly cancelled = new Set<Timer>();
	private order = 0;
	private time: number;

	/**
	 * @param lateness how many milliseconds a timer fires after its time, as on a busy event loop
	 * @param settle resolves when everything has happened that happens without time passing
	 */
	constructor(
		start = Date.UTC(2026, 10, 20),
		private readonly lateness: () => number = () => 0,
		private readonly settle: () => Promise<void> = promisesSettle,
	) {
		this.time = start;
	}

	now(): number {
		return this.time;
	}

	after(delayMs: number, action: () => void): () => void {
		// As `setTimeout`: whole milliseconds, one at least.
		const delay = Math.max(1, Math.trunc(delayMs)) + this.lateness();
		const timer = { at: this.time + delay, order: this.order++, action };
		this.push(timer);
		return () => this.cancelled.add(timer);
	}

	/** Timers that have neither fired nor been cancelled. */
	get pending(): number {
		return this.heap.filter((timer) => !this.cancelled.has(timer)).length;
	}

	/** Lets `ms` milliseconds pass. */
	async advance(ms: number): Promise<void> {
		const until = this.time + ms;
		await this.settle();
		while (this.heap.length > 0 && this.heap[0].at <= until) await this.fire();
		this.time = until;
	}

	/** Lets time pass until `promise` is settled; fails when nothing is left that could settle it. */
	async finish<T>(promise: Promise<T>): Promise<T> {
		let isSettled = false;
		const mark = () => {
			isSettled = true;
		};
		promise.then(mark, mark);
		await this.settle();
		while (!isSettled) {
			if (this.heap.length === 0) throw new Error('Nothing is left that could end this');
			await this.fire();
		}
		return await promise;
	}

	/** The earliest timer, and what follows from it. */
	private async fire(): Promise<void> {
		const timer = this.pop();
		if (this.cancelled.delete(timer)) return;
		this.time = Math.max(this.time, timer.at);
		timer.action();
		await this.settle();
	}

	private push(timer: Timer): void {
		const { heap } = this;
		let index = heap.push(timer) - 1;
		while (index > 0) {
			const above = (index - 1) >> 1;
			if (!isBefore(heap[index], heap[above])) return;
			[heap[index], heap[above]] = [heap[above], heap[index]];
			index = above;
		}
	}

	private pop(): Timer {
		const { heap } = this;
		const first = heap[0];
		const last = heap.pop() as Timer;
		if (heap.length === 0) return first;
		heap[0] = last;
		let index = 0;
		for (;;) {
			let least = index;
			for (const below of [2 * index + 1, 2 * index + 2]) {
				if (below < heap.length && isBefore(heap[below], heap[least])) least = below;
			}
			if (least === index) return first;
			[heap[index], heap[least]] = [heap[least], heap[index]];
			index = least;
		}
	}
}

function isBefore(a: Timer, b: Timer): boolean {
	return a.at < b.at || (a.at === b.at && a.order < b.order);
}
