import type { IDataObject, NodeExecutionHint } from 'n8n-workflow';

import { isRetryable, type Failed, type Sent, type Summary, type WaitCause } from '../delivery';
import type { JsonObject } from '../graph/answer';
import { reportError } from './errors';

/**
 * What Meta accepted: its answer as it is, and how it got there.
 * @param more what else there is to say of that
 */
export function sentJson(outcome: Sent<JsonObject>, more: IDataObject = {}): IDataObject {
	const { value, phoneNumberId, attempts, waitedMs, sentAt, possibleDuplicate, earlier } = outcome;
	return {
		...(value as IDataObject),
		delivery: {
			// Of a message that was sent before, who sent it and when is what the first answer says.
			...(earlier ? {} : { phoneNumberId }),
			attempts,
			waitedMs: Math.round(waitedMs),
			...(earlier ? {} : { sentAt: new Date(sentAt).toISOString() }),
			...(possibleDuplicate ? { possibleDuplicate } : {}),
			...more,
		},
	};
}

/** A message that failed. */
export function failedJson(outcome: Failed, more: IDataObject = {}): IDataObject {
	const { error, phoneNumberId, attempts, waitedMs, mayHaveBeenSent } = outcome;
	return errorJson(error, {
		...(phoneNumberId ? { phoneNumberId } : {}),
		attempts,
		waitedMs: Math.round(waitedMs),
		// What may have been sent is not for a machine to repeat.
		...(mayHaveBeenSent ? { retryable: false, mayHaveBeenSent } : {}),
		...more,
	});
}

/**
 * Any item that failed. n8n takes an item whose only keys are `error` and `details` for a failed one.
 * @param more what else there is to say of how it went
 */
export function errorJson(error: unknown, more: IDataObject): IDataObject {
	const { message, details } = reportError(error);
	return { error: message, details: { ...details, retryable: isRetryable(error), ...more } };
}

/**
 * The account of a run as one item.
 * @param sentAsTemplate how many got a template for their closed 24-hour window, where that was asked for
 */
export function summaryJson(summary: Summary, sentAsTemplate?: number): IDataObject {
	return {
		summary: {
			...summary,
			...(sentAsTemplate === undefined ? {} : { sentAsTemplate }),
			storeAwayMs: Math.round(summary.storeAwayMs),
			durationMs: Math.round(summary.durationMs),
			ratePerSecond: round(summary.ratePerSecond),
			timeMs: Object.fromEntries(
				Object.entries(summary.timeMs).map(([cause, ms]) => [cause, Math.round(ms)]),
			),
		},
	};
}

/** The end of a run, for the output pane. */
export function summaryHint(summary: Summary, sentAsTemplate?: number): NodeExecutionHint {
	return {
		message: summaryText(summary, { sentAsTemplate }),
		type: summary.failed > 0 || summary.storeAwayMs > 0 ? 'warning' : 'info',
		location: 'outputPane',
	};
}

/**
 * e.g. "1,000 sent in 12.6 s, 79.4/s; 3 retried; 12 waited for the pair limit"
 * @param deed what was done to them, instead of "sent"
 */
export function summaryText(
	summary: Summary,
	{ sentAsTemplate = 0, deed = 'sent' }: { sentAsTemplate?: number; deed?: string } = {},
): string {
	const { sent, alreadySent, failed, waiting, retried, deferredForPair, unknown } = summary;
	const { storeAwayMs, timeMs } = summary;
	const seconds = summary.durationMs / 1000;
	// Of a few messages the rate says nothing.
	const rate = seconds >= 1 ? `, ${round(summary.ratePerSecond)}/s` : '';
	return [
		`${count(sent)} ${deed} in ${round(seconds)} s${rate}`,
		sentAsTemplate > 0 &&
			`${count(sentAsTemplate)} of these as template, the 24-hour window being closed`,
		alreadySent > 0 && `${count(alreadySent)} were sent before`,
		waiting > 0 && `${count(waiting)} waiting`,
		retried > 0 && `${count(retried)} retried`,
		deferredForPair > 0 && `${count(deferredForPair)} waited for the pair limit`,
		failed > 0 && `${count(failed)} failed`,
		unknown > 0 && `${count(unknown)} of these may have been sent`,
		storeAwayMs >= 1 && withoutStore(storeAwayMs),
		...lossTexts(timeMs),
	]
		.filter(Boolean)
		.join('; ');
}

/** Of a run in which the shared store was away. */
export function storeAwayText({ storeAwayMs }: Summary): string {
	return `The node was ${withoutStore(storeAwayMs)}. Meanwhile messages left at a share of the rate, or not at all: see When Redis Is Away in the credential.`;
}

function withoutStore(ms: number): string {
	return `without the shared Redis for ${Math.max(0.1, round(ms / 1000))} s`;
}

/** e.g. "59 s lost while the calls of the account were used up" */
export function lossTexts(timeMs: Summary['timeMs']): string[] {
	return (Object.keys(LOSSES) as Array<keyof typeof LOSSES>)
		.filter((cause) => timeMs[cause] >= 1000)
		.map((cause) => `${Math.round(timeMs[cause] / 1000)} s lost ${LOSSES[cause]}`);
}

/** Causes that a builder can do something about, or should know of. */
const LOSSES: Record<Extract<WaitCause, 'pause' | 'quota' | 'breaker'>, string> = {
	pause: 'while Meta throttled the number',
	quota: 'while the calls of the account were used up',
	breaker: 'while Meta did not answer',
};

function count(value: number): string {
	return value.toLocaleString('en-US');
}

function round(value: number): number {
	return Math.round(value * 10) / 10;
}
