import type { IExecuteFunctions, INodeExecutionData, NodeExecutionHint } from 'n8n-workflow';

import type { GraphClient } from '../graph/client';
import { postMessage } from '../graph/endpoints/messages';
import { composeMessage } from '../messages/message';
import { recipientKey, recipientOf } from '../messages/recipient';
import type { MessageContent } from '../messages/types';
import { readRecipient } from './addressing';
import { deliver, toItems, type Task } from './deliver';
import { readDeliverySettings } from './deliveryOptions';
import { summaryHint, summaryJson } from './deliveryReport';
import { toNodeError } from './errors';
import { ItemParameters } from './itemParameters';
import { withMessageOptions } from './messageOptions';
import { learnOfTemplate } from './templateForm';

/** Makes an item's message from its parameters; called when the item's turn has come. */
export type BuildMessage = (
	parameters: ItemParameters,
	client: GraphClient,
) => MessageContent | Promise<MessageContent>;

const RETRY_ON_FAIL: NodeExecutionHint = {
	message:
		'Retry On Fail is on in the settings of this node: when one message fails, n8n sends all of them again. Turn it off, each message is retried by itself.',
	type: 'warning',
	location: 'outputPane',
};

/**
 * Sends one message for each input item.
 * @returns an item for each input item, in their order, and the account of it when asked for
 * @throws NodeApiError or NodeOperationError of the first failure, unless the node continues on fail
 */
export async function sendMessages(
	context: IExecuteFunctions,
	build: BuildMessage,
): Promise<INodeExecutionData[]> {
	const settings = readSettings(context);
	const report = await deliver(context, sending(build), settings);
	const { outcomes, summary } = report;
	if (outcomes.length > 1) context.addExecutionHints(summaryHint(summary));
	if (context.getNode().retryOnFail) context.addExecutionHints(RETRY_ON_FAIL);
	const items = toItems(report);
	if (settings.outputSummary) {
		const pairedItem = outcomes.map((_, item) => ({ item }));
		items.push({ json: summaryJson(summary), pairedItem });
	}
	return items;
}

function readSettings(context: IExecuteFunctions): ReturnType<typeof readDeliverySettings> {
	try {
		return readDeliverySettings(new ItemParameters(context, 0));
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

function sending(build: BuildMessage): Task {
	return {
		recipient: (parameters) => recipientKey(readRecipient(parameters)),
		async call({ client, phoneNumberId, recipient, parameters, signal }) {
			const content = withMessageOptions(parameters, await build(parameters, client));
			const message = composeMessage(recipientOf(recipient), content);
			const answer = postMessage(client, phoneNumberId, message, signal);
			answer.catch((error: unknown) => learnOfTemplate(content, error));
			return await answer;
		},
	};
}
