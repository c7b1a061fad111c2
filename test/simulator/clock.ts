import { performance } from 'node:perf_hooks';

export interface ClockOptions {
	/** `real` runs with the machine's time, `manual` stands still until `advance` or `set`. */
	mode?: 'real' | 'manual';
	/** What a manual clock shows first, in milliseconds since the epoch. */
	startAt?: number;
}

/** Node runs a longer timer at once; whoever waits longer is armed anew, in milliseconds. */
const LONGEST_NODE_TIMER = 2 ** 31 - 1;

interface Timer {
	due: number;
	sequence: number;
	/** Undefined once cancelled: taking it out of the heap would cost more than skipping it later. */
	run: (() => void) | undefined;
}

/** Earlier due first; of two due at once, the one that was set first. */
function isBefore(a: Timer, b: Timer): boolean {
	return a.due < b.due || (a.due === b.due && a.sequence < b.sequence);
}

/**
 * The simulator's only source of time. Everything that waits or expires (latency, throughput,
 * statuses, webhook retries, token expiry) asks this clock, so a test decides when time passes.
 */
export class SimulatorClock {
	readonly mode: 'real' | 'manual';

	private manualNow: number;

	private offset = 0;

	private sequence = 0;

	private readonly heap: Timer[] = [];

	private nodeTimer: NodeJS.Timeout | undefined;

	constructor(options: ClockOptions = {}) {
		this.mode = options.mode ?? 'real';
		this.manualNow = options.startAt ?? Date.UTC(2026, 10, 2, 9, 0, 0);
	}

	/** Milliseconds since the epoch; with fractions in real mode, for exact sliding seconds. */
	now(): number {
		if (this.mode === 'manual') return this.manualNow;
		return performance.timeOrigin + performance.now() + this.offset;
	}

	/**
	 * Calls `run` once, `delayMs` milliseconds from now.
	 *
	 * @returns a function that cancels it.
	 */
	after(delayMs: number, run: () => void): () => void {
		const timer: Timer = {
			due: this.now() + Math.max(0, delayMs),
			sequence: this.sequence++,
			run,
		};
		this.push(timer);
		if (this.heap[0] === timer) this.arm();
		return () => {
			timer.run = undefined;
		};
	}

	/** Moves time forward by `ms` milliseconds and runs, in order, everything that falls due. */
	advance(ms: number): void {
		if (!(ms >= 0)) throw new RangeError('A clock only moves forward: ms must be 0 or more');
		if (this.mode === 'real') {
			this.offset += ms;
			this.runDue(this.now());
		} else {
			const target = this.manualNow + ms;
			this.runDue(target);
			this.manualNow = target;
		}
		this.arm();
	}

	/** Moves a clock forward to a moment given in milliseconds since the epoch. */
	set(epochMs: number): void {
		this.advance(epochMs - this.now());
	}

	/** Drops every timer; nothing runs afterwards. */
	close(): void {
		this.heap.length = 0;
		clearTimeout(this.nodeTimer);
		this.nodeTimer = undefined;
	}

	private runDue(target: number): void {
		for (let next = this.heap[0]; next && next.due <= target; next = this.heap[0]) {
			this.pop();
			// A timer that sets another must see the moment it was due at, not the end of the leap.
			if (this.mode === 'manual') this.manualNow = Math.max(this.manualNow, next.due);
			next.run?.();
		}
	}

	private arm(): void {
		if (this.mode === 'manual') return;
		clearTimeout(this.nodeTimer);
		const next = this.heap[0];
		if (!next) return;
		this.nodeTimer = setTimeout(
			() => {
				this.runDue(this.now());
				this.arm();
			},
			Math.min(LONGEST_NODE_TIMER, Math.max(0, Math.ceil(next.due - this.now()))),
		);
	}

	private push(timer: Timer): void {
		let index = this.heap.push(timer) - 1;
		while (index > 0) {
			const parent = (index - 1) >> 1;
			if (isBefore(this.heap[parent], timer)) break;
			this.heap[index] = this.heap[parent];
			index = parent;
		}
		this.heap[index] = timer;
	}

	private pop(): void {
		const last = this.heap.pop();
		if (last === undefined || this.heap.length === 0) return;
		let index = 0;
		for (;;) {
			let child = 2 * index + 1;
			if (child >= this.heap.length) break;
			if (child + 1 < this.heap.length && isBefore(this.heap[child + 1], this.heap[child])) child++;
			if (isBefore(last, this.heap[child])) break;
			this.heap[index] = this.heap[child];
			index = child;
		}
		this.heap[index] = last;
	}
}
