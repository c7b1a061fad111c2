import {
	type Batch,
	type DeliveryOptions,
	Dispatcher,
	type Report,
	type Sender,
} from '../../../../../nodes/shared/delivery';
import type { SharedState } from '../../../../../nodes/shared/store/store';
import { aSender, Meta, type MetaOptions, type MessageSpec } from '../../support/meta';
import { VirtualClock } from '../../support/virtualClock';
import { FakeStore } from './fakeStore';

/** Longer than any timer, and any request, that a lane leaves behind after its last message. */
const AFTERWARDS_MS = 5_000;

interface Options extends MetaOptions {
	/** How many there are; default 1. */
	processes?: number;
	whenAway?: SharedState['whenAway'];
	lateness?: () => number;
	random?: () => number;
}

/** Several processes' dispatchers, the store that they share, and what stands for Meta. */
export class Processes {
	readonly clock: VirtualClock;
	readonly store: FakeStore;
	readonly meta: Meta;
	readonly dispatchers: Dispatcher[];
	readonly start: number;
	private readonly shared: SharedState;

	constructor(options: Options = {}) {
		const { processes = 1, whenAway = 'continue', lateness, random = () => 0.5 } = options;
		this.clock = new VirtualClock(undefined, lateness);
		this.start = this.clock.now();
		this.store = new FakeStore(this.clock);
		this.meta = new Meta(this.clock, options);
		this.dispatchers = Array.from(
			{ length: processes },
			() => new Dispatcher({ clock: this.clock, random }),
		);
		this.shared = { store: this.store, whenAway, processes };
	}

	sender(more: Partial<Sender> = {}): Sender {
		return aSender({ shared: this.shared, ...more });
	}

	/** A batch through the store; as {@link Meta.batch} otherwise. */
	batch(
		size: number,
		spec: (index: number) => MessageSpec = () => ({}),
		name = 'batch',
		more: Partial<Batch<string>> = {},
	): Batch<string> {
		const sender = this.sender();
		return this.meta.batch(size, (index) => ({ sender, ...spec(index) }), name, more);
	}

	/** Begins a run; time does not pass yet. */
	run<T>(batch: Batch<T>, options: Partial<DeliveryOptions> = {}, process = 0): Promise<Report<T>> {
		return this.dispatchers[process].run(batch, { onFailure: 'continue', ...options });
	}

	/** Runs a batch to its end. */
	async finish<T>(batch: Batch<T>, options: Partial<DeliveryOptions> = {}): Promise<Report<T>> {
		return await this.clock.finish(this.run(batch, options));
	}

	/** When the calls were made, in milliseconds since the start. */
	times(calls = this.meta.calls): number[] {
		return calls.map(({ at }) => at - this.start);
	}

	/** Lets pass what follows the last message, and looks whether anything is left. */
	async expectNothingLeft(): Promise<void> {
		await this.clock.advance(AFTERWARDS_MS);
		expect(this.meta.inFlight).toBe(0);
		expect(this.clock.pending).toBe(0);
		await this.clock.advance(25 * 3_600_000);
		for (const dispatcher of this.dispatchers) {
			for (let round = 0; round < 2_000; round++) dispatcher.sweep();
			expect(dispatcher.size).toEqual({
				lanes: 0,
				accounts: 0,
				hosts: 0,
				runs: 0,
				recipients: 0,
			});
		}
	}
}
