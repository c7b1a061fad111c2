import type { Clock } from '../../clock';
import { PATIENCE_MS, RETRY_MS } from '../../store/store';
import type { Account } from '../account';
import { UNPACED } from '../limiter';
import type { AdaptiveRate } from '../rate';
import type { Line, Share } from '../share';
import { Arrivals, JUDGED_AFTER_MS } from './arrivals';
import type { Answer, Commons, Note, NumberKey, Slot } from './commons';

/** Milliseconds' worth of the number's rate that a process takes at once. */
const BATCH_MS = 50;
/** At the fastest a batch is cut off here: nobody else's turn is further away than that. */
const MOST_IN_BATCH = 64;
const LEAST_IN_BATCH = 2;
/** The next batch is asked for when no more than this share of one is left: its answer then comes in time. */
const LEFT_OF_BATCH = 0.5;
/** Milliseconds after which a slot is nobody's: the message asks for another. */
const MISSED_MS = 150;
/**
 * Milliseconds in which all others that sent without the store will have noticed that it is back: they try as often,
 * and their connection is tried as often.
 */
const NOTICED_MS = 2 * RETRY_MS;

/** What bookings ask of their lane. */
export interface Booker {
	/** What it sends at by itself: sets how much is asked for at once. */
	readonly rate: AdaptiveRate;
	/** Messages a second that its runs want of the number at most, whoever else sends from it. */
	readonly ceiling: number;
	/** This recipient gets nothing before. */
	deferred(line: Line, until: number): void;
	/** It got no slot: it waits again, before the others. */
	returned(line: Line): void;
	/** News of others. @param askedAt they are no older than this */
	heard(answer: Answer, accounts: readonly Account[], askedAt: number): void;
	/** The store went away, or came back: the lane goes on by itself, or does so no more. */
	storeChanged(): void;
	/** The store is away for too long; only where messages may not leave without: see {@link Bookings.lostBy}. */
	storeLost(): void;
	/** Whether anybody waits for the number. */
	isNeeded(): boolean;
	pump(): void;
}

interface Booked extends Slot {
	line: Line;
}

/**
 * The lines of a lane that have a slot which was taken from the shared store, or ask for one: the lane's
 * limiter where several processes send from one number. Slots are asked for a little ahead, several at once;
 * each belongs to one message, since its recipient's budget is charged with it.
 */
export class Bookings {
	/** The earliest slot first. */
	private booked: Booked[] = [];
	/** To be asked for with the next request. */
	private asking: Line[] = [];
	/** Asked for; those that were given up meanwhile are gone. */
	private asked?: Array<Line | undefined>;
	private askAt = -Infinity;
	/** What left is looked at then, in case nothing more is asked for. */
	private isReporting = false;
	private isLooking = false;
	private awaySince?: number;
	private lost?: { by: unknown };
	private hasSentWithout = false;
	private known = 0;
	/** What the others shall know and perhaps do not: the latest of each kind. */
	private readonly untold = new Map<string, { note: Note; hasFailed: boolean }>();
	private readonly arrivals = new Arrivals();

	constructor(
		private readonly commons: Commons,
		private readonly number: NumberKey,
		private readonly whenAway: 'continue' | 'fail',
		private readonly clock: Clock,
		private readonly booker: Booker,
	) {}

	/** Whether messages need a slot at present: not while the store is away and the lane goes on without it. */
	get isInCharge(): boolean {
		return this.awaySince === undefined || this.whenAway === 'fail';
	}

	/** Since when the store is away. */
	get isAwaySince(): number | undefined {
		return this.awaySince;
	}

	/** How many processes are known to send from the number; 0 before the store's first answer. */
	get processes(): number {
		return this.known;
	}

	/** Messages may not leave without the store, and it is away for too long: by which error. */
	get lostBy(): { by: unknown } | undefined {
		return this.lost;
	}

	get isEmpty(): boolean {
		return this.booked.length === 0 && this.asking.length === 0 && !this.asked;
	}

	/** When the first slot is due. */
	get firstAt(): number {
		return this.booked.length > 0 ? this.booked[0].at : Infinity;
	}

	/** When further lines may ask; Infinity while enough have a slot, or an answer is outstanding. */
	asksAt(now: number): number {
		if (this.asked) return Infinity;
		const batch = this.batchSize(now);
		const isEnough =
			this.asking.length > 0
				? this.asking.length >= batch
				: this.booked.length > LEFT_OF_BATCH * batch;
		return isEnough ? Infinity : this.askAt;
	}

	/**
	 * The line whose slot is due. Undefined when there is none; one whose slot was missed, or whose account
	 * may not send any more, is returned to the lane.
	 */
	take(now: number): Line | undefined {
		while (this.firstAt <= now) {
			const { line, at, place } = this.booked.shift() as Booked;
			line.share.booked--;
			if (now - at > MISSED_MS || line.share.account.freeAt() > now) {
				line.isCharged = true;
				this.booker.returned(line);
				continue;
			}
			this.arrivals.left(place, at, now);
			this.reportLater();
			return line;
		}
		return undefined;
	}

	/** The line wants a slot; call {@link send} afterwards. */
	ask(line: Line): void {
		line.share.booked++;
		this.asking.push(line);
	}

	/** A message leaves without a slot of the store. */
	sendsWithout(): void {
		this.hasSentWithout = true;
	}

	/** A call that left then was answered now. */
	answered(departedAt: number, now: number): void {
		this.arrivals.answered(departedAt, now);
	}

