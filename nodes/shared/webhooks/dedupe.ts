import { hash } from 'node:crypto';

import type { Clock } from '../clock';
import type { Identity } from './event';

/** What is known of an event that was claimed. */
export interface Sighting {
	/** False for what was seen before, or stands in the same delivery twice. */
	isNew: boolean;
	/** Whether something that comes after it was already seen. */
	isStale: boolean;
}

/** A hold on the events of one delivery, until it is known whether they were taken over. */
export interface Claim {
	/** Of each event that was claimed, in their order. */
	sightings: Sighting[];
	/** They are taken over: remembered from now on. Does nothing after the first call of either. */
	confirm: () => void;
	/** They are not: when they come again they are new. Does nothing after the first call of either. */
	release: () => void;
	/** What n8n's log should say: who answers claims has changed. */
	notice?: string;
}

/** Some of the events are held by another delivery: nothing was claimed. */
export interface Busy {
	/** Settles as soon as it is worth to try again; never rejects. */
	freed: Promise<void>;
}

/**
 * Remembers which events were taken over, so that each is passed on once. The one of this process answers
 * at once; one that several processes share may answer with a promise.
 */
export interface SeenEvents {
	/**
	 * Claims all of these events, or none.
	 * @param scope whose events these are, e.g. a trigger: another's are not known to it
	 */
	claim(scope: string, events: readonly Identity[]): Claim | Busy | Promise<Claim | Busy>;
}

/** Whether somebody else is at work on them: when they are free, one may ask again. */
export function isBusy(answer: Claim | Busy): answer is Busy {
	return 'freed' in answer;
}

/** Milliseconds for which Meta repeats a delivery (source: its webhooks overview). */
export const REMEMBERED_MS = 7 * 24 * 60 * 60_000;

/** Events remembered: at up to 115 bytes each (measured) 23 MB. The oldest make room. */
const MOST_EVENTS = 200_000;

/** Remembers in this process. */
export class SeenInProcess implements SeenEvents {
	/** When each was confirmed, in seconds; the oldest first. */
	private readonly seen = new Map<string, number>();

	/** Walks along with the oldest: to begin anew would pass all that are gone each time. */
	private oldest = this.seen.keys();

	/** What is claimed and by whom. */
	private readonly held = new Map<string, Hold>();

	constructor(
		private readonly clock: Clock,
		private readonly most = MOST_EVENTS,
	) {}

	/** Events remembered and held. */
	get size(): number {
		return this.seen.size + this.held.size;
	}

	claim(scope: string, events: readonly Identity[]): Claim | Busy {
		const keys = events.map((event) => keysOf(scope, event));
		for (const { key } of keys) {
			const hold = this.held.get(key);
			if (hold) return { freed: hold.ended };
		}
		const hold = new Hold();
		const sightings = keys.map(({ key, later }) => {
			const isNew = !this.held.has(key) && !this.isRemembered(key);
			if (isNew) {
				this.held.set(key, hold);
				hold.keys.push(key);
			}
			return {
				isNew,
				isStale: later.some((state) => this.held.has(state) || this.isRemembered(state)),
			};
		});
		return {
			sightings,
			confirm: () => this.end(hold, true),
			release: () => this.end(hold, false),
		};
	}

	private end(hold: Hold, takenOver: boolean): void {
		const seconds = Math.floor(this.clock.now() / 1_000);
		for (const key of hold.keys) {
			this.held.delete(key);
			if (takenOver) this.remember(key, seconds);
		}
		hold.keys.length = 0;
		hold.end();
	}

	private remember(key: string, seconds: number): void {
		// One that had expired goes to the end of the line again.
		this.seen.delete(key);
		this.seen.set(inOnePiece(key), seconds);
		if (this.seen.size > this.most) this.forgetOldest();
	}

	private forgetOldest(): void {
		let next = this.oldest.next();
		if (next.done) {
			this.oldest = this.seen.keys();
			next = this.oldest.next();
		}
		if (!next.done) this.seen.delete(next.value);
	}

	private isRemembered(key: string): boolean {
		const seconds = this.seen.get(key);
		return seconds !== undefined && this.clock.now() - seconds * 1_000 < REMEMBERED_MS;
	}
}

/** A delivery's hold on its events. */
class Hold {
	readonly keys: string[] = [];

	private waiting: Promise<void> | undefined;

	private settle: (() => void) | undefined;

	/** Made only for who asks: nearly always nobody does. */
	get ended(): Promise<void> {
		this.waiting ??= new Promise((resolve) => {
			this.settle = resolve;
		});
		return this.waiting;
	}

	end(): void {
		this.settle?.();
	}
}

/** Digests are short and all of one length, however long Meta's IDs are: 96 bits, as one-byte characters. */
function keysOf(
	scope: string,
	{ thing, state, later }: Identity,
): { key: string; later: string[] } {
	const digest = hash('sha256', `${scope}\n${thing}`, 'buffer').toString('latin1', 0, 12);
	return { key: digest + state, later: later.map((name) => digest + name) };
}

/** The same text in one piece: V8 would keep the two that it was put together from. */
function inOnePiece(key: string): string {
	return Buffer.from(key, 'latin1').toString('latin1');
}
