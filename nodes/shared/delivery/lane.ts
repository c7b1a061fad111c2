import type { Clock } from '../clock';
import type { Account } from './account';
import { Alarm } from './alarm';
import type { Breaker } from './breaker';
import { NotSentError } from './errors';
import { InFlight } from './inFlight';
import { Limiter } from './limiter';
import { PairBudgets } from './pairBudget';
import { AdaptiveRate } from './rate';
import { Rotation } from './rotation';
import type { Line, Share } from './share';
import { type Booker, Bookings } from './sharing/bookings';
import type { Answer, Commons, Note, NumberKey, NumberNews } from './sharing/commons';
import { Sleepers } from './sleepers';
import { Turn } from './turn';
import type { Sender } from './types';

/** What a lane asks of the dispatcher. */
export interface LaneEvents {
	/** The message at the head of this line leaves now. */
	departs(lane: Lane, line: Line): void;
	/** This line would have to wait for longer than its run waits. */
	tooLate(line: Line): void;
	/** What other processes learned. @param askedAt it is no older than this */
	heard(lane: Lane, answer: Answer, accounts: readonly Account[], askedAt: number): void;
	/** Without the shared store nothing may leave from this number, and it is away for too long. */
	storeLost(lane: Lane, error: NotSentError): void;
}

/** Recipients looked at each time an unused lane is. */
const RECIPIENTS_SWEPT = 64;

/** One phone number on one host, for all runs that send from it: whose turn it is, and when. */
export class Lane implements Booker {
	readonly pairs = new PairBudgets();
	readonly flights = new InFlight();
	readonly rate: AdaptiveRate;
	/** The lowest rate that any run wants. */
	ceiling: number;
	pausedUntil = -Infinity;
	/** The error that paused it last. */
	pausedBy?: unknown;
	/** Runs' parts in it, waiting or not. */
	readonly shares = new Set<Share>();
	private readonly limiter: Limiter;
	private readonly bookings?: Bookings;
	private readonly number: NumberKey;
	/** Between how many processes, at least, the rate is divided while the shared store is away. */
	private readonly processes: number;
	private readonly rotation = new Rotation();
	private readonly sleepers = new Sleepers();
	/** Shares whose account may not send at present. */
	private parked: Share[] = [];
	/** When the latest news about the number itself came: what left before it knows nothing newer. */
	private learnedAt = -Infinity;
	/** After a maintenance one message finds out whether it is over. */
	private isProbing = false;
	private isPumping = false;
	private readonly turn = new Turn();
	private readonly alarm: Alarm;

	constructor(
		sender: Sender,
		readonly breaker: Breaker,
		private readonly clock: Clock,
		private readonly events: LaneEvents,
		commons?: Commons,
	) {
		const { rate, host, phoneNumberId, shared } = sender;
		this.ceiling = rate;
		this.rate = new AdaptiveRate(rate);
		this.limiter = new Limiter(this.rate);
		this.alarm = new Alarm(clock, () => this.wakeUp());
		this.number = { host, phoneNumberId };
		this.processes = shared?.processes ?? 1;
		if (commons && shared) {
			this.bookings = new Bookings(commons, this.number, shared.whenAway, clock, this);
		}
	}

	/** A run begins to send from this number. */
	attach(share: Share): void {
		if (this.shares.size === 0) this.bookings?.begin();
		this.shares.add(share);
		share.account.users++;
		this.fitCeiling();
		if (this.bookings?.isAwaySince !== undefined) share.owner.storeAway(true);
	}

	/** A run is over. */
	detach(share: Share): void {
		this.shares.delete(share);
		share.account.users--;
		this.fitCeiling();
		this.pump();
	}

	/** The lowest rate that any run wants: a limit that somebody set is not lifted by somebody else. */
	fitCeiling(): void {
		if (this.shares.size === 0) return;
		this.ceiling = Infinity;
		for (const share of this.shares) this.ceiling = Math.min(this.ceiling, share.sender.rate);
		const { bookings } = this;
		// Fewer than are known to send can't be meant.
		const parts = bookings?.isInCharge === false ? Math.max(this.processes, bookings.processes) : 1;
		this.rate.ceiling = this.ceiling / parts;
	}

	/** Tells the other processes that send from this number, where there are any. */
	note(make: (number: NumberKey) => Note): void {
		this.bookings?.note(make(this.number));
	}

	/** A line waits for the number; call {@link pump} afterwards. */
	admit(line: Line): void {
		line.share.pushBack(line);
		this.enlist(line.share);
	}

