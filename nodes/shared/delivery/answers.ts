import type { Clock } from '../clock';
import { GraphApiError, UnexpectedAnswerError, ValidationError } from '../graph/errors';
import type { Account, Verdict } from './account';
import { isHostTrouble } from './breaker';
import { HeldUpError, NotSentError, UnknownOutcomeError } from './errors';
import type { Lane, LaneEvents } from './lane';
import { decideRetry, type Decision } from './retry';
import type { Part } from './parts';
import type { AnyRun } from './run';
import type { Line } from './share';
import type { AccountNews, Answer, HostNews, SharedVerdict } from './sharing/commons';

/** Everything under way, for news that concern more than one run. */
export interface World {
	/** Of the latest run. */
	readonly serial: number;
	readonly runs: Iterable<AnyRun>;
	readonly lanes: Iterable<Lane>;
}

/** What runs must hear after one message's failure: nothing waits there any more. */
interface News {
	/** Whether a run hears it. */
	isFor: (run: AnyRun) => boolean;
	/** Which of its numbers. */
	concerns: (part: Part) => boolean;
	error: NotSentError;
}

/** Makes the calls, and draws the conclusions from how they end: for the message, its number, account and host. */
export class Answers implements LaneEvents {
	constructor(
		private readonly clock: Clock,
		private readonly random: () => number,
		private readonly world: World,
	) {}

	departs(lane: Lane, line: Line): void {
		const { owner, account } = line.share;
		account.inFlight++;
		owner.call(line).then(
			(value) => this.accepted(lane, line, value),
			(error: unknown) => this.refused(lane, line, error),
		);
		owner.feed();
		owner.mark(line.departedAt);
	}

	tooLate(line: Line): void {
		line.share.owner.giveUpLine(line, new NotSentError('max-wait'));
	}

	storeLost(lane: Lane, error: NotSentError): void {
		for (const run of [...this.world.runs]) run.abandon((part) => part.lane === lane, error);
	}

	heard(
		lane: Lane,
		{ number, host, accounts: known }: Answer,
		accounts: readonly Account[],
		askedAt: number,
	): void {
		const now = this.clock.now();
		const news: News[] = [];
		if (lane.adopt(number, now)) {
			news.push(tooLong(lane.pausedUntil, lane.pausedBy, (part) => part.lane === lane));
		}
		news.push(...this.hearOfHost(lane, host, askedAt, now));
		for (const [index, account] of accounts.entries()) {
			news.push(...this.hearOfAccount(account, known[index], now));
		}
		this.tell(news);
	}

	private hearOfHost(
		{ breaker }: Lane,
		host: HostNews | undefined,
		askedAt: number,
		now: number,
	): News[] {
		if (!host) {
			breaker.close(askedAt);
			return [];
		}
		breaker.openFor(host.openUntil, host.failedProbes, now);
		const { verdict } = host;
		if (!verdict || verdict.at <= breaker.learnedAt) return [];
		breaker.learnedAt = now;
		breaker.verdict = this.bound(verdict);
		return [this.tellAll(breaker.verdict, (part) => part.lane.breaker === breaker)];
	}

	private hearOfAccount(account: Account, news: AccountNews | undefined, now: number): News[] {
		if (!news) return [];
		const { verdict, pausedUntil, pausedBy } = news;
		const concerns = (part: Part): boolean => part.share.account === account;
		const told: News[] = [];
		if (verdict) {
			const bound = this.bound(verdict);
			if (account.condemn(bound, verdict.at, now)) told.push(this.tellAll(bound, concerns));
		}
		if (pausedUntil > now && account.pauseFor(now, pausedUntil, pausedBy)) {
			told.push(tooLong(pausedUntil, pausedBy, concerns));
		}
		return told;
	}

	/** A verdict of another process binds what was under way here. */
	private bound({ because, error, at }: SharedVerdict): Verdict {
		let serial = -1;
		for (const run of this.world.runs) {
			if (run.startedAt <= at) serial = Math.max(serial, run.serial);
		}
		return { because, error, serial };
	}

