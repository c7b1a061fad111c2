import type { Clock } from '../clock';
import type { Account } from './account';
import { AlreadySent } from './alreadySent';
import { NotSentError, type NotSentReason, UnknownOutcomeError } from './errors';
import { every } from './every';
import type { Lane } from './lane';
import { Lines } from './lines';
import { isHungry, type Part, partKey, waitCause } from './parts';
import { type Gate, type Line, type Owner, Share } from './share';
import { Tally } from './summary';
import type {
	Address,
	Attempt,
	Batch,
	DeliveryOptions,
	Failed,
	Outcome,
	Report,
	RetryPolicy,
	Sender,
} from './types';

/** Addresses read, and milliseconds spent on it, without a turn of the event loop. */
const READ_AT_ONCE = 512;
const READ_MS = 10;
/** Milliseconds that calls in flight are given after a cancellation before they are aborted. */
const CANCEL_GRACE_MS = 5_000;
const PROGRESS_MS = 5_000;
/** What `setTimeout` can do: 24 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What a run asks of the dispatcher. */
export interface RunEvents {
	/** Where does this message wait? Calls {@link Run.enqueue} or {@link Run.fail}. */
	place(run: AnyRun, index: number, address: Address): void;
	/** All messages are answered for. */
	over(run: AnyRun): void;
}

/** A run, whatever its messages' answers are. */
export type AnyRun = Omit<Run<unknown>, 'report'>;

/** Why a message does not leave although its turn has come. */
type Unsent<T> = AlreadySent<T> | { error: unknown };

/** One batch on its way: reads it as turns near, and answers for each message once. */
export class Run<T> implements Owner {
	readonly report: Promise<Report<T>>;
	readonly policy: RetryPolicy;
	readonly resendUnknown: boolean;
	private readonly parts = new Map<string, Part>();
	private readonly outcomes: Outcome<T>[];
	private readonly tally: Tally;
	/** Milliseconds since the epoch. */
	readonly startedAt: number;
	private readonly deadline: number;
	private readonly lines: Lines;
	private readonly abort = new AbortController();
	private readonly timers: (() => void)[] = [];
	/** The next message to be read. */
	private next = 0;
	private settled = 0;
	/** Where the message read last waits. */
	private latest?: Part;
	/** Heads of lines that are not ready to leave yet. */
	private preparing = 0;
	/** Lanes that messages were read for since they were last asked to go on. */
	private readonly fed = new Set<Lane>();
	private isStopped = false;
	private isReading = false;
	private readTimer?: () => void;
	private resolve: (report: Report<T>) => void = () => undefined;

	constructor(
		private readonly batch: Batch<T>,
		private readonly options: DeliveryOptions & { retry: RetryPolicy },
		readonly serial: number,
		private readonly clock: Clock,
		private readonly events: RunEvents,
	) {
		this.policy = options.retry;
		this.resendUnknown = options.resendUnknown ?? false;
		this.lines = new Lines(batch.size, options.keepOrder ?? true);
		this.startedAt = clock.now();
		this.deadline = this.startedAt + (options.maxWaitMs ?? Infinity);
		this.outcomes = new Array<Outcome<T>>(batch.size);
		this.tally = new Tally(batch.size, this.startedAt);
		this.report = new Promise((resolve) => {
			this.resolve = resolve;
		});
	}

	start(): void {
		const { signal, progressMs = PROGRESS_MS, maxWaitMs } = this.options;
		if (this.batch.size === 0) return this.finish();
		if (signal?.aborted) return this.halt('cancelled', signal.reason);
		signal?.addEventListener('abort', this.cancel, { once: true });
		if (maxWaitMs !== undefined && maxWaitMs <= LONGEST_TIMER_MS) {
			this.timers.push(this.clock.after(maxWaitMs, () => this.halt('max-wait')));
		}
		if (this.options.onProgress) {
			const tell = () => this.options.onProgress?.(this.tally.summary(this.clock.now()));
			this.timers.push(every(this.clock, progressMs, tell));
		}
		this.feed();
	}

	/** Where messages of this sender wait, if there were any before. */
	partOf(sender: Sender): Part | undefined {
		if (this.latest?.share.sender === sender) return this.latest;
		this.latest = this.parts.get(partKey(sender));
		if (this.latest) {
			const { lane, share } = this.latest;
			const isOtherRate = share.sender.rate !== sender.rate;
			share.sender = sender;
			if (isOtherRate) lane.fitCeiling();
		}
		return this.latest;
	}

