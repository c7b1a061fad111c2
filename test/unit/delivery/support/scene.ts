import {
	type Batch,
	type DeliveryOptions,
	Dispatcher,
	type Failed,
	type Outcome,
	type Report,
	type Sent,
} from '../../../../nodes/shared/delivery';
import { Meta, type MetaOptions } from './meta';
import { VirtualClock } from './virtualClock';

/** A dispatcher, a clock and what stands for Meta, for one test. */
export class Scene {
	readonly clock: VirtualClock;
	readonly dispatcher: Dispatcher;
	readonly meta: Meta;
	readonly start: number;

	constructor(options: MetaOptions & { lateness?: () => number; random?: () => number } = {}) {
		this.clock = new VirtualClock(undefined, options.lateness);
		this.dispatcher = new Dispatcher({
			clock: this.clock,
			random: options.random ?? (() => 0.5),
		});
		this.meta = new Meta(this.clock, options);
		this.start = this.clock.now();
	}

	/** Begins a run; time does not pass yet. */
	run<T>(batch: Batch<T>, options: Partial<DeliveryOptions> = {}): Promise<Report<T>> {
		return this.dispatcher.run(batch, { onFailure: 'continue', ...options });
	}

	/** Runs a batch to its end. */
	async finish<T>(batch: Batch<T>, options: Partial<DeliveryOptions> = {}): Promise<Report<T>> {
		return await this.clock.finish(this.run(batch, options));
	}

	/** When the calls were made, in milliseconds since the start. */
	times(calls = this.meta.calls): number[] {
		return calls.map(({ at }) => at - this.start);
	}

	/** Lets everything that is still known become idle, and be forgotten. */
	async forget(): Promise<void> {
		await this.clock.advance(25 * 3_600_000);
		for (let round = 0; round < 2_000; round++) this.dispatcher.sweep();
	}
}

export function failed<T>(outcomes: Outcome<T>[]): Failed[] {
	return outcomes.filter((outcome) => outcome.status === 'failed');
}

export function sent<T>(outcomes: Outcome<T>[]): Sent<T>[] {
	return outcomes.filter((outcome) => outcome.status === 'sent');
}