	private accepted(lane: Lane, line: Line, value: unknown): void {
		const { owner, account } = line.share;
		const now = this.clock.now();
		const wasHeld = this.isHeld(lane, line);
		this.landed(lane, line, now, true);
		this.hostAnswered(lane, line);
		account.clear(line.departedAt);
		owner.sent(line, value);
		owner.advance(lane, line);
		this.goOn(lane, line, now, wasHeld);
	}

	private refused(lane: Lane, line: Line, error: unknown): void {
		const { owner } = line.share;
		const now = this.clock.now();
		const wasHeld = this.isHeld(lane, line);
		const isAnswer = error instanceof GraphApiError || error instanceof UnexpectedAnswerError;
		this.landed(lane, line, now, isAnswer);
		const isHeldUp = error instanceof HeldUpError;
		if (isHeldUp || error instanceof ValidationError) {
			// There was no call after all, and the next message need not wait for it.
			line.attempts--;
			lane.refund(line);
		}
		// Who finds out for all others that the host is still down does not pay for it with a try,
		// unless there is only one.
		if (line.isProbe && owner.policy.maxAttempts > 1 && isHostTrouble(error)) line.freeAttempts++;
		const decision = decideRetry(
			error,
			line.attempts - line.freeAttempts,
			owner.policy,
			owner.resendUnknown,
			this.random,
		);
		const news = [
			...this.learnOfHost(lane, line, error, isAnswer, now),
			...this.learnOfAccount(lane, line, error, isAnswer, decision, now),
			...this.learnHold(lane, line, error, decision, now),
		];
		if ('retryAfterMs' in decision && this.mayRetry(lane, line, now + decision.retryAfterMs)) {
			if (isHeldUp) line.isCharged = true;
			else line.lastError = error;
			line.mayDuplicate ||= decision.mayDuplicate ?? false;
			this.retry(lane, line, decision.retryAfterMs, decision, now);
		} else {
			this.failHead(line, isHeldUp ? error.cause : error, decision);
			owner.advance(lane, line);
		}
		// After the message itself: in stop mode it is the failure that stops the others.
		this.tell(news);
		this.goOn(lane, line, now, wasHeld);
	}

	private landed(lane: Lane, line: Line, now: number, isAnswer: boolean): void {
		line.share.account.inFlight--;
		line.share.owner.landed();
		lane.landed(line, now, isAnswer);
	}

	/** Others may be waiting for just this call: it is the one that finds out. */
	private isHeld(lane: Lane, line: Line): boolean {
		return line.share.account.isSuspect || lane.breaker.isOpen;
	}

	private learnOfHost(
		lane: Lane,
		line: Line,
		error: unknown,
		isAnswer: boolean,
		now: number,
	): News[] {
		const { isProbe, share } = line;
		const { breaker } = lane;
		if (!isHostTrouble(error)) {
			if (isAnswer) this.hostAnswered(lane, line);
			else breaker.released(isProbe);
			return [];
		}
		const { openUntil: before } = breaker;
		const isHopeless = breaker.failed(isProbe, now, share.owner.policy);
		const { openUntil, failedProbes } = breaker;
		if (openUntil !== undefined && openUntil !== before) {
			const verdict = isHopeless ? error : undefined;
			lane.note(({ host }) => ({ about: 'host', host, openUntil, failedProbes, error: verdict }));
		}
		if (!isHopeless) return [];
		breaker.learnedAt = now;
		breaker.verdict = { because: 'unreachable', error, serial: this.world.serial };
		return [this.tellAll(breaker.verdict, (part) => part.lane.breaker === breaker)];
	}

