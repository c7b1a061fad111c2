import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { getDispatcher, NotSentError, type Batch, type Report } from '../delivery';
import type { JsonObject } from '../graph/answer';
import type { GraphClient } from '../graph/client';
import { GraphApiError } from '../graph/errors';
import { numberFacts } from '../graph/numberFacts';
import { connect } from './connection';
import type { DeliverySettings } from './deliveryOptions';
import { failedJson, sentJson, summaryText } from './deliveryReport';
import { toNodeError } from './errors';
import { ItemParameters } from './itemParameters';
import { readSenders } from './senders';

/** One call for one item, when its turn has come. */
export interface Call {
	client: GraphClient;
	phoneNumberId: string;
	/** As {@link Task.recipient} named them. */
	recipient: string;
	parameters: ItemParameters;
	signal?: AbortSignal;
}

/** What an operation does for each item. */
export interface Task {
	/** Whom it concerns: order is kept per recipient. Read ahead of the call; throws ValidationError. */
	recipient(parameters: ItemParameters): string;
	/** Made again for each retry. */
	call(call: Call): Promise<JsonObject>;
}

/**
 * Makes one call for each input item through the dispatcher.
 * @throws NodeApiError or NodeOperationError of the first failure, unless the node continues on fail
 */
export async function deliver(
	context: IExecuteFunctions,
	task: Task,
	settings: Pick<DeliverySettings, 'options' | 'rate'>,
): Promise<Report<JsonObject>> {
	const signal = context.getExecutionCancelSignal();
	const continues = context.continueOnFail();
	let report: Report<JsonObject>;
	try {
		report = await getDispatcher().run(await openBatch(context, task, settings.rate), {
			...settings.options,
			signal,
			onFailure: continues ? 'continue' : 'stop',
			onProgress: (summary) => context.logger.info(`WhatsApp Send: ${summaryText(summary)}`),
		});
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
	// A cancelled execution ends by itself; what was sent until then belongs into its data.
	if (!continues && !signal?.aborted) throwFirstFailure(context, report);
	return report;
}

/** An item for each input item, in their order: Meta's answer and how it got there, or what went wrong. */
export function toItems({ outcomes }: Report<JsonObject>): INodeExecutionData[] {
	return outcomes.map((outcome, item) => ({
		json: outcome.status === 'sent' ? sentJson(outcome) : failedJson(outcome),
		pairedItem: { item },
	}));
}

/** The input items as the dispatcher asks for them. */
async function openBatch(
	context: IExecuteFunctions,
	task: Task,
	fixedRate: number | undefined,
): Promise<Batch<JsonObject>> {
	const client = await connect(context);
	const size = context.getInputData().length;
	const parametersOf = (index: number) => new ItemParameters(context, index);
	const senders = await readSenders(client, parametersOf, size, fixedRate);
	return {
		size,
		sender: senders.only,
		address: (index) => ({
			...senders.of(index),
			recipient: task.recipient(parametersOf(index)),
		}),
		async send(index, { sender: { phoneNumberId }, recipient, signal }) {
			const parameters = parametersOf(index);
			const answer = task.call({ client, phoneNumberId, recipient, parameters, signal });
			answer.catch((error: unknown) => learn(client, phoneNumberId, error));
			return await answer;
		},
	};
}

/** A throttled number may have another rate than we thought: the next execution asks again. */
function learn(client: GraphClient, phoneNumberId: string, error: unknown): void {
	if (error instanceof GraphApiError && error.advice.retry === 'throughput') {
		numberFacts.forget(client, phoneNumberId);
	}
}

/** What stopped the execution is said at the item that caused it, not at one that it kept from leaving. */
function throwFirstFailure(context: IExecuteFunctions, { outcomes }: Report<JsonObject>): void {
	const failures = outcomes.flatMap((outcome, itemIndex) =>
		outcome.status === 'failed' ? [{ itemIndex, error: outcome.error }] : [],
	);
	const first = failures.find(({ error }) => !(error instanceof NotSentError)) ?? failures[0];
	if (!first) return;
	const sent = outcomes.length - failures.length;
	const note =
		outcomes.length > 1
			? `${sent} of ${outcomes.length} messages were sent; the rest was held back.`
			: undefined;
	throw toNodeError(context.getNode(), first.error, { itemIndex: first.itemIndex, note });
}
