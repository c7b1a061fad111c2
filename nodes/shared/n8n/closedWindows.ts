import type { IDataObject } from 'n8n-workflow';

import { NotSentError, type Failed, type Outcome, type Report, type Summary } from '../delivery';
import type { JsonObject } from '../graph/answer';
import type { GraphApiError } from '../graph/errors';

/** A message that Meta accepted. */
export interface SentMessage {
	answer: JsonObject;
	/** What its item says about it besides how it got there. */
	how: IDataObject;
}

/** Meta refused a message because the person's 24-hour window is closed: another goes in its place. */
export class WindowClosed {
	constructor(
		readonly error: GraphApiError,
		/** Of the message that was refused, e.g. "text". */
		readonly messageType: string,
	) {}

	/** What the item says of the message that was not sent. */
	get insteadOf(): IDataObject {
		const { code, advice } = this.error;
		return { messageType: this.messageType, code, reason: advice.title };
	}
}

/** The items whose windows were closed, and what was refused. */
export type ClosedWindows = Map<number, WindowClosed>;

/** The items of a first pass that need another message. */
export function closedIn({ outcomes }: Report<SentMessage | WindowClosed>): ClosedWindows {
	const closed: ClosedWindows = new Map();
	for (const [index, outcome] of outcomes.entries()) {
		if (outcome.status === 'sent' && outcome.value instanceof WindowClosed) {
			closed.set(index, outcome.value);
		}
	}
	return closed;
}

/**
 * One report of two passes.
 * @param second of the items in `closed`, in their order; undefined where another failure had stopped all
 */
export function joinPasses(
	first: Report<SentMessage | WindowClosed>,
	closed: ClosedWindows,
	second?: Report<SentMessage>,
): Report<SentMessage> {
	const seconds = second?.outcomes.values();
	const outcomes = first.outcomes.map((outcome): Outcome<SentMessage> => {
		if (outcome.status === 'failed') return outcome;
		const { value } = outcome;
		if (!(value instanceof WindowClosed)) return { ...outcome, value };
		const { attempts, waitedMs, phoneNumberId } = outcome;
		const next = seconds?.next().value;
		if (!next) {
			const error = new NotSentError('stopped', value.error);
			return { status: 'failed', error, attempts, waitedMs, phoneNumberId } satisfies Failed;
		}
		return {
			...next,
			attempts: attempts + next.attempts,
			waitedMs: first.summary.durationMs + next.waitedMs,
		};
	});
	return { outcomes, summary: joinSummaries(first.summary, closed.size, second?.summary) };
}

function joinSummaries(first: Summary, closed: number, second?: Summary): Summary {
	if (!second) return { ...first, sent: first.sent - closed, failed: first.failed + closed };
	const sent = first.sent - closed + second.sent;
	const durationMs = first.durationMs + second.durationMs;
	return {
		total: first.total,
		sent,
		alreadySent: first.alreadySent + second.alreadySent,
		failed: first.failed + second.failed,
		waiting: first.waiting + second.waiting,
		inFlight: first.inFlight + second.inFlight,
		retried: first.retried + second.retried,
		deferredForPair: first.deferredForPair + second.deferredForPair,
		failedBy: sum(first.failedBy, second.failedBy),
		unknown: first.unknown + second.unknown,
		storeAwayMs: first.storeAwayMs + second.storeAwayMs,
		durationMs,
		ratePerSecond: durationMs > 0 ? (sent * 1_000) / durationMs : 0,
		timeMs: sum(first.timeMs, second.timeMs),
	};
}

function sum<K extends string>(a: Record<K, number>, b: Record<K, number>): Record<K, number> {
	const total = { ...a };
	for (const key of Object.keys(b) as K[]) total[key] = (total[key] ?? 0) + b[key];
	return total;
}
