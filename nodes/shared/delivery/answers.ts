import type { Clock } from '../clock';
import { GraphApiError, UnexpectedAnswerError, ValidationError } from '../graph/errors';
import type { Verdict } from './account';
import { isHostTrouble } from './breaker';
import { NotSentError, UnknownOutcomeError } from './errors';
import type { Lane, LaneEvents } from './lane';
import { decideRetry, type Decision } from './retry';
import type { Part } from './parts';
import type { AnyRun } from './run';
import type { Line } from './share';

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

	private accepted(lane: Lane, line: Line, value: unknown): void {
		const { owner, account } = line.share;
		const now = this.clock.now();
		const wasHeld = this.isHeld(lane, line);
		this.landed(lane, line, now, true);
		lane.breaker.succeeded(line.isProbe);
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
		if (error instanceof ValidationError) {
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
			...this.learnOfAccount(line, error, isAnswer, decision, now),
			...this.learnHold(lane, line, error, decision, now),
		];
		if ('retryAfterMs' in decision && this.mayRetry(lane, line, now + decision.retryAfterMs)) {
			line.lastError = error;
			line.mayDuplicate ||= decision.mayDuplicate ?? false;
			this.retry(lane, line, decision.retryAfterMs, decision, now);
		} else {
			this.failHead(line, error, decision);
			owner.advance(lane, line);
		}
		// After the message itself: in stop mode it is the failure that stops the others.
		for (const { isFor, concerns, error: reason } of news) {
			for (const run of [...this.world.runs]) if (isFor(run)) run.abandon(concerns, reason);
		}
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
		{ isProbe, share }: Line,
		error: unknown,
		isAnswer: boolean,
		now: number,
	): News[] {
		const { breaker } = lane;
		if (!isHostTrouble(error)) {
			if (isAnswer) breaker.succeeded(isProbe);
			else breaker.released(isProbe);
			return [];
		}
		if (!breaker.failed(isProbe, now, share.owner.policy)) return [];
		breaker.verdict = { because: 'unreachable', error, serial: this.world.serial };
		return [this.tellAll(breaker.verdict, (part) => part.lane.breaker === breaker)];
	}

	private learnOfAccount(
		{ share: { account }, departedAt }: Line,
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
		return [this.tellAll(verdict, (part) => part.share.account === account)];
	}

	private learnHold(
		lane: Lane,
		{ share: { account }, departedAt, recipient }: Line,
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
			return [];
		}
		const isAccount = hold.who === 'account';
		const isNews = isAccount
			? account.pause(departedAt, now, until, error)
			: lane.hold(departedAt, now, until, error, hold.because === 'throughput');
		if (!isNews) return [];
		return [
			{
				isFor: (run) => !run.waitsUntil(until),
				concerns: (part) => (isAccount ? part.share.account === account : part.lane === lane),
				error: new NotSentError('max-wait', error),
			},
		];
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
