import { systemClock, type Clock } from '../clock';
import { PATIENCE_MS, StoreAwayError } from '../store/store';
import { KeyClaimedError, KeysAwayError } from './errors';
import type { FirstAnswer, Hold, MessageKey, SentBefore, SentKeys } from './sentKeys';

/** Milliseconds after which a store that was away is asked again. */
const AGAIN_MS = 250;

/** What became of a message of this execution. */
type Ending = SentBefore | { state: 'unsent' } | { state: 'unknown' };

/** A message that is the only one with its key, for as long as it is not known to be unsent. */
class Turn {
	hold?: Hold;
	/** Of the message when it was accepted. */
	answer?: SentBefore;
	readonly ended: Promise<Ending>;
	end: (ending: Ending) => void = () => undefined;

	constructor(
		readonly name: string,
		readonly key: MessageKey,
	) {
		this.ended = new Promise((resolve) => {
			this.end = resolve;
		});
	}
}

/**
 * Sends each message of an execution once, by its key: looks the key up ahead of the message's turn, claims it
 * before the call, confirms it after. Of several messages with one key the first is sent, and the others wait
 * for its answer.
 */
export class Once {
	/** By their keys. */
	private readonly turns = new Map<string, Turn>();
	/** Those whose way is not at its end, by their messages; undefined while another one has the key. */
	private readonly under = new Map<number, Turn | undefined>();
	private readonly writes: Promise<void>[] = [];
	private readonly unrecorded = new Map<number, { hold: Hold; first: FirstAnswer }>();
	private readonly takenOver = new Set<number>();
	/** Claims that may stand although nothing was sent, by the names of their turns: take them back. */
	private readonly unreleased = new Map<string, () => Promise<void>>();
	/** Since when the store is away; undefined when it answered last. */
	private awaySince?: number;

	/** @param sendUnknown also what somebody claimed and never said more about */
	constructor(
		private readonly keys: SentKeys,
		private readonly sendUnknown: boolean,
		private readonly clock: Clock = systemClock,
	) {}

	/**
	 * Ahead of a message's turn. Waits for a store that is away, for a while.
	 * @returns the message that was accepted before; undefined: this one may go on
	 * @throws KeyClaimedError when it may have been sent; KeysAwayError when nobody knows
	 */
	async begin(item: number, key: MessageKey): Promise<SentBefore | undefined> {
		this.under.set(item, undefined);
		const name = JSON.stringify([key.host, ...key.phoneNumberIds, key.key]);
		for (let other = this.turns.get(name); other; other = this.turns.get(name)) {
			const ending = await other.ended;
			if (ending.state === 'sent') return ending;
			if (ending.state === 'unknown') {
				if (!this.sendUnknown) throw new KeyClaimedError();
				this.takenOver.add(item);
				if (this.turns.get(name) === other) this.turns.delete(name);
			}
			// It may have been given up meanwhile: then nobody says any more how it ends.
			if (!this.under.has(item)) return undefined;
		}
		const turn = new Turn(name, key);
		this.turns.set(name, turn);
		this.under.set(item, turn);
		const found = await this.lookUp(item, key);
		if (!found) return undefined;
		if (found.state === 'sent') {
			turn.answer = found;
			return found;
		}
		if (found.state === 'claimed' && !this.sendUnknown) throw new KeyClaimedError(found.at);
		return undefined;
	}

	/**
	 * Right before each call, also where it claimed the key before: that may have expired by now. Nothing happens where
	 * the message has no key.
	 * @returns what was accepted since it was looked up
	 * @throws as {@link begin} does; KeysAwayError with `againAfterMs`: the call may be tried again then
	 */
	async claim(item: number): Promise<SentBefore | undefined> {
		const turn = this.under.get(item);
		if (!turn || (turn.hold && !turn.hold.renew)) return undefined;
		const claimed = await this.claimed(turn);
		if (claimed.state === 'claimed') throw new KeyClaimedError(claimed.at);
		if (claimed.state === 'sent') {
			turn.answer = claimed;
			return claimed;
		}
		turn.hold = claimed;
		this.unreleased.delete(turn.name);
		if (claimed.wasClaimed) this.takenOver.add(item);
		return undefined;
	}

