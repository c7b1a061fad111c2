/** Messages that one recipient can get at once from one number [about-the-platform, "Pair rate limits"]. */
const BURST = 45;
/**
 * Milliseconds until one more is allowed. Meta's figure is 6,000; the rest is for messages that were
 * longer on their way than those after them, which Meta counts later than we do.
 */
export const PAIR_REFILL_MS = 6_000 + 100;
/** How far ahead of the clock a recipient's account may run. */
export const PAIR_BORROWED_MS = (BURST - 1) * PAIR_REFILL_MS;
/** Entries looked at per message: more than one, so that the table shrinks when traffic does. */
const SWEPT_PER_CHARGE = 2;

/**
 * What one number may still send to each recipient. Per recipient only one figure is kept: the moment
 * at which the budget is full again. Each message moves it on by one refill, and who has a full
 * budget needs no entry: so the table holds about six seconds' worth of messages.
 */
export class PairBudgets {
	private readonly fullAt = new Map<string, number>();
	private hand = this.fullAt.entries();

	/** Recipients remembered. */
	get size(): number {
		return this.fullAt.size;
	}

	/** When the next message to this recipient may leave; not later than `now` if it may at once. */
	freeAt(recipient: string): number {
		const fullAt = this.fullAt.get(recipient);
		return fullAt === undefined ? -Infinity : fullAt - PAIR_BORROWED_MS;
	}

	/** A message leaves for this recipient. */
	charge(recipient: string, now: number): void {
		this.fullAt.set(recipient, Math.max(this.fullAt.get(recipient) ?? now, now) + PAIR_REFILL_MS);
		this.sweep(now, SWEPT_PER_CHARGE);
	}

	/** A message that was charged did not leave after all. */
	refund(recipient: string): void {
		const fullAt = this.fullAt.get(recipient);
		if (fullAt !== undefined) this.fullAt.set(recipient, fullAt - PAIR_REFILL_MS);
	}

	/**
	 * Meta says that the budget is used up (somebody else sends from this number too): one message
	 * at `until`, then one per refill.
	 */
	hold(recipient: string, until: number): void {
		const fullAt = this.fullAt.get(recipient) ?? 0;
		this.fullAt.set(recipient, Math.max(fullAt, until + PAIR_BORROWED_MS));
	}

	/** Forgets recipients whose budget is full again, looking at `entries` of them. */
	sweep(now: number, entries: number): void {
		for (let looked = 0; looked < entries; looked++) {
			const next = this.hand.next();
			if (next.done) {
				this.hand = this.fullAt.entries();
				return;
			}
			if (next.value[1] <= now) this.fullAt.delete(next.value[0]);
		}
	}
}
