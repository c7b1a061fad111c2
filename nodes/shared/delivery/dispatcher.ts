import { systemClock, type Clock } from '../clock';
import { ValidationError } from '../graph/errors';
import type { Store } from '../store/store';
import { Account } from './account';
import { Answers } from './answers';
import { Breaker } from './breaker';
import { NotSentError } from './errors';
import { Lane } from './lane';
import type { Part } from './parts';
import { type AnyRun, Run, type RunEvents } from './run';
import { Repeater, type RepeaterDeps } from './repeater';
import { defaultPolicy } from './retry';
import { Shelf } from './shelf';
import type { Commons } from './sharing/commons';
import { StoreCommons } from './sharing/storeCommons';
import { type Candidate, chooseSender, Habits } from './spread';
import type { Address, Batch, DeliveryOptions, Report, RetryPolicy, Sender } from './types';

/** Numbers, accounts and hosts looked at after each run to see whether they can be forgotten. */
const SWEPT_PER_RUN = 8;

export interface DispatcherDeps {
	clock?: Clock;
	/** Numbers in [0, 1). */
	random?: () => number;
	/** For runs that name none. */
	policy?: RetryPolicy;
}

/**
 * Sends batches, as fast as Meta allows and never faster. Holds what is known of numbers, accounts and hosts
 * for all runs together: one for the process (`getDispatcher`).
 */
export class Dispatcher implements RunEvents {
	private readonly clock: Clock;
	private readonly policy: RetryPolicy;
	private readonly random: () => number;
	private readonly answers: Answers;
	private readonly lanes = new Shelf<Lane>((lane) => this.closes(lane));
	private readonly accounts = new Shelf<Account>((account) => account.isIdle(this.clock.now()));
	private readonly breakers = new Shelf<Breaker>((breaker) => breaker.isIdle(this.clock.now()));
	private readonly running = new Set<AnyRun>();
	private readonly habits = new Habits();
	private readonly commons = new WeakMap<Store, Commons>();
	private latestSerial = 0;

	constructor(deps: DispatcherDeps = {}) {
		const { clock = systemClock, random = Math.random, policy = defaultPolicy } = deps;
		this.clock = clock;
		this.policy = policy;
		this.random = random;
		const { lanes, running } = this;
		const latest = () => this.latestSerial;
		this.answers = new Answers(clock, random, {
			get serial() {
				return latest();
			},
			runs: running,
			lanes: { [Symbol.iterator]: () => lanes.values() },
		});
	}

	/** Sends a batch. Resolves when each message is answered for; never rejects for a message's failure. */
	run<T>(batch: Batch<T>, options: DeliveryOptions): Promise<Report<T>> {
		const policy = options.retry ?? this.policy;
		const run = new Run(
			batch,
			{ ...options, retry: policy },
			++this.latestSerial,
			this.clock,
			this,
		);
		this.running.add(run);
		run.start();
		return run.report;
	}

	/** For the calls of one execution that are no messages: as persistent as messages are, by the same clock. */
	repeater({ onPause }: Pick<RepeaterDeps, 'onPause'> = {}): Repeater {
		const { clock, random, policy } = this;
		return new Repeater({ clock, random, policy, onPause });
	}

	/** How much is remembered at present. */
	get size(): { lanes: number; accounts: number; hosts: number; runs: number; recipients: number } {
		let recipients = this.habits.size;
		for (const lane of this.lanes.values()) recipients += lane.pairs.size;
		return {
			lanes: this.lanes.size,
			accounts: this.accounts.size,
			hosts: this.breakers.size,
			runs: this.running.size,
			recipients,
		};
	}

	/** Forgets what a new start would know as well, looking at a few things each time. Each run does it at its end. */
	sweep(): void {
		this.lanes.sweep(SWEPT_PER_RUN);
		this.accounts.sweep(SWEPT_PER_RUN);
		this.breakers.sweep(SWEPT_PER_RUN);
		this.habits.sweep(this.clock.now());
	}

	over(run: AnyRun): void {
		this.running.delete(run);
		this.sweep();
	}

	place(run: AnyRun, index: number, { sender: only, spread, recipient }: Address): void {
		const sender = spread && spread.length > 0 ? this.choose(run, spread, recipient) : only;
		if (!(sender.rate > 0)) {
			run.fail(index, noRate(sender.rate));
			return;
		}
		const part = run.partOf(sender) ?? this.join(run, sender);
		const { lane } = part;
		const { account } = part.share;
		const verdict = account.binds(run.serial) ?? lane.breaker.binds(run.serial);
		const paused = lane.pausedUntil > account.pausedUntil ? lane : account;
		if (verdict) {
			run.fail(index, new NotSentError(verdict.because, verdict.error));
		} else if (!run.waitsUntil(paused.pausedUntil)) {
			run.fail(index, new NotSentError('max-wait', paused.pausedBy));
		} else if (lane.lostBy) {
			run.fail(index, lane.lostBy);
		} else {
			run.enqueue(part, index, recipient);
		}
	}

	private join(run: AnyRun, sender: Sender): Part {
		const { host } = sender;
		const account = this.accounts.getOrMake(accountKey(sender), () => new Account());
		const lane = this.lanes.getOrMake(laneKey(sender), () => {
			const breaker = this.breakers.getOrMake(host, () => new Breaker());
			breaker.users++;
			const commons = sender.shared && this.commonsIn(sender.shared.store);
			return new Lane(sender, breaker, this.clock, this.answers, commons);
		});
		return run.join(lane, account, sender);
	}

	private commonsIn(store: Store): Commons {
		const commons = this.commons.get(store) ?? new StoreCommons(store, this.clock);
		this.commons.set(store, commons);
		return commons;
	}

	private closes(lane: Lane): boolean {
		if (!lane.isIdle(this.clock.now())) return false;
		lane.breaker.users--;
		return true;
	}

	private choose(run: AnyRun, senders: readonly Sender[], recipient: string): Sender {
		const now = this.clock.now();
		const candidates = senders.map((sender): Candidate => {
			const lane = this.lanes.get(laneKey(sender));
			const verdict =
				this.accounts.get(accountKey(sender))?.binds(run.serial) ??
				this.breakers.get(sender.host)?.binds(run.serial);
			return {
				sender,
				isBusy: run.isBusyWith(sender, recipient),
				isDead: verdict !== undefined,
				isPaused: lane !== undefined && lane.pausedUntil > now,
				freeAt: lane?.estimate(now) ?? now,
			};
		});
		const sender = chooseSender(candidates, this.habits.of(recipient));
		this.habits.note(recipient, sender.phoneNumberId, now);
		return sender;
	}
}

function laneKey({ host, phoneNumberId, shared }: Sender): string {
	const { store, whenAway, processes } = shared ?? {};
	return `${host} ${phoneNumberId} ${store?.id} ${whenAway} ${processes}`;
}

function accountKey({ host, account }: Sender): string {
	return `${host} ${account}`;
}

function noRate(rate: number): ValidationError {
	return new ValidationError(
		'Messages per Second',
		`At ${rate} messages per second nothing can be sent`,
		'Give a number above 0.',
	);
}
