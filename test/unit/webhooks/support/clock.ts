import type { Clock } from '../../../../nodes/shared/clock';

/** Time that a test moves; nothing waits on it. */
export class StoppedClock implements Clock {
	private ms = Date.UTC(2026, 4, 28, 20, 30);

	private readonly timers = new Set<{ due: number; action: () => void }>();

	now(): number {
		return this.ms;
	}

	after(delayMs: number, action: () => void): () => void {
		const timer = { due: this.ms + delayMs, action };
		this.timers.add(timer);
		return () => this.timers.delete(timer);
	}

	/** How many wait. */
	get waiting(): number {
		return this.timers.size;
	}

	pass(ms: number): void {
		this.ms += ms;
		for (const timer of this.timers) {
			if (timer.due > this.ms) continue;
			this.timers.delete(timer);
			timer.action();
		}
	}
}
