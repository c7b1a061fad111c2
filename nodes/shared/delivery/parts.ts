import type { Lane } from './lane';
import type { Share } from './share';
import type { Sender, WaitCause } from './types';

/** What one run has on one number. */
export interface Part {
	lane: Lane;
	share: Share;
}

/** Messages of these senders are one part of a run. */
export function partKey({ host, phoneNumberId, account }: Sender): string {
	return `${host} ${phoneNumberId} ${account}`;
}

/**
 * Lines ready for their turn, or being prepared for it, that a run keeps on each number. Only those
 * count: a recipient who gets ten thousand messages is one line, and one who waits for the pair limit
 * is none, so neither keeps the run from reading on to the recipients behind them. What is passed over
 * that way costs four bytes a message.
 */
const LOOK_AHEAD = 16;
/**
 * It begins to read on when fewer are ready than this, and then reads several in a row: reading is other code
 * than sending, and taking turns after each message would keep both out of the processor's caches.
 */
const FEW = 4;
/** Lines ready on all numbers together: as far as a run reads past numbers that have enough or stand still. */
const MOST_READY = 8_192;

/**
 * Whether a run should read on.
 * @param isFixed all its messages leave from one number
 * @param isReading it has begun to, and goes on until it has enough
 */
export function isHungry(
	parts: Iterable<Part>,
	isFixed: boolean,
	isReading: boolean,
	now: number,
): boolean {
	let ready = 0;
	let isMoving = false;
	let isMovingShort = false;
	/** Of the last one; asked for where there is one alone. */
	let isShort = true;
	for (const { lane, share } of parts) {
		const isStalled = lane.stalledBy(now) !== undefined || share.account.freeAt() > now;
		const coming = share.readyCount + share.preparing;
		isShort = coming < LOOK_AHEAD && (isReading || share.readyCount < FEW);
		isMoving ||= !isStalled;
		isMovingShort ||= !isStalled && isShort;
		ready += coming;
	}
	if (ready >= MOST_READY) return false;
	if (isMoving) return isMovingShort;
	// Where all numbers stand still, the messages behind may leave from others.
	return !isFixed || isShort;
}

/** What a run waits for at present: for what lets the first of its messages go. */
export function waitCause(parts: Iterable<Part>, now: number): WaitCause {
	let cause: WaitCause | undefined;
	for (const { lane, share } of parts) {
		if (share.readyCount + share.booked > 0) {
			const stalledBy = lane.stalledBy(now);
			if (stalledBy) cause = stalledBy;
			else if (share.account.pausedUntil > now) cause = 'quota';
			else if (lane.isFull(now) || share.account.freeAt() > now) cause = 'answer';
			else return 'rate';
		} else if (share.retrySleepers > 0) cause ??= 'retry';
		else if (share.preparing > 0) cause ??= 'preparation';
		else if (share.pairSleepers > 0) cause ??= 'pair';
	}
	return cause ?? 'answer';
}