	/** A line that has waited before goes first; call {@link pump} afterwards. */
	admitFirst(line: Line): void {
		line.share.pushFront(line);
		this.enlist(line.share);
	}

	/** A line waits for a moment of its own; call {@link pump} afterwards. */
	sleep(line: Line, until: number, why: 'pair' | 'retry'): void {
		line.sleepsFor = why;
		if (why === 'pair') line.share.pairSleepers++;
		else line.share.retrySleepers++;
		this.sleepers.add(line, until);
	}

	/** Forgets all lines of a share that wait, asleep or ready. */
	drop(share: Share): void {
		for (const line of share.lines.values()) if (line.heapIndex >= 0) this.unsleep(line);
		share.dropReady();
		this.bookings?.drop(share);
		this.rotation.remove(share);
		if (this.parked.includes(share)) this.parked = this.parked.filter((other) => other !== share);
	}

	/** Lets leave whatever is due, and sets the alarm for the next. */
	pump(): void {
		if (this.isPumping) return;
		this.isPumping = true;
		this.turn.begin(this.clock.now());
		try {
			while (this.step());
			this.bookings?.send();
		} finally {
			this.isPumping = false;
			this.setAlarm();
		}
	}

	/** Something about an account changed: its shares may send again. */
	unpark(): void {
		const shares = this.parked;
		this.parked = [];
		for (const share of shares) this.enlist(share);
	}

	/** A call ended. @param isAnswered by an answer, of whatever kind */
	landed(line: Line, now: number, isAnswered: boolean): void {
		this.flights.count--;
		if (line.departedAt > this.learnedAt) this.isProbing = false;
		if (!isAnswered) return;
		this.flights.answered(now - line.departedAt);
		this.limiter.answered(line.departedAt, now);
		this.bookings?.answered(line.departedAt, now);
	}

	/** The message that just left did not leave after all: its slot is free again. */
	refund(line: Line): void {
		this.limiter.refund(line.departedAt);
		this.pairs.refund(line.recipient);
	}

	/**
	 * Meta wants the whole number to wait.
	 * @param departedAt when the call left that was told so: of many in flight only one counts
	 * @param isTooFast it sent too fast, so it goes on more slowly; otherwise one message tries first
	 * @returns whether it is news
	 */
	hold(
		departedAt: number,
		now: number,
		until: number,
		error: unknown,
		isTooFast: boolean,
	): boolean {
		if (departedAt <= this.learnedAt) return false;
		if (isTooFast) this.rate.cut(now, until);
		this.pause(now, until, error, isTooFast);
		const { ceiling } = this;
		this.note((number) => {
			return { about: 'number', number, ceiling, departedAt, until, error, isTooFast };
		});
		return true;
	}

	/** Another process was told to wait. @returns whether it is news */
	adopt(news: NumberNews | undefined, now: number): boolean {
		this.rate.adopt(news?.reduced);
		if (!news || news.learnedAt <= this.learnedAt) return false;
		this.pause(now, news.pausedUntil, news.error, news.isTooFast);
		return true;
	}

	deferred(line: Line, until: number): void {
		this.pairs.hold(line.recipient, until);
		this.waitForBudget(line, until);
	}

	returned(line: Line): void {
		this.admitFirst(line);
	}

	heard(answer: Answer, accounts: readonly Account[], askedAt: number): void {
		this.events.heard(this, answer, accounts, askedAt);
	}

	storeChanged(): void {
		this.fitCeiling();
		const isAway = this.bookings?.isAwaySince !== undefined;
		for (const share of this.shares) share.owner.storeAway(isAway);
	}

	storeLost(): void {
		const { lostBy } = this;
		if (lostBy) this.events.storeLost(this, lostBy);
	}

	/** Why nothing may leave here until the shared store is back, nor wait for it; undefined while it may. */
	get lostBy(): NotSentError | undefined {
		const lost = this.bookings?.lostBy;
		return lost && new NotSentError('store', lost.by);
	}

	isNeeded(): boolean {
		return this.shares.size > 0;
	}

	/** Why nobody may leave, whatever the number's rate; undefined when somebody may. */
	stalledBy(now: number): 'pause' | 'breaker' | undefined {
		if (this.pausedUntil > now) return 'pause';
		return this.breaker.freeAt() > now ? 'breaker' : undefined;
	}

	/** As many calls are on their way as may be. */
	isFull(now: number): boolean {
		return this.flights.count >= (this.isProbing ? 1 : this.flights.limit(this.rate.at(now)));
	}

