import type { Clock } from '../clock';

/** Calls something at the earliest of the times it is set for: one timer, however often that changes. */
export class Alarm {
	private timer?: { at: number; cancel: () => void };

	constructor(
		private readonly clock: Clock,
		private readonly ring: () => void,
	) {}

	/** @param at milliseconds since the epoch; Infinity for never. A timer that rings before it is left as it is. */
	set(at: number): void {
		if (this.timer && this.timer.at <= at && at < Infinity) return;
		this.timer?.cancel();
		this.timer = undefined;
		if (at === Infinity) return;
		const delay = Math.max(0, Math.ceil(at - this.clock.now()));
		const cancel = this.clock.after(delay, () => {
			this.timer = undefined;
			this.ring();
		});
		this.timer = { at, cancel };
	}
}