	private learnOfAccount(
		lane: Lane,
		{ share: { account, sender }, departedAt }: Line,
		error: unknown,
		isAnswer: boolean,
		decision: Decision,
		now: number,
	): News[] {
		const because = 'giveUp' in decision ? decision.giveUp : undefined;
		if (because !== 'token' && because !== 'account') {
			// Whatever else Meta's application answers, it answers to a living account.
			if (isAnswer && !isHostTrouble(error)) account.clear(departedAt);
			return [];
		}
		const verdict: Verdict = { because, error, serial: this.world.serial };
		if (!account.condemn(verdict, departedAt, now)) return [];
		const { host, account: name } = sender;
		lane.note(() => ({ about: 'verdict', host, account: name, departedAt, because, error }));
		return [this.tellAll(verdict, (part) => part.share.account === account)];
	}

	private learnHold(
		lane: Lane,
		{ share: { account, sender }, departedAt, recipient }: Line,
		error: unknown,
		{ hold }: Decision,
		now: number,
	): News[] {
		if (!hold) return [];
		const until = now + hold.ms;
		if (hold.who === 'recipient') {
			// What is refused for the limit does not use it up further.
			lane.pairs.refund(recipient);
			lane.pairs.hold(recipient, until);
			lane.note((number) => ({ about: 'recipient', number, recipient, until }));
			return [];
		}
		const isAccount = hold.who === 'account';
		const isNews = isAccount
			? account.pause(departedAt, now, until, error)
			: lane.hold(departedAt, now, until, error, hold.because === 'throughput');
		if (!isNews) return [];
		if (isAccount) {
			const { host, account: name } = sender;
			lane.note(() => ({ about: 'quota', host, account: name, departedAt, until, error }));
		}
		return [
			tooLong(until, error, (part) =>
				isAccount ? part.share.account === account : part.lane === lane,
			),
		];
	}

	/** The host gave a sound answer. */
	private hostAnswered(lane: Lane, { isProbe }: Line): void {
		const wasOpen = lane.breaker.isOpen;
		lane.breaker.succeeded(isProbe);
		if (wasOpen && !lane.breaker.isOpen) lane.note(({ host }) => ({ about: 'host-back', host }));
	}

	private tell(news: readonly News[]): void {
		for (const { isFor, concerns, error } of news) {
			for (const run of [...this.world.runs]) if (isFor(run)) run.abandon(concerns, error);
		}
	}

	private tellAll(verdict: Verdict, concerns: (part: Part) => boolean): News {
		return {
			isFor: (run) => run.serial <= verdict.serial,
			concerns,
			error: new NotSentError(verdict.because, verdict.error),
		};
	}

	private mayRetry(lane: Lane, { share: { owner, account } }: Line, at: number): boolean {
		const isGivenUp = account.binds(owner.serial) ?? lane.breaker.binds(owner.serial);
		return !isGivenUp && owner.waitsUntil(at);
	}

	private retry(lane: Lane, line: Line, afterMs: number, { hold }: Decision, now: number): void {
		line.inFlight = false;
		if (hold?.who === 'recipient') {
			if (!line.isDeferred) line.share.owner.deferred();
			line.isDeferred = true;
			lane.sleep(line, now + afterMs, 'pair');
		} else if (hold) {
			// The number or the account waits, and this message with the others: first when it goes on.
			lane.admitFirst(line);
		} else {
			lane.sleep(line, now + afterMs, 'retry');
		}
	}

	private failHead(line: Line, error: unknown, decision: Decision): void {
		const isUnknown =
			'giveUp' in decision ? decision.giveUp === 'unknown-outcome' : decision.mayDuplicate;
		const { owner } = line.share;
		if (isUnknown) owner.fail(line.head, new UnknownOutcomeError(error), line, true);
		else owner.fail(line.head, error, line);
	}

	private goOn(lane: Lane, { share: { owner } }: Line, now: number, wasHeld: boolean): void {
		owner.feed();
		lane.pump();
		owner.mark(now);
		if (!wasHeld) return;
		for (const other of this.world.lanes) {
			other.unpark();
			other.pump();
		}
	}
}

/** For runs that do not wait until then. */
function tooLong(until: number, cause: unknown, concerns: (part: Part) => boolean): News {
	return {
		isFor: (run) => !run.waitsUntil(until),
		concerns,
		error: new NotSentError('max-wait', cause),
	};
}
