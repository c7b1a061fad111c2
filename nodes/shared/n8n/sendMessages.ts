import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { getDispatcher, NotSentError, type Batch, type Report } from '../delivery';
import type { GraphClient } from '../graph/client';
import { postMessage, type MessageAnswer } from '../graph/endpoints/messages';
import { GraphApiError } from '../graph/errors';
import { numberFacts } from '../graph/numberFacts';
import { composeMessage } from '../messages/message';
import { recipientKey, recipientOf } from '../messages/recipient';
import type { MessageContent } from '../messages/types';
import { readRecipient } from './addressing';
import { connect } from './connection';
import { readDeliverySettings, type DeliverySettings } from './deliveryOptions';
import { failedJson, sentJson, summaryHint, summaryJson, summaryText } from './deliveryReport';
import { toNodeError } from './errors';
import { ItemParameters } from './itemParameters';
import { withMessageOptions } from './messageOptions';
import { readSenders } from './senders';

/** Makes an item's message from its parameters; called when the item's turn has come. */
export type BuildMessage = (parameters: ItemParameters) => MessageContent;

/**
 * Sends one message for each input item through the dispatcher.
 * @returns an item for each input item, in their order: Meta's answer and how it got there, or what went wrong
 * @throws NodeApiError or NodeOperationError of the first failure, unless the node continues on fail
 */
export async function sendMessages(
	context: IExecuteFunctions,
	build: BuildMessage,
): Promise<INodeExecutionData[]> {
	const signal = context.getExecutionCancelSignal();
	const continues = context.continueOnFail();
	let settings: DeliverySettings;
	let report: Report<MessageAnswer>;
	try {
		settings = readDeliverySettings(new ItemParameters(context, 0));
		report = await getDispatcher().run(await openBatch(context, build, settings.rate), {
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
	if (report.outcomes.length > 1) context.addExecutionHints(summaryHint(report.summary));
	return toItems(report, settings.outputSummary);
}

/** The input items as the dispatcher asks for them. */
async function openBatch(
	context: IExecuteFunctions,
	build: BuildMessage,
	fixedRate: number | undefined,
): Promise<Batch<MessageAnswer>> {
	const client = await connect(context);
	const size = context.getInputData().length;
	const parametersOf = (index: number) => new ItemParameters(context, index);
	const senders = await readSenders(client, parametersOf, size, fixedRate);
	return {
		size,
		sender: senders.only,
		address: (index) => ({
			...senders.of(index),
			recipient: recipientKey(readRecipient(parametersOf(index))),
		}),
		async send(index, { sender: { phoneNumberId }, recipient, signal }) {
			const parameters = parametersOf(index);
			const content = withMessageOptions(parameters, build(parameters));
			const message = composeMessage(recipientOf(recipient), content);
			const answer = postMessage(client, phoneNumberId, message, signal);
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
function throwFirstFailure(context: IExecuteFunctions, { outcomes }: Report<MessageAnswer>): void {
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

function toItems(
	{ outcomes, summary }: Report<MessageAnswer>,
	withSummary: boolean,
): INodeExecutionData[] {
	const items: INodeExecutionData[] = outcomes.map((outcome, item) => ({
		json: outcome.status === 'sent' ? sentJson(outcome) : failedJson(outcome),
		pairedItem: { item },
	}));
	if (withSummary) {
		items.push({
			json: summaryJson(summary),
			pairedItem: outcomes.map((_, item) => ({ item })),
		});
	}
	return items;
}
