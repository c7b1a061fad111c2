import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { getDispatcher, managementSender, type Batch, type Summary } from '../delivery';
import type { TemplateAccount } from '../templates/lookUp';
import { connectToAccount } from './connection';
import { throwFirstFailure } from './deliver';
import { failedJson, lossTexts } from './deliveryReport';
import { toNodeError } from './errors';
import { ItemParameters } from './itemParameters';
import { ParameterReader } from './parameterReader';

/** One change of the account, read and checked. */
export interface Change {
	/** What it is done to: changes of one are made one after the other, in the order of the items. */
	subject: string;
	/** Makes it. Called again for each retry, with the number of the attempt, 1 for the first. */
	make(attempt: number, signal?: AbortSignal): Promise<IDataObject>;
}

/** One item whose change is to be read. */
export interface ChangingItem {
	account: TemplateAccount;
	parameters: ItemParameters;
	itemIndex: number;
}

/**
 * Changes the credential's WABA once for each input item, as fast as Meta lets management calls through.
 * A call whose outcome is unknown is made again: whoever makes changes recognises what is done already.
 * @param prepare reads an item; what it throws is the item's failure. All items are read before anything
 *   is changed
 * @param maxWaitMs milliseconds after which nothing leaves any more; undefined: no limit
 * @returns an item for each input item, in their order
 * @throws NodeApiError or NodeOperationError of the first failure, unless the node continues on fail
 */
export async function manage(
	context: IExecuteFunctions,
	prepare: (item: ChangingItem) => Change | Promise<Change>,
	maxWaitMs?: number,
): Promise<INodeExecutionData[]> {
	const size = context.getInputData().length;
	const account = await connectToAccount(context).catch((error: unknown) => {
		throw toNodeError(context.getNode(), error);
	});
	const reader = new ParameterReader(context);
	const changes: Array<Change | { error: unknown }> = [];
	for (let itemIndex = 0; itemIndex < size; itemIndex++) {
		const parameters = new ItemParameters(context, itemIndex, reader);
		changes.push(await read(prepare, { account, parameters, itemIndex }));
		const last = changes[itemIndex];
		if ('error' in last && !context.continueOnFail()) {
			throw toNodeError(context.getNode(), last.error, { itemIndex });
		}
	}
	const sender = managementSender(account.client, account.businessAccountId);
	const batch: Batch<IDataObject> = {
		size,
		sender,
		address(index) {
			const change = changes[index];
			if ('error' in change) throw change.error;
			return { sender, recipient: change.subject };
		},
		send: async (index, { number, signal }) =>
			await (changes[index] as Change).make(number, signal),
	};
	const signal = context.getExecutionCancelSignal();
	const report = await getDispatcher().run(batch, {
		signal,
		maxWaitMs,
		onFailure: context.continueOnFail() ? 'continue' : 'stop',
		resendUnknown: true,
		onProgress: (summary) =>
			context.logger.info(`${context.getNode().name}: ${progressText(summary)}`),
	});
	sayLosses(context, report.summary);
	// A cancelled execution ends by itself; what was changed until then belongs into its data.
	if (!context.continueOnFail() && !signal?.aborted) {
		throwFirstFailure(context, report, 'items were done');
	}
	return report.outcomes.map((outcome, item) => ({
		// The sender is the WABA, which is no phone number.
		json:
			outcome.status === 'sent'
				? outcome.value
				: failedJson({ ...outcome, phoneNumberId: undefined }),
		pairedItem: { item },
	}));
}

async function read(
	prepare: (item: ChangingItem) => Change | Promise<Change>,
	item: ChangingItem,
): Promise<Change | { error: unknown }> {
	try {
		return await prepare(item);
	} catch (error) {
		return { error };
	}
}

/** e.g. "3 of 10 done, 7 waiting; 59 s lost while the calls of the account were used up" */
function progressText({ total, sent, failed, waiting, timeMs }: Summary): string {
	return [`${sent + failed} of ${total} done, ${waiting} waiting`, ...lossTexts(timeMs)].join('; ');
}

function sayLosses(context: IExecuteFunctions, { timeMs }: Summary): void {
	const losses = lossTexts(timeMs);
	if (losses.length === 0) return;
	context.addExecutionHints({ message: losses.join('; '), type: 'info', location: 'outputPane' });
}
