import { KeyClaimedError, KeysAwayError } from './errors';
import type { FirstAnswer, Hold, MessageKey, SentBefore, SentKeys } from './sentKeys';

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

	/** @param sendUnknown also what somebody claimed and never said more about */
	constructor(
		private readonly keys: SentKeys,
		private readonly sendUnknown: boolean,
	) {}

	/**
	 * Ahead of a message's turn.
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
		const found = await reached(this.keys.lookUp(key));
		if (found.state === 'sent') {
			turn.answer = found;
			return found;
		}
		if (found.state === 'claimed' && !this.sendUnknown) throw new KeyClaimedError(found.at);
		return undefined;
	}

	/**
	 * Right before each call. Nothing happens where the message has no key, or has claimed it already.
	 * @returns what was accepted since it was looked up
	 * @throws as {@link begin} does
	 */
	async claim(item: number): Promise<SentBefore | undefined> {
		const turn = this.under.get(item);
		if (!turn || turn.hold) return undefined;
		const claimed = await reached(this.keys.claim(turn.key, this.sendUnknown));
		if (claimed.state === 'claimed') throw new KeyClaimedError(claimed.at);
		if (claimed.state === 'sent') {
			turn.answer = claimed;
			return claimed;
		}
		turn.hold = claimed;
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
	 * After the last message: all is recorded that can be. What was away when it should have been recorded is
	 * tried once more.
	 */
	async finish(): Promise<void> {
		await Promise.all(this.writes);
		await Promise.all(
			[...this.unrecorded].map(async ([item, { hold, first }]) => {
				await hold.confirm(first).then(
					() => this.unrecorded.delete(item),
					() => undefined,
				);
			}),
		);
	}

	/** Whether the message was accepted, and a later run does not know it. */
	isUnrecorded(item: number): boolean {
		return this.unrecorded.has(item);
	}

	/** Whether the message was sent although it may have been before. */
	mayBeDuplicate(item: number): boolean {
		return this.takenOver.has(item);
	}

	/** A claim that cannot be taken back stays: the next run then says that the message may have been sent. */
	private async release(turn: Turn): Promise<void> {
		const released = turn.hold?.release().catch(() => undefined);
		if (released) this.writes.push(released);
		await released;
		this.turns.delete(turn.name);
		turn.end({ state: 'unsent' });
	}
}

async function reached<T>(answer: Promise<T>): Promise<T> {
	try {
		return await answer;
	} catch (error) {
		throw new KeysAwayError(error);
	}
}
