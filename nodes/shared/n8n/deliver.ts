import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import {
	getDispatcher,
	NotSentError,
	type AlreadySent,
	type Attempt,
	type Batch,
	type Coming,
	type Outcome,
	type Report,
} from '../delivery';
import type { JsonObject } from '../graph/answer';
import type { GraphClient } from '../graph/client';
import { GraphApiError } from '../graph/errors';
import { numberFacts } from '../graph/numberFacts';
import { connect, readSharing } from './connection';
import type { DeliverySettings } from './deliveryOptions';
import { failedJson, sentJson, storeAwayText, summaryText } from './deliveryReport';
import { toNodeError } from './errors';
import { ItemParameters } from './itemParameters';
import { ParameterReader } from './parameterReader';
import { readSenders } from './senders';

/** One item on its way. */
export interface Passage {
	client: GraphClient;
	phoneNumberId: string;
	/** As {@link Task.recipient} named them. */
	recipient: string;
	parameters: ItemParameters;
	signal?: AbortSignal;
}

/** One call for one item, when its turn has come. */
export interface Call extends Passage {
	/** 1 for the first. */
	attempt: number;
}

/** What an operation does for each item. */
export interface Task<T = JsonObject> {
	/** Whom it concerns: order is kept per recipient. Read ahead of the call; throws ValidationError. */
	recipient(parameters: ItemParameters): string;
	/** What must be there before its turn comes, and uses up none: see {@link Batch.prepare}. */
	prepare?(passage: Passage): Promise<unknown> | undefined;
	/** Made again for each retry. */
	call(call: Call): Promise<T | AlreadySent<T>>;
	/** Told once of each item, as soon as it is answered for. Must not throw. */
	settled?(itemIndex: number, outcome: Outcome<T>): void;
}

/** What a delivery needs of the settings. */
export interface Pace extends Pick<DeliverySettings, 'options' | 'rate'> {
	/** What is done to messages, for sentences; default "sent". */
	deed?: string;
}

/**
 * Makes one call for each item through the dispatcher.
 * @param indexes the items, when not all: the report's outcomes stand in their order
 */
export type RunTask = <T>(
	task: Task<T>,
	options?: Pace['options'],
	indexes?: readonly number[],
) => Promise<Report<T>>;

/**
 * Makes one call for each input item through the dispatcher.
 * @throws NodeApiError or NodeOperationError of the first failure, unless the node continues on fail
 */
export async function deliver<T>(
	context: IExecuteFunctions,
	task: Task<T>,
	settings: Pace,
): Promise<Report<T>> {
	return await withDelivery(context, settings, async (run) => await run(task));
}

/**
 * The same for an operation that needs more than one run over its items.
 * @param make runs what is to be run, and makes one report of it
 * @throws NodeApiError or NodeOperationError of the first failure, unless the node continues on fail
 */
export async function withDelivery<T>(
	context: IExecuteFunctions,
	settings: Pace,
	make: (run: RunTask) => Promise<Report<T>>,
): Promise<Report<T>> {
	let report: Report<T>;
	try {
		report = await make(await openRuns(context, settings));
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
	const warning = warnOfStore(context, report);
	// A cancelled execution ends by itself; what was sent until then belongs into its data.
	const isCancelled = context.getExecutionCancelSignal()?.aborted;
	if (!context.continueOnFail() && !isCancelled) {
		throwFirstFailure(context, report, `messages were ${settings.deed ?? 'sent'}`, warning);
	}
	return report;
}

/** Says, also in n8n's log, that the shared store was away. @returns what it said */
function warnOfStore<T>(context: IExecuteFunctions, { summary }: Report<T>): string | undefined {
	if (summary.storeAwayMs === 0) return undefined;
	const message = storeAwayText(summary);
	context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
	context.logger.warn(`${context.getNode().name}: ${message}`);
	return message;
}

/** An item for each input item, in their order: Meta's answer and how it got there, or what went wrong. */
export function toItems({ outcomes }: Report<JsonObject>): INodeExecutionData[] {
	return outcomes.map((outcome, item) => ({
		json: outcome.status === 'sent' ? sentJson(outcome) : failedJson(outcome),
		pairedItem: { item },
	}));
}

async function openRuns(
	context: IExecuteFunctions,
	{ options: paced, rate, deed }: Pace,
): Promise<RunTask> {
	const client = await connect(context);
	const sharing = await readSharing(context);
	const size = context.getInputData().length;
	const reader = new ParameterReader(context);
	const parametersOf = (index: number) => new ItemParameters(context, index, reader);
	const senders = await readSenders(client, parametersOf, size, sharing, rate);
	return async <T>(task: Task<T>, options = paced, indexes?: readonly number[]) => {
		const itemOf = (place: number) => (indexes ? indexes[place] : place);
		const passageOf = (place: number, coming: Coming | Attempt): Passage => ({
			client,
			phoneNumberId: coming.sender.phoneNumberId,
			recipient: coming.recipient,
			parameters: parametersOf(itemOf(place)),
			signal: coming.signal,
		});
		const batch: Batch<T> = {
			size: indexes?.length ?? size,
			sender: senders.only,
			address: (place) => ({
				...senders.of(itemOf(place)),
				recipient: task.recipient(parametersOf(itemOf(place))),
			}),
			prepare: (place, coming) => task.prepare?.(passageOf(place, coming)),
			async send(place, attempt) {
				const answer = task.call({ ...passageOf(place, attempt), attempt: attempt.number });
				answer.catch((error: unknown) => learn(client, attempt.sender.phoneNumberId, error));
				return await answer;
			},
			settled: (place, outcome) => task.settled?.(itemOf(place), outcome),
		};
		return await getDispatcher().run(batch, {
			...options,
			signal: context.getExecutionCancelSignal(),
			onFailure: context.continueOnFail() ? 'continue' : 'stop',
			onProgress: (summary) =>
				context.logger.info(`${context.getNode().name}: ${summaryText(summary, { deed })}`),
		});
	};
}

/** A throttled number may have another rate than we thought: the next execution asks again. */
function learn(client: GraphClient, phoneNumberId: string, error: unknown): void {
	if (error instanceof GraphApiError && error.advice.retry === 'throughput') {
		numberFacts.forget(client, phoneNumberId);
	}
}

/**
 * What stopped the execution is said at the item that caused it, not at one that it kept from leaving.
 * @param done what became of the others, e.g. "messages were sent"
 * @param warning what else there is to say: of a node that throws, n8n shows no hints
 */
export function throwFirstFailure<T>(
	context: IExecuteFunctions,
	{ outcomes }: Report<T>,
	done: string,
	warning?: string,
): void {
	const failures = outcomes.flatMap((outcome: Outcome<T>, itemIndex) =>
		outcome.status === 'failed' ? [{ itemIndex, error: outcome.error }] : [],
	);
	const first = failures.find(({ error }) => !(error instanceof NotSentError)) ?? failures[0];
	if (!first) return;
	const sent = outcomes.length - failures.length;
	const held =
		outcomes.length > 1 && `${sent} of ${outcomes.length} ${done}; the rest was held back.`;
	const note = [held, warning].filter(Boolean).join(' ') || undefined;
	throw toNodeError(context.getNode(), first.error, { itemIndex: first.itemIndex, note });
}
