import type { Sender } from './types';

/** Recipients remembered with their number, at least: twice as many at most. */
const REMEMBERED = 50_000;
/** Milliseconds after which nobody's habits are kept, if no message was spread meanwhile. */
const FORGET_MS = 24 * 3_600_000;

/** How one of several numbers stands for a message. */
export interface Candidate {
	sender: Sender;
	/** This recipient has messages of the same run there, waiting or in flight. */
	isBusy: boolean;
	/** Its account or host was given up for this run. */
	isDead: boolean;
	/** Meta pauses it at present. */
	isPaused: boolean;
	/** When it is free for one more message. */
	freeAt: number;
}

/**
 * Which number should send to this recipient? The one that has messages for them under way, for their
 * order; then the one that they are used to; then the one with the earliest free slot. Flagged and dead numbers
 * are passed over for everyone, paused ones for those who are not used to one yet.
 * @param usual the phone number ID that the recipient got messages from before
 */
export function chooseSender(candidates: readonly Candidate[], usual: string | undefined): Sender {
	let best = candidates[0];
	for (const candidate of candidates) {
		const by = rank(candidate, usual) - rank(best, usual);
		if (by < 0 || (by === 0 && candidate.freeAt < best.freeAt)) best = candidate;
	}
	return best.sender;
}

function rank({ sender, isBusy, isDead, isPaused }: Candidate, usual: string | undefined): number {
	if (isBusy) return 0;
	if (isDead) return 5;
	if (sender.flagged) return 4;
	if (sender.phoneNumberId === usual) return 1;
	return isPaused ? 3 : 2;
}

/** Who got messages from which number: the latest ones, in two generations, the older one thrown away when full. */
export class Habits {
	private recent = new Map<string, string>();
	private older = new Map<string, string>();
	private notedAt = 0;

	get size(): number {
		return this.recent.size + this.older.size;
	}

	/** The phone number ID that this recipient is used to. */
	of(recipient: string): string | undefined {
		return this.recent.get(recipient) ?? this.older.get(recipient);
	}

	note(recipient: string, phoneNumberId: string, now: number): void {
		this.notedAt = now;
		if (this.recent.size >= REMEMBERED && !this.recent.has(recipient)) {
			this.older = this.recent;
			this.recent = new Map();
		}
		this.recent.set(recipient, phoneNumberId);
	}

	/** Forgets everybody when nobody was sent to for a day. */
	sweep(now: number): void {
		if (this.size === 0 || now - this.notedAt <= FORGET_MS) return;
		this.recent.clear();
		this.older.clear();
	}
}
