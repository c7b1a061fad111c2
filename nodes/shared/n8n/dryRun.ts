import { setImmediate as nextTurn } from 'node:timers/promises';

import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	NodeExecutionHint,
} from 'n8n-workflow';

import type { GraphClient } from '../graph/client';
import { marketingBody } from '../graph/endpoints/marketingMessages';
import { renderMessage } from '../messages/render';
import { readRecipient, readSender, readSpread } from './addressing';
import { connect } from './connection';
import { failedJson } from './deliveryReport';
import { toNodeError } from './errors';
import { readIdempotencyKey } from './messageOptions';
import { ItemFiles } from './itemFiles';
import { ItemParameters } from './itemParameters';
import { ParameterReader } from './parameterReader';
import { prepare, type BuildMessage, type Prepared } from './prepare';

const NOTHING_SENT: NodeExecutionHint = {
	message: 'Dry Run is on: nothing was sent. Remove it from the options to send.',
	type: 'info',
	location: 'outputPane',
};

/** Items without a turn of the event loop. */
const AT_ONCE = 100;

/**
 * Does all that sending does but the call: an item for each input item, with the request as it would leave
 * and what a person would read.
 * @param insteadIfClosed what would go to those whose 24-hour window is closed
 * @throws NodeOperationError when the credential cannot be used; for the first message that would be refused,
 *   unless the node continues on fail
 */
export async function dryRun(
	context: IExecuteFunctions,
	build: BuildMessage,
	insteadIfClosed?: BuildMessage,
): Promise<INodeExecutionData[]> {
	context.addExecutionHints(NOTHING_SENT);
	const signal = context.getExecutionCancelSignal();
	const files = new ItemFiles(context);
	const reader = new ParameterReader(context);
	const client = await connect(context).catch((error: unknown) => {
		throw toNodeError(context.getNode(), error);
	});
	const items: INodeExecutionData[] = [];
	const size = context.getInputData().length;
	for (let item = 0; item < size && !signal?.aborted; item++) {
		if (item % AT_ONCE === AT_ONCE - 1) await nextTurn();
		const json = await rehearse(context, new ItemParameters(context, item, reader), build, {
			client,
			files,
			insteadIfClosed,
		}).catch((error: unknown) => {
			if (context.continueOnFail()) return failedJson({ status: 'failed', error, ...NO_JOURNEY });
			throw toNodeError(context.getNode(), error, { itemIndex: item });
		});
		items.push({ json, pairedItem: { item } });
	}
	return items;
}

const NO_JOURNEY = { attempts: 0, waitedMs: 0 };

/** The same for all items. */
interface Means {
	client: GraphClient;
	files: ItemFiles;
	insteadIfClosed?: BuildMessage;
}

async function rehearse(
	context: IExecuteFunctions,
	parameters: ItemParameters,
	build: BuildMessage,
	{ client, files, insteadIfClosed }: Means,
): Promise<IDataObject> {
	const spread = readSpread(parameters);
	const phoneNumberId = spread ? spread[0] : readSender(parameters);
	const recipient = readRecipient(parameters);
	const signal = context.getExecutionCancelSignal();
	const idempotencyKey = readIdempotencyKey(parameters);
	const building = { client, phoneNumberId, isDryRun: true, idempotencyKey, files, signal };
	const prepared = await prepare(parameters, recipient, build, building);
	const instead =
		insteadIfClosed && (await prepare(parameters, recipient, insteadIfClosed, building));
	return {
		dryRun: true,
		...(spread ? { phoneNumberIds: spread } : { phoneNumberId }),
		...(idempotencyKey === undefined ? {} : { idempotencyKey }),
		...(prepared.marketing ? { endpoint: 'marketing_messages' } : {}),
		...(await shown(prepared)),
		...(instead ? { ifWindowClosed: await shown(instead) } : {}),
	};
}

async function shown(prepared: Prepared): Promise<IDataObject> {
	const { message, marketing, content, render } = prepared;
	return {
		request: marketing ? marketingBody(message, marketing) : message,
		rendered: render ? await render() : renderMessage(content),
	};
}
