import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import {
	defaultPolicy,
	getDispatcher,
	NotSentError,
	type Batch,
	type Failed,
	type Outcome,
	type RetryPolicy,
	type Sent,
} from '../delivery';
import { postMessage, type MessageAnswer } from '../graph/endpoints/messages';
import { composeMessage } from '../messages/message';
import { recipientKey } from '../messages/recipient';
import type { MessageContent } from '../messages/types';
import { readRecipient } from './addressing';
import { connect } from './connection';
import { reportError, toNodeError } from './errors';
import { ItemParameters } from './itemParameters';
import { readSenders } from './senders';

/** How persistent the nodes of this process are. Tests are less patient. */
export const persistence: { policy: RetryPolicy } = { policy: defaultPolicy };

/**
 * Sends one message for each input item through the dispatcher.
 * @param build makes an item's message from its parameters; called when the item's turn has come
 * @returns an item for each input item, in their order: Meta's answer and how it got there, or what went wrong
 * @throws NodeApiError or NodeOperationError of the first failure, unless the node continues on fail
 */
export async function sendMessages(
	context: IExecuteFunctions,
	build: (parameters: ItemParameters) => MessageContent,
): Promise<INodeExecutionData[]> {
	const continues = context.continueOnFail();
	const signal = context.getExecutionCancelSignal();
	let outcomes: Array<Outcome<MessageAnswer>>;
	try {
		const batch = await openBatch(context, build);
		({ outcomes } = await getDispatcher().run(batch, {
			signal,
			retry: persistence.policy,
			onFailure: continues ? 'continue' : 'stop',
		}));
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
	// A cancelled execution ends by itself; what was sent until then belongs into its data.
	if (!continues && !signal?.aborted) throwFirstFailure(context, outcomes);
	return outcomes.map((outcome, item) => ({
		json: outcome.status === 'sent' ? sentJson(outcome) : failedJson(outcome),
		pairedItem: { item },
	}));
}

/** The input items as the dispatcher asks for them. */
async function openBatch(
	context: IExecuteFunctions,
	build: (parameters: ItemParameters) => MessageContent,
): Promise<Batch<MessageAnswer>> {
	const client = await connect(context);
	const size = context.getInputData().length;
	const parametersOf = (index: number) => new ItemParameters(context, index);
	const senders = await readSenders(client, parametersOf, size);
	return {
		size,
		sender: senders.only,
		address: (index) => ({
			sender: senders.of(index),
			recipient: recipientKey(readRecipient(parametersOf(index))),
		}),
		async send(index, { sender, signal }) {
			const parameters = parametersOf(index);
			const message = composeMessage(readRecipient(parameters), build(parameters));
			return await postMessage(client, sender.phoneNumberId, message, signal);
		},
	};
}

/** What stopped the execution is said at the item that caused it, not at one that it kept from leaving. */
function throwFirstFailure(
	context: IExecuteFunctions,
	outcomes: Array<Outcome<MessageAnswer>>,
): void {
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

function sentJson({
	value,
	phoneNumberId,
	attempts,
	waitedMs,
	sentAt,
}: Sent<MessageAnswer>): IDataObject {
	return {
		...(value as IDataObject),
		delivery: {
			phoneNumberId,
			attempts,
			waitedMs: Math.round(waitedMs),
			sentAt: new Date(sentAt).toISOString(),
		},
	};
}

/** n8n takes an item whose only keys are `error` and `details` for a failed one. */
function failedJson({
	error,
	phoneNumberId,
	attempts,
	waitedMs,
	mayHaveBeenSent,
}: Failed): IDataObject {
	const { message, details } = reportError(error);
	return {
		error: message,
		details: {
			...details,
			...(phoneNumberId ? { phoneNumberId } : {}),
			attempts,
			waitedMs: Math.round(waitedMs),
			...(mayHaveBeenSent ? { mayHaveBeenSent } : {}),
		},
	};
}
