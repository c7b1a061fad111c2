import type { Verdict } from '../account';

/** What a lane shares with the lanes of other processes that send from the same number. All times are of its own clock. */
export interface Commons {
	/**
	 * Asks for slots, reports what left late, and hears what others learned: one round trip.
	 * @throws StoreAwayError
	 */
	book(ask: Ask): Promise<Answer>;
	/**
	 * Tells the others what was learned. Nobody waits for it: who is not told learns it from Meta.
	 * @returns whether it is certain that it was told; never rejects
	 */
	note(note: Note): Promise<boolean>;
}

/** One number on one host. */
export interface NumberKey {
	host: string;
	phoneNumberId: string;
}

export interface Ask {
	number: NumberKey;
	/** Messages a second that this process wants at most; the lowest of all processes counts. */
	ceiling: number;
	/** Accounts that `wanted` refers to by their place here. */
	accounts: readonly string[];
	wanted: ReadonlyArray<{
		recipient: string;
		account: number;
		/** The recipient's budget was charged for it before, by a slot that was missed. */
		isCharged: boolean;
	}>;
	late: readonly LateArrival[];
	/**
	 * Milliseconds from now in which nobody gets a slot: for who sent without the store. What left then is not
	 * known there, and others may still do so.
	 */
	quietMs: number;
}

/** A message that arrived so much later than its slot that the second after it must take note. */
export interface LateArrival {
	place: number;
	/** When it arrived, at the latest. */
	at: number;
}

/** The message may leave at `at`; it is the `place`th of its number. */
export interface Slot {
	at: number;
	place: number;
}

export interface Answer {
	/** For each that was wanted: its slot, when its recipient's budget allows one more, or neither. */
	slots: ReadonlyArray<Slot | { freeAt: number } | undefined>;
	/** Where some got nothing: when to ask again. */
	askAt: number;
	number?: NumberNews;
	/** Undefined: the host is well. */
	host?: HostNews;
	/** By their places in {@link Ask.accounts}. */
	accounts: ReadonlyArray<AccountNews | undefined>;
	/** How many processes asked for slots of the number in the last minute, this one among them. */
	processes: number;
}

export interface NumberNews {
	learnedAt: number;
	pausedUntil: number;
	error: unknown;
	/** It sent too fast; otherwise Meta maintains it. */
	isTooFast: boolean;
	/** What is left of its rate: see `AdaptiveRate`. */
	reduced?: { to: number; calmFrom: number };
}

export interface AccountNews {
	learnedAt: number;
	/** -Infinity when it is not. */
	pausedUntil: number;
	/** By which error it is paused. */
	pausedBy?: unknown;
	verdict?: SharedVerdict;
}

export interface HostNews {
	openUntil: number;
	failedProbes: number;
	verdict?: SharedVerdict;
}

/** Binds the runs that were under way at that moment. */
export type SharedVerdict = Omit<Verdict, 'serial'> & { at: number };

export type Note =
	| {
			about: 'number';
			number: NumberKey;
			ceiling: number;
			departedAt: number;
			until: number;
			error: unknown;
			isTooFast: boolean;
	  }
	| { about: 'recipient'; number: NumberKey; recipient: string; until: number }
	| {
			about: 'quota';
			host: string;
			account: string;
			departedAt: number;
			until: number;
			error: unknown;
	  }
	| {
			about: 'verdict';
			host: string;
			account: string;
			departedAt: number;
			because: Verdict['because'];
			error: unknown;
	  }
	| { about: 'host'; host: string; openUntil: number; failedProbes: number; error?: unknown }
	| { about: 'host-back'; host: string };
