import { StoreAwayError, type WhenAway } from '../store/store';
import { isBusy, type Busy, type Claim, type SeenEvents } from './dedupe';
import type { Identity } from './event';

/**
 * Remembers in a store and in this process as well: whatever this process took over it knows without the
 * store too. While the store is away, either this process goes on alone, or nothing can be claimed.
 */
export class SeenTogether implements SeenEvents {
	private isAway = false;

	/** Of the change that no claim has told yet. */
	private notice?: string;

	constructor(
		private readonly store: SeenEvents,
		private readonly own: SeenEvents,
		private readonly whenAway: WhenAway,
	) {}

	/** @throws StoreAwayError where nobody may go on alone */
	async claim(scope: string, events: readonly Identity[]): Promise<Claim | Busy> {
		const own = await this.own.claim(scope, events);
		// Whoever holds them here tells it at once; the store can only be asked again.
		if (isBusy(own)) return own;
		let stored: Claim | Busy;
		try {
			stored = await this.store.claim(scope, events);
			this.turn(false);
		} catch (error) {
			if (!(error instanceof StoreAwayError) || this.whenAway === 'fail') {
				own.release();
				throw error;
			}
			this.turn(true, error.message);
			return this.told(own);
		}
		if (isBusy(stored)) {
			own.release();
			return stored;
		}
		return this.told(both(own, stored));
	}

	private turn(isAway: boolean, why = ''): void {
		if (isAway === this.isAway) return;
		this.isAway = isAway;
		this.notice = isAway
			? `${why}. Until it can, this process alone remembers which events it has taken over: one that another process took over before may start a workflow once more.`
			: 'The Redis that the credential names answers again: events are remembered for all processes.';
	}

	private told(claim: Claim): Claim {
		const { notice } = this;
		this.notice = undefined;
		return notice === undefined ? claim : { ...claim, notice };
	}
}

/** New is what neither has seen: what is confirmed, both know from then on. */
function both(one: Claim, other: Claim): Claim {
	return {
		sightings: one.sightings.map(({ isNew, isStale }, index) => ({
			isNew: isNew && other.sightings[index].isNew,
			isStale: isStale || other.sightings[index].isStale,
		})),
		confirm() {
			one.confirm();
			other.confirm();
		},
		release() {
			one.release();
			other.release();
		},
	};
}
