import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { GraphClient } from '../shared/graph/client';
import { connect } from '../shared/n8n/connection';
import { reportError } from '../shared/n8n/errors';
import { downloadFiles, withoutFiles } from './files';
import { eventOf } from './items';
import { markConversationsAsRead } from './readMarks';
import { readHandling, readLargestFile, type HandlingSettings } from './settings';

/**
 * The execution's own first step: n8n runs it with the items of {@link receive}, once it has taken them
 * over and Meta has its answer. So it may take its time, and in queue mode it runs on a worker. Nothing
 * that goes wrong here keeps an event back.
 */
export async function handle(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const settings = readHandling(context);
	const items = context.getInputData().map(({ json }, item) => ({ json, pairedItem: { item } }));
	const handled = await workOn(context, items, settings);
	return settings.separateOutputs ? byKind(handled) : [handled];
}

async function workOn(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
	settings: HandlingSettings,
): Promise<INodeExecutionData[]> {
	if (!settings.markAsRead && !settings.downloadMedia) return items;
	try {
		const client = await connect(context);
		const [files] = await Promise.all([
			settings.downloadMedia ? withFiles(context, client, items) : items,
			settings.markAsRead
				? markConversationsAsRead(context, client, items, settings.showTyping)
				: undefined,
		]);
		return files;
	} catch (error) {
		context.logger.warn(`The credential cannot be used: ${reportError(error).message}`);
		return settings.downloadMedia ? withoutFiles(items, error) : items;
	}
}

async function withFiles(
	context: IExecuteFunctions,
	client: GraphClient,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	let largestBytes: number;
	try {
		largestBytes = readLargestFile(context);
	} catch (error) {
		return withoutFiles(items, error);
	}
	return await downloadFiles(context, client, items, largestBytes);
}

/** Messages, statuses, all others. */
function byKind(items: INodeExecutionData[]): INodeExecutionData[][] {
	const outputs: INodeExecutionData[][] = [[], [], []];
	for (const item of items) {
		const { kind } = eventOf(item);
		outputs[kind === 'message' ? 0 : kind === 'status' ? 1 : 2].push(item);
	}
	return outputs;
}