	/** Whether messages for this recipient are under way there. */
	isBusyWith(sender: Sender, recipient: string): boolean {
		return this.parts.get(partKey(sender))?.share.lines.has(recipient) ?? false;
	}

	/** The run's first message of this sender. */
	join(lane: Lane, account: Account, sender: Sender): Part {
		const share = new Share(this, account, sender, this.options.priority === 'high');
		this.latest = { lane, share };
		this.parts.set(partKey(sender), this.latest);
		lane.attach(share);
		return this.latest;
	}

	feed(): void {
		if (this.isReading || this.readTimer || !this.isHungry()) return;
		this.isReading = true;
		const until = this.clock.now() + READ_MS;
		for (let read = 0; this.isHungry(); read++) {
			if (read === READ_AT_ONCE || (read > 0 && this.clock.now() > until)) {
				this.readTimer = this.clock.after(0, () => {
					this.readTimer = undefined;
					this.feed();
				});
				break;
			}
			this.read(this.next++);
		}
		this.isReading = false;
		const lanes = [...this.fed];
		this.fed.clear();
		for (const lane of lanes) lane.pump();
	}

	/** A message waits in the line of its recipient. */
	enqueue(part: Part, index: number, recipient: string): void {
		const line = this.lines.add(part.share, index, recipient);
		if (!line) return;
		this.admit(part.lane, line);
		this.fed.add(part.lane);
	}

	advance(gate: Gate, line: Line): void {
		const next = this.lines.secondOf(line);
		line.inFlight = false;
		if (next < 0) {
			line.share.lines.delete(line.key);
			return;
		}
		line.advanceTo(next);
		this.admit(gate, line);
	}

	/** `async`: a builder that throws is a call that failed. */
	async call(line: Line): Promise<unknown> {
		this.tally.inFlight++;
		if (line.attempts > 1) this.tally.retried++;
		const attempt: Attempt = {
			number: line.attempts,
			sender: line.share.sender,
			recipient: line.recipient,
			signal: this.abort.signal,
		};
		return this.batch.send(line.head, attempt);
	}

	/** The call of the line's head ended, one way or the other. */
	landed(): void {
		this.tally.inFlight--;
	}

	waitsUntil(at: number): boolean {
		if (this.isStopped || at > this.deadline) return false;
		return at - this.clock.now() <= this.policy.longestPauseMs;
	}

	deferred(): void {
		this.tally.deferredForPair++;
	}

	mark(now: number): void {
		this.tally.mark(now, waitCause(this.parts.values(), now));
	}

	storeAway(isAway: boolean): void {
		this.tally.storeAway(isAway, this.clock.now());
	}

	sent(line: Line, value: T | AlreadySent<T>): void {
		if (value instanceof AlreadySent) {
			this.sentBefore(line, value.value);
			return;
		}
		this.tally.sent++;
		this.settle(line.head, {
			status: 'sent',
			value,
			phoneNumberId: line.share.sender.phoneNumberId,
			attempts: line.attempts,
			waitedMs: Math.round(line.departedAt - this.startedAt),
			sentAt: Math.round(line.departedAt),
			...(line.mayDuplicate && { possibleDuplicate: true }),
		});
	}

	/** A message failed; `line` if it is the head of one. */
	fail(
		index: number,
		error: unknown,
		line?: Line,
		mayHaveBeenSent = line?.mayDuplicate || error instanceof UnknownOutcomeError,
	): void {
		this.tally.countFailure(error, mayHaveBeenSent);
		const attempts = line?.attempts ?? 0;
		const at = line && attempts > 0 ? line.departedAt : this.clock.now();
		const outcome: Failed = {
			status: 'failed',
			error,
			phoneNumberId: line?.share.sender.phoneNumberId,
			attempts,
			waitedMs: Math.round(at - this.startedAt),
			...(mayHaveBeenSent && { mayHaveBeenSent: true }),
		};
		this.settle(index, outcome);
		if (this.options.onFailure === 'stop' && !this.isStopped) this.halt('stopped', error);
	}

	giveUpLine(line: Line, error: NotSentError): void {
		// A failure may stop the run, which gives up everything: what is gone then must not be answered twice.
		if (line.share.lines.get(line.key) !== line) return;
		for (const index of this.lines.take(line)) {
			if (index === line.head) this.giveUpHead(line, error);
			else this.fail(index, error);
		}
	}

	/**
	 * What waits there, and what would, is given up.
	 * @param concerns which of the run's numbers
	 */
	abandon(concerns: (part: Part) => boolean, error: NotSentError): void {
		let isConcerned = false;
		for (const part of this.parts.values()) {
			if (!concerns(part)) continue;
			isConcerned = true;
			this.giveUpPart(part, error);
		}
		if (isConcerned && this.batch.sender) this.failUnread(error);
		this.feed();
	}

