import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { getDispatcher, type Repeated } from '../delivery';
import type { GraphClient } from '../graph/client';
import { connect } from './connection';
import { errorJson } from './deliveryReport';
import { toNodeError } from './errors';
import { ItemParameters } from './itemParameters';
import { ParameterReader } from './parameterReader';

/** One item whose turn has come. */
export interface ItemCall {
	client: GraphClient;
	parameters: ItemParameters;
	itemIndex: number;
	signal?: AbortSignal;
}

/** What leaves for an item. */
export type ItemResult = Pick<INodeExecutionData, 'json' | 'binary'>;

/** Makes the call, once. Called again for each retry, with the number of the attempt, 1 for the first. */
export type Attempt = (attempt: number) => Promise<ItemResult | ItemResult[]>;

type Outcome = Repeated<ItemResult | ItemResult[]>;

/**
 * Makes a call for each input item that is no message: it needs no turn in a number's rate, and may be
 * repeated freely. Messages go through {@link deliver}.
 * @param prepare reads an item; what it throws is the item's failure, and no call is made
 * @param atOnce calls on their way at once
 * @returns an item for each input item, or as many as its call gave, in their order
 * @throws NodeApiError or NodeOperationError of the first failure, unless the node continues on fail
 */
export async function forEachItem(
	context: IExecuteFunctions,
	prepare: (item: ItemCall) => Attempt | Promise<Attempt>,
	atOnce: number,
): Promise<INodeExecutionData[]> {
	const client = await connect(context).catch((error: unknown) => {
		throw toNodeError(context.getNode(), error);
	});
	const reader = new ParameterReader(context);
	const repeater = getDispatcher().repeater({ onPause: (ms) => sayPause(context, ms) });
	const signal = context.getExecutionCancelSignal();
	const size = context.getInputData().length;
	// A cancelled execution ends by itself; what was done until then belongs into its data.
	const stops = () => !context.continueOnFail() && !signal?.aborted;
	const outcomes: Outcome[] = [];
	let failedFirst: number | undefined;
	let next = 0;

	const work = async () => {
		while (next < size && (failedFirst === undefined || !stops())) {
			const itemIndex = next++;
			const parameters = new ItemParameters(context, itemIndex, reader);
			const outcome = await prepared(() => prepare({ client, parameters, itemIndex, signal })).then(
				async (attempt) =>
					typeof attempt === 'function' ? await repeater.run(attempt, signal) : attempt,
			);
			outcomes[itemIndex] = outcome;
			if (outcome.status === 'failed') failedFirst ??= itemIndex;
		}
	};
	await Promise.all(Array.from({ length: Math.min(atOnce, size) }, work));

	if (failedFirst !== undefined && stops()) throw firstFailure(context, outcomes, failedFirst);
	return outcomes.flatMap((outcome, item) =>
		[resultOf(outcome)].flat().map((result) => ({ ...result, pairedItem: { item } })),
	);
}

/** Waiting for Meta looks like hanging to whoever is not told. */
function sayPause(context: IExecuteFunctions, ms: number): void {
	const seconds = Math.round(ms / 1000);
	if (seconds < 1) return;
	const message = `Meta takes no more calls for now: going on after ${seconds} s`;
	context.logger.info(`${context.getNode().name}: ${message}`);
	context.addExecutionHints({ message, type: 'info', location: 'outputPane' });
}

/** What goes wrong before the first call is not tried again. */
async function prepared(prepare: () => Attempt | Promise<Attempt>): Promise<Attempt | Outcome> {
	try {
		return await prepare();
	} catch (error) {
		return { status: 'failed', error, attempts: 0, why: 'ours' };
	}
}

function resultOf(outcome: Outcome): ItemResult | ItemResult[] {
	return outcome.status === 'done'
		? outcome.value
		: { json: errorJson(outcome.error, { attempts: outcome.attempts }) };
}

function firstFailure(
	context: IExecuteFunctions,
	outcomes: Outcome[],
	itemIndex: number,
): ReturnType<typeof toNodeError> {
	const { error } = outcomes[itemIndex] as Outcome & { status: 'failed' };
	const size = context.getInputData().length;
	const done = outcomes.filter(({ status }) => status === 'done').length;
	const note = size > 1 ? `${done} of ${size} items were done; the rest was held back.` : undefined;
	return toNodeError(context.getNode(), error, { itemIndex, note });
}