	/** When the number is free for one more message, as far as can be told. */
	estimate(now: number): number {
		let waiting = 0;
		for (const share of this.shares) waiting += share.readyCount + share.booked;
		const due = Math.max(now, this.pausedUntil, this.limiter.dueAt(now));
		return due + (waiting * 1_000) / this.rate.at(now);
	}

	/** Whether a new lane would do as well. Forgets some recipients with a full budget on the way. */
	isIdle(now: number): boolean {
		this.pairs.sweep(now, RECIPIENTS_SWEPT);
		return (
			this.shares.size === 0 &&
			this.flights.count === 0 &&
			this.bookings?.isEmpty !== false &&
			this.pairs.size === 0 &&
			this.pausedUntil <= now &&
			this.limiter.isIdle(now)
		);
	}

	private pause(now: number, until: number, error: unknown, isTooFast: boolean): void {
		this.learnedAt = now;
		this.pausedUntil = until;
		this.pausedBy = error;
		if (!isTooFast) this.isProbing = true;
		this.limiter.resume(until);
		for (const share of this.shares) share.owner.mark(now);
	}

	private enlist(share: Share): void {
		if (share.readyCount === 0) return;
		// Nobody waited: the slots that passed meanwhile are not owed to anybody.
		if (this.rotation.isEmpty && !this.isPumping) this.limiter.resume(this.clock.now());
		if (!this.parked.includes(share)) this.rotation.add(share);
	}

	/** One message, or one reason why not. @returns whether there may be more to do */
	private step(): boolean {
		const now = this.clock.now();
		this.wake(now);
		if (this.turn.isOver(now)) return false;
		if (this.dueAt(now) > now) return false;
		if (this.bookings && this.bookings.firstAt <= now) {
			const booked = this.bookings.take(now);
			if (booked) this.release(booked, now);
			return true;
		}
		const share = this.rotation.take();
		if (!share) return false;
		if (share.account.freeAt() > now) {
			this.parked.push(share);
			return true;
		}
		const line = this.nextAllowed(share, now);
		if (share.readyCount > 0) this.rotation.add(share);
		if (line && this.bookings?.isInCharge) {
			this.bookings.ask(line);
			share.owner.feed();
		} else if (line) {
			this.bookings?.sendsWithout();
			this.release(line, now);
		} else {
			share.owner.feed();
			share.owner.mark(now);
		}
		return true;
	}

	/** The share's first line whose recipient may get a message now; those before it go to sleep. */
	private nextAllowed(share: Share, now: number): Line | undefined {
		for (;;) {
			const line = share.takeReady();
			if (!line) return undefined;
			const freeAt = this.pairs.freeAt(line.recipient);
			if (freeAt <= now || line.isCharged) return line;
			this.waitForBudget(line, freeAt);
		}
	}

	private waitForBudget(line: Line, freeAt: number): void {
		const { owner } = line.share;
		if (!owner.waitsUntil(freeAt)) {
			this.events.tooLate(line);
			return;
		}
		if (!line.isDeferred) owner.deferred();
		line.isDeferred = true;
		this.sleep(line, freeAt, 'pair');
	}

	private release(line: Line, now: number): void {
		this.turn.departed();
		this.flights.count++;
		this.limiter.take(now);
		this.pairs.charge(line.recipient, now);
		line.isProbe = this.breaker.departs();
		line.inFlight = true;
		line.isCharged = false;
		line.departedAt = now;
		line.attempts++;
		this.events.departs(this, line);
	}

	private wake(now: number): void {
		while (this.sleepers.nextAt <= now) {
			const line = this.sleepers.take();
			if (!line) return;
			this.countAwake(line);
			this.admitFirst(line);
		}
	}

	private unsleep(line: Line): void {
		this.sleepers.remove(line);
		this.countAwake(line);
	}

	private countAwake(line: Line): void {
		if (line.sleepsFor === 'pair') line.share.pairSleepers--;
		else line.share.retrySleepers--;
	}

	private dueAt(now: number): number {
		if (this.isFull(now)) return Infinity;
		const { bookings, rotation } = this;
		let next = bookings?.firstAt ?? Infinity;
		if (!rotation.isEmpty) {
			next = Math.min(next, bookings?.isInCharge ? bookings.asksAt(now) : this.limiter.dueAt(now));
		}
		return Math.max(this.pausedUntil, this.breaker.freeAt(), next);
	}

	private setAlarm(): void {
		let at = Math.min(this.dueAt(this.clock.now()), this.sleepers.nextAt);
		for (const share of this.parked) at = Math.min(at, share.account.freeAt());
		this.alarm.set(at);
	}

	private wakeUp(): void {
		this.turn.renew();
		if (this.parked.length > 0) this.unpark();
		this.pump();
	}
}