	/** Nothing leaves any more; what is in flight is awaited. */
	halt(because: NotSentReason, cause?: unknown): void {
		if (this.isStopped) return;
		this.isStopped = true;
		this.readTimer?.();
		this.readTimer = undefined;
		const error = new NotSentError(because, cause);
		for (const part of this.parts.values()) this.giveUpPart(part, error);
		this.failUnread(error);
	}

	private readonly cancel = (): void => {
		this.halt('cancelled', this.options.signal?.reason);
		if (this.settled === this.batch.size) return;
		this.timers.push(this.clock.after(CANCEL_GRACE_MS, () => this.abort.abort()));
	};

	/**
	 * The head of the line waits for its turn, once it is prepared. Those behind it are not begun: of a
	 * recipient's ten thousand messages one is ready, and the rest costs nothing.
	 */
	private admit(gate: Gate, line: Line): void {
		const { head, share } = line;
		const preparation = this.prepare(line);
		if (!preparation) {
			gate.admit(line);
			return;
		}
		this.preparing++;
		share.preparing++;
		this.mark(this.clock.now());
		void preparation.then((result) => {
			this.preparing--;
			share.preparing--;
			// It may have been given up meanwhile.
			if (share.lines.get(line.key) !== line || line.head !== head) return;
			if (result) this.settleUnsent(gate, line, result);
			else gate.admit(line);
			this.feed();
			gate.pump();
			this.mark(this.clock.now());
		});
	}

	/** Resolves to why it need not, or cannot, leave. */
	private prepare({ head, share, recipient }: Line): Promise<Unsent<T> | undefined> | undefined {
		const { sender } = share;
		try {
			return this.batch.prepare?.(head, { sender, recipient, signal: this.abort.signal })?.then(
				(result) => (result instanceof AlreadySent ? (result as AlreadySent<T>) : undefined),
				(error: unknown) => ({ error }),
			);
		} catch (error) {
			// Not at once: the next of the line may fail the same way, and the one after it.
			return Promise.resolve({ error });
		}
	}

	/** A failure may stop the run, which must not answer for it a second time. */
	private settleUnsent(gate: Gate, line: Line, result: Unsent<T>): void {
		line.inFlight = true;
		if (result instanceof AlreadySent) this.sentBefore(line, result.value);
		else this.fail(line.head, result.error, line);
		this.advance(gate, line);
	}

	private sentBefore({ head, share }: Line, value: T): void {
		this.tally.alreadySent++;
		const now = Math.round(this.clock.now());
		this.settle(head, {
			status: 'sent',
			value,
			phoneNumberId: share.sender.phoneNumberId,
			attempts: 0,
			waitedMs: Math.round(now - this.startedAt),
			sentAt: now,
			earlier: true,
		});
	}

	private giveUpPart({ lane, share }: Part, error: NotSentError): void {
		lane.drop(share);
		for (const line of [...share.lines.values()]) this.giveUpLine(line, error);
		lane.pump();
	}

	/** Of a message that was tried before, what Meta said about it says more than that we stopped trying. */
	private giveUpHead(line: Line, error: NotSentError): void {
		const isOwnMatter = line.attempts > 0 && !error.isVerdict;
		this.fail(line.head, isOwnMatter ? line.lastError : error, line);
	}

	private failUnread(error: NotSentError): void {
		while (this.next < this.batch.size) this.fail(this.next++, error);
	}

	private isHungry(): boolean {
		if (this.isStopped || this.next >= this.batch.size) return false;
		const isFixed = this.batch.sender !== undefined;
		return isHungry(this.parts.values(), isFixed, this.isReading, this.clock.now());
	}

	private read(index: number): void {
		let address: Address;
		try {
			address = this.batch.address(index);
		} catch (error) {
			this.fail(index, error);
			return;
		}
		this.events.place(this, index, address);
	}

	private settle(index: number, outcome: Outcome<T>): void {
		this.outcomes[index] = outcome;
		this.batch.settled?.(index, outcome);
		if (++this.settled === this.batch.size) this.finish();
	}

	private finish(): void {
		this.options.signal?.removeEventListener('abort', this.cancel);
		for (const cancel of this.timers) cancel();
		if (this.preparing > 0) this.abort.abort();
		for (const { lane, share } of this.parts.values()) lane.detach(share);
		this.resolve({ outcomes: this.outcomes, summary: this.tally.summary(this.clock.now()) });
		this.events.over(this);
	}
}