	/** Forgets the lines of a share: slots that they had pass unused. */
	drop(share: Share): void {
		this.booked = this.booked.filter(({ line }) => line.share !== share);
		this.asking = this.asking.filter((line) => line.share !== share);
		this.asked = this.asked?.map((line) => (line?.share === share ? undefined : line));
		share.booked = 0;
	}

	/** Asks for what wants a slot. */
	send(): void {
		if (this.asking.length === 0 || this.asked) return;
		const lines = this.asking;
		this.asking = [];
		void this.request(lines);
	}

	/** Somebody needs the number again: a store that was away then may be back. */
	begin(): void {
		this.awaySince = undefined;
		this.lost = undefined;
		this.askAt = -Infinity;
	}

	/** Tells the others; what does not reach the store does so when it is back. */
	note(note: Note): void {
		const entry = { note, hasFailed: false };
		const name = nameOf(note);
		this.untold.set(name, entry);
		void this.commons.note(note).then((isTold) => {
			if (!isTold && note.about !== 'recipient') entry.hasFailed = true;
			else if (this.untold.get(name) === entry) this.untold.delete(name);
		});
	}

	private tellAgain(): void {
		for (const { note, hasFailed } of [...this.untold.values()]) if (hasFailed) this.note(note);
	}

	private async request(
		lines: readonly Line[],
		late = this.arrivals.takeLate(this.clock.now()),
	): Promise<void> {
		this.asked = [...lines];
		const askedAt = this.clock.now();
		const accounts = [...new Set(lines.map(({ share }) => share.account))];
		const names = accounts.map(
			(account) => lines.find(({ share }) => share.account === account)?.share.sender.account ?? '',
		);
		let answer: Answer;
		try {
			answer = await this.commons.book({
				number: this.number,
				ceiling: this.booker.ceiling,
				accounts: names,
				wanted: lines.map(({ recipient, share, isCharged }) => ({
					recipient,
					account: accounts.indexOf(share.account),
					isCharged,
				})),
				// Where nothing is paced nobody is late.
				late: this.booker.rate.at(askedAt) > UNPACED ? [] : late,
				quietMs: this.hasSentWithout ? NOTICED_MS : 0,
			});
		} catch (error) {
			this.arrivals.giveBack(late);
			this.failed(error);
			return;
		}
		const wasAway = this.awaySince !== undefined;
		this.awaySince = undefined;
		this.lost = undefined;
		this.hasSentWithout = false;
		this.known = answer.processes;
		this.tellAgain();
		if (wasAway) this.booker.storeChanged();
		this.booker.heard(answer, accounts, askedAt);
		this.settle(answer);
		this.booker.pump();
	}

	private settle({ slots, askAt }: Answer): void {
		const asked = this.takeAsked();
		const without: Line[] = [];
		const deferred: Array<{ line: Line; until: number }> = [];
		for (const [index, slot] of slots.entries()) {
			// It may have been given up meanwhile.
			const line = asked[index];
			if (!line) continue;
			if (slot && 'place' in slot) {
				this.booked.push({ ...slot, line });
				continue;
			}
			line.share.booked--;
			if (slot) deferred.push({ line, until: slot.freeAt });
			else without.push(line);
		}
		this.booked.sort((a, b) => a.at - b.at);
		if (without.length > 0) this.askAt = askAt;
		for (const line of without.reverse()) this.booker.returned(line);
		// Last: one that can't wait so long may stop its run, which gives up the others wherever they are by then.
		for (const { line, until } of deferred) this.booker.deferred(line, until);
	}

	private failed(error: unknown): void {
		const now = this.clock.now();
		const lines = this.takeAsked();
		for (const line of lines.reverse()) {
			if (!line) continue;
			line.share.booked--;
			this.booker.returned(line);
		}
		const isNews = this.awaySince === undefined;
		this.awaySince ??= now;
		this.askAt = now + RETRY_MS;
		if (isNews) this.booker.storeChanged();
		if (this.whenAway === 'fail' && now - this.awaySince >= PATIENCE_MS) {
			this.lost = { by: error };
			this.booker.storeLost();
		}
		this.lookLater();
		this.booker.pump();
	}

	/** Who goes on asking tells with that what was late; who does not tells it by itself. */
	private reportLater(): void {
		if (this.isReporting) return;
		this.isReporting = true;
		this.clock.after(JUDGED_AFTER_MS, () => {
			this.isReporting = false;
			if (this.arrivals.isEmpty || this.awaySince !== undefined) return;
			const late = this.asked ? [] : this.arrivals.takeLate(this.clock.now());
			if (late.length > 0) void this.request([], late);
			else this.reportLater();
		});
	}

	private lookLater(): void {
		if (this.isLooking) return;
		this.isLooking = true;
		this.clock.after(RETRY_MS, () => {
			this.isLooking = false;
			if (this.awaySince === undefined || this.asked || !this.booker.isNeeded()) return;
			void this.request([]);
		});
	}

	private takeAsked(): Array<Line | undefined> {
		const asked = this.asked ?? [];
		this.asked = undefined;
		return asked;
	}

	private batchSize(now: number): number {
		const size = Math.ceil((this.booker.rate.at(now) * BATCH_MS) / 1_000);
		return Math.min(MOST_IN_BATCH, Math.max(LEAST_IN_BATCH, size));
	}
}

/** Of several notes by one name the latest says all. */
function nameOf(note: Note): string {
	if ('account' in note) return `${note.about} ${note.account}`;
	if (note.about === 'recipient') return `${note.about} ${note.recipient}`;
	return note.about === 'host-back' ? 'host' : note.about;
}
