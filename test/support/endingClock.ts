import { systemClock, type Clock } from '../../nodes/shared/clock';

/**
 * The machine's clock, which can be ended: nothing that waits for it happens any more. A dispatcher still
 * reports to the store what it learns after a run; to one that is closed by then it would open a connection
 * again, and try for a minute.
 */
export class EndingClock implements Clock {
	private readonly cancels = new Set<() => void>();
	private hasEnded = false;

	now(): number {
		return systemClock.now();
	}

	after(delayMs: number, action: () => void): () => void {
		if (this.hasEnded) return () => undefined;
		const cancel = systemClock.after(delayMs, () => {
			this.cancels.delete(cancel);
			action();
		});
		this.cancels.add(cancel);
		return () => {
			this.cancels.delete(cancel);
			cancel();
		};
	}

	/** Nothing is called any more. */
	end(): void {
		this.hasEnded = true;
		for (const cancel of this.cancels) cancel();
		this.cancels.clear();
	}
}
