import type { Account } from './account';
import type { NotSentError } from './errors';
import type { RetryPolicy, Sender } from './types';

/** Where lines wait for a number; a lane is it. */
export interface Gate {
	/** A line waits for the number; call `pump` afterwards. */
	admit(line: Line): void;
	/** Lets leave whatever is due. */
	pump(): void;
}

/** What lanes and the dispatcher need of a run; `Run` is it. */
export interface Owner {
	/** Grows with each run of the dispatcher: tells what a run could know. */
	readonly serial: number;
	readonly policy: RetryPolicy;
	readonly resendUnknown: boolean;
	/** Builds and posts the message at the head of the line, once. */
	call(line: Line): Promise<unknown>;
	/** The call of the line's head ended, one way or the other. */
	landed(): void;
	sent(line: Line, value: unknown): void;
	/** A message failed; `line` if it is the head of one. */
	fail(index: number, error: unknown, line?: Line, mayHaveBeenSent?: boolean): void;
	/** Gives up the messages of a line that are not in flight. */
	giveUpLine(line: Line, error: NotSentError): void;
	/** Reads on until enough is waiting for its turn. */
	feed(): void;
	/** Whether the run would wait until then for a try: false when it is stopped or must be over sooner. */
	waitsUntil(at: number): boolean;
	/** The head of this line is answered for: the next one waits for its turn. */
	advance(gate: Gate, line: Line): void;
	/** Counts a message that waits for the pair limit. */
	deferred(): void;
	/** Something about its waiting messages changed: time so far goes to the cause so far. */
	mark(now: number): void;
	/** The shared store went away, or came back. */
	storeAway(isAway: boolean): void;
}

/**
 * A recipient's messages within one run, waiting one behind the other (their indices are linked in
 * the run). Without order each message is a line of its own.
 */
export class Line {
	/** The message whose turn it is. */
	head: number;
	/** The last message in the line. */
	tail: number;
	/** Calls made for the head. */
	attempts = 0;
	/** Of them those that do not count towards the most that the policy allows. */
	freeAttempts = 0;
	/** What the last of them threw. */
	lastError: unknown = undefined;
	/** A former call for the head may have been accepted. */
	mayDuplicate = false;
	/** The head was counted as waiting for the pair limit. */
	isDeferred = false;
	/** The shared budget of the recipient was charged for the head, whose slot then was missed. */
	isCharged = false;
	/** A call for the head is on its way. */
	inFlight = false;
	/** It is the one call that finds out whether the host is back. */
	isProbe = false;
	departedAt = 0;
	/** Behind it in its share's ready list. */
	next: Line | undefined = undefined;
	/** Asleep until then, and why; its place in the lane's heap. */
	wakeAt = 0;
	sleepsFor: 'pair' | 'retry' = 'retry';
	heapIndex = -1;

	constructor(
		readonly share: Share,
		/** The recipient, or the index where no order is kept. */
		readonly key: string | number,
		readonly recipient: string,
		index: number,
	) {
		this.head = index;
		this.tail = index;
	}

	/** The next message of the line is now its head. */
	advanceTo(index: number): void {
		this.head = index;
		this.attempts = 0;
		this.freeAttempts = 0;
		this.lastError = undefined;
		this.mayDuplicate = false;
		this.isDeferred = false;
		this.isCharged = false;
	}
}

/** What one run has waiting on one number: takes turns with the shares of other runs. */
export class Share {
	/** Lines with messages waiting or in flight. */
	readonly lines = new Map<string | number, Line>();
	/** Lines whose head may leave as soon as the number may. */
	readyCount = 0;
	/** Lines that have a slot, or ask for one, where slots come from a shared store. */
	booked = 0;
	/** Lines asleep for the pair limit. */
	pairSleepers = 0;
	/** Lines asleep before a next try. */
	retrySleepers = 0;
	/** Lines whose head is being prepared. */
	preparing = 0;
	/** It is in its lane's rotation. */
	isQueued = false;
	private first: Line | undefined;
	private last: Line | undefined;

	constructor(
		readonly owner: Owner,
		readonly account: Account,
		/** As the run gave it last. */
		public sender: Sender,
		readonly isHigh: boolean,
	) {}

	pushBack(line: Line): void {
		line.next = undefined;
		if (this.last) this.last.next = line;
		else this.first = line;
		this.last = line;
		this.readyCount++;
	}

	/** For lines that have waited before: they are older than what is in the list. */
	pushFront(line: Line): void {
		line.next = this.first;
		this.first = line;
		this.last ??= line;
		this.readyCount++;
	}

	takeReady(): Line | undefined {
		const line = this.first;
		if (!line) return undefined;
		this.first = line.next;
		if (!this.first) this.last = undefined;
		line.next = undefined;
		this.readyCount--;
		return line;
	}

	dropReady(): void {
		this.first = undefined;
		this.last = undefined;
		this.readyCount = 0;
	}
}