	/** Meta accepted the message. It is recorded by {@link finish} at the latest. */
	confirm(item: number, first: FirstAnswer): void {
		const turn = this.under.get(item);
		if (!turn?.hold) return;
		turn.answer = { state: 'sent', first };
		const { hold } = turn;
		this.writes.push(
			hold.confirm(first).catch(() => {
				this.unrecorded.set(item, { hold, first });
			}),
		);
	}

	/**
	 * A message is at the end of its way.
	 * @param mayHaveBeenSent of one that is not known to be accepted
	 */
	settled(item: number, mayHaveBeenSent: boolean): void {
		const turn = this.under.get(item);
		this.under.delete(item);
		if (!turn) return;
		if (turn.answer) turn.end(turn.answer);
		else if (mayHaveBeenSent) turn.end({ state: 'unknown' });
		else void this.release(turn);
	}

	/**
	 * After the last message: all is recorded that can be. What was away when something should have been recorded, or
	 * taken back, is tried once more.
	 */
	async finish(): Promise<void> {
		await Promise.all(this.writes);
		await Promise.all([
			...[...this.unrecorded].map(async ([item, { hold, first }]) => {
				await hold.confirm(first).then(
					() => this.unrecorded.delete(item),
					() => undefined,
				);
			}),
			...[...this.unreleased.values()].map(async (takeBack) => {
				await takeBack().catch(() => undefined);
			}),
		]);
	}

	/** Whether the message was accepted, and a later run does not know it. */
	isUnrecorded(item: number): boolean {
		return this.unrecorded.has(item);
	}

	/** Whether the message was sent although it may have been before. */
	mayBeDuplicate(item: number): boolean {
		return this.takenOver.has(item);
	}

	/** @returns undefined when the message was given up meanwhile */
	private async lookUp(
		item: number,
		key: MessageKey,
	): Promise<Awaited<ReturnType<SentKeys['lookUp']>> | undefined> {
		while (this.under.has(item)) {
			try {
				return await this.reached(this.keys.lookUp(key));
			} catch (error) {
				const { againAfterMs } = error as KeysAwayError;
				if (againAfterMs === undefined) throw error;
				await new Promise<void>((resolve) => {
					this.clock.after(againAfterMs, resolve);
				});
			}
		}
		return undefined;
	}

	private async claimed({ hold, key, name }: Turn): ReturnType<SentKeys['claim']> {
		try {
			return await this.reached(hold?.renew?.() ?? this.keys.claim(key, this.sendUnknown));
		} catch (error) {
			const { keys } = this;
			// It may have been made all the same. Where unknown ones are sent, a claim keeps nobody from it.
			if (!hold && !this.sendUnknown && keys.withdraw) {
				this.unreleased.set(name, async () => await keys.withdraw?.(key));
			}
			throw error;
		}
	}

	/** @throws KeysAwayError */
	private async reached<T>(answer: Promise<T>): Promise<T> {
		try {
			const value = await answer;
			this.awaySince = undefined;
			return value;
		} catch (error) {
			const now = this.clock.now();
			this.awaySince ??= now;
			const mayPass = error instanceof StoreAwayError && now - this.awaySince < PATIENCE_MS;
			throw new KeysAwayError(error, mayPass ? AGAIN_MS : undefined);
		}
	}

	/** A claim that cannot be taken back stays: the next run then says that the message may have been sent. */
	private async release(turn: Turn): Promise<void> {
		const { name, hold } = turn;
		const released = hold?.release().catch(() => {
			this.unreleased.set(name, async () => await hold.release());
		});
		if (released) this.writes.push(released);
		await released;
		this.turns.delete(name);
		turn.end({ state: 'unsent' });
	}
}
