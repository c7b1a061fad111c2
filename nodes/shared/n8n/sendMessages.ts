import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	NodeExecutionHint,
} from 'n8n-workflow';

import { AlreadySent, type Outcome, type Report } from '../delivery';
import { postMarketingMessage, type TurnedAway } from '../graph/endpoints/marketingMessages';
import { postMessage } from '../graph/endpoints/messages';
import { recipientKey, recipientOf } from '../messages/recipient';
import type { MessageContent } from '../messages/types';
import { isWindowClosed } from '../messages/window';
import { readRecipient } from './addressing';
import {
	closedIn,
	joinPasses,
	WindowClosed,
	type ClosedWindows,
	type SentMessage,
} from './closedWindows';
import { withDelivery, type Call, type Passage, type RunTask, type Task } from './deliver';
import { readDeliverySettings, type DeliverySettings } from './deliveryOptions';
import { failedJson, sentJson, summaryHint, summaryJson } from './deliveryReport';
import { dryRun } from './dryRun';
import { toNodeError } from './errors';
import { ItemFiles } from './itemFiles';
import { ItemParameters } from './itemParameters';
import { isDryRun, readIdempotencyKey } from './messageOptions';
import { openKeys, type OncePerKey } from './oncePerKey';
import { prepare, type BuildMessage, type Prepared } from './prepare';
import { learnOfTemplate } from './templateForm';

export type { Building, BuildMessage, BuiltMessage } from './prepare';

const RETRY_ON_FAIL: NodeExecutionHint = {
	message:
		'Retry On Fail is on in the settings of this node: when one message fails, n8n sends all of them again. Turn it off, each message is retried by itself, or give each an Idempotency Key (under Options).',
	type: 'warning',
	location: 'outputPane',
};

/**
 * Sends one message for each input item, or shows what would be sent where "Dry Run" is on.
 * @param insteadIfClosed makes the template for those whose 24-hour window turns out to be closed; without it
 *   they fail
 * @returns an item for each input item, in their order, and the account of it when asked for
 * @throws NodeApiError or NodeOperationError of the first failure, unless the node continues on fail
 */
export async function sendMessages(
	context: IExecuteFunctions,
	build: BuildMessage,
	insteadIfClosed?: BuildMessage,
): Promise<INodeExecutionData[]> {
	const settings = readSettings(context);
	if (settings.isDryRun) return await dryRun(context, build, insteadIfClosed);
	const keys = await open(context, settings);
	const way: Way = { files: new ItemFiles(context), keys, turnedAway: new Set() };
	const closed: ClosedWindows = new Map();
	const stops = !context.continueOnFail();
	const report = await withDelivery(context, settings, async (run) => {
		try {
			return insteadIfClosed
				? await inTwoPasses(run, build, insteadIfClosed, { settings, stops, closed, way })
				: await run(sending(build, way));
		} finally {
			await keys?.finish();
		}
	});
	const { outcomes, summary } = report;
	const asTemplate = insteadIfClosed && outcomes.filter(isInstead).length;
	if (outcomes.length > 1) context.addExecutionHints(summaryHint(summary, asTemplate));
	const hint = keys ? keys.hint() : context.getNode().retryOnFail && RETRY_ON_FAIL;
	if (hint) context.addExecutionHints(hint);
	const items: INodeExecutionData[] = outcomes.map((outcome, item) => ({
		json: jsonOf(outcome, closed.get(item), keys?.factsOf(item)),
		pairedItem: { item },
	}));
	if (settings.outputSummary) {
		const pairedItem = outcomes.map((_, item) => ({ item }));
		items.push({ json: summaryJson(summary, asTemplate), pairedItem });
	}
	return items;
}

type Settings = DeliverySettings & { isDryRun: boolean };

function readSettings(context: IExecuteFunctions): Settings {
	try {
		const parameters = new ItemParameters(context, 0);
		return { ...readDeliverySettings(parameters), isDryRun: isDryRun(parameters) };
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

async function open(
	context: IExecuteFunctions,
	settings: Settings,
): Promise<OncePerKey | undefined> {
	try {
		return await openKeys(context, settings);
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

/** What all messages of an execution share on their way. */
interface Way {
	files: ItemFiles;
	/** Undefined where messages have none. */
	keys?: OncePerKey;
	turnedAway: TurnedAway;
}

function sending(build: BuildMessage, way: Way): Task<SentMessage> {
	return sendingTask(build, way, async (call, prepared) => await post(call, prepared, way));
}

/** Builds each message ahead of its turn, with all that it needs, and posts it when its turn has come. */
function sendingTask<T extends SentMessage | WindowClosed>(
	build: BuildMessage,
	{ files, keys }: Way,
	send: (call: Call, prepared: Prepared) => Promise<T | AlreadySent<SentMessage>>,
): Task<T | SentMessage> {
	const ready = new Map<number, Prepared>();
	const keep = (item: number) => (prepared: Prepared) => void ready.set(item, prepared);
	const make = (passage: Passage, idempotencyKey?: string): Promise<void> | undefined => {
		const { parameters, recipient, ...rest } = passage;
		const building = { ...rest, isDryRun: false, idempotencyKey, files };
		const prepared = prepare(parameters, recipientOf(recipient), build, building);
		if (prepared instanceof Promise) return prepared.then(keep(parameters.itemIndex));
		keep(parameters.itemIndex)(prepared);
		return undefined;
	};
	return {
		recipient: readRecipientKey,
		prepare(passage) {
			const key = keys && readIdempotencyKey(passage.parameters);
			const begun = keys?.begin(passage, key);
			if (!begun) return make(passage);
			return begun.then(async (before) => before ?? (await make(passage, key)));
		},
		settled: (itemIndex, outcome) => keys?.settled(itemIndex, outcome),
		async call(call) {
			const { itemIndex } = call.parameters;
			const result = await send(call, ready.get(itemIndex) as Prepared);
			ready.delete(itemIndex);
			return result;
		},
	};
}

/**
 * First what each item says. Those whose window is closed are no failures of this pass, so that they do not
 * stop it; in a second one they get the template, by the same rate and in the same order.
 * @param closed gets what was refused, by its item
 */
async function inTwoPasses(
	run: RunTask,
	build: BuildMessage,
	insteadIfClosed: BuildMessage,
	given: { settings: Settings; stops: boolean; closed: ClosedWindows; way: Way },
): Promise<Report<SentMessage>> {
	const { settings, stops, closed, way } = given;
	const first = await run(
		sendingTask<SentMessage | WindowClosed>(build, way, async (call, prepared) => {
			return await post(call, prepared, way).catch((error: unknown) => {
				if (isWindowClosed(error)) return new WindowClosed(error, prepared.content.type);
				throw error;
			});
		}),
	);
	for (const [item, refused] of closedIn(first)) closed.set(item, refused);
	const isStopped = stops && first.summary.failed > 0;
	if (closed.size === 0 || isStopped) return joinPasses(first, closed);
	const { maxWaitMs, ...options } = settings.options;
	const items = [...closed.keys()];
	const second = await run(
		sendingTask<SentMessage>(insteadIfClosed, way, async (call, prepared) => {
			const sent = await post(call, prepared, way);
			if (sent instanceof AlreadySent) return sent;
			const { answer } = sent;
			const refused = closed.get(call.parameters.itemIndex) as WindowClosed;
			return { answer, how: { ...templateFacts(prepared.content), insteadOf: refused.insteadOf } };
		}),
		maxWaitMs === undefined
			? options
			: { ...options, maxWaitMs: Math.max(0, maxWaitMs - first.summary.durationMs) },
		items,
	);
	return joinPasses(first, closed, second);
}

function readRecipientKey(parameters: ItemParameters): string {
	return recipientKey(readRecipient(parameters));
}

async function post(
	call: Call,
	prepared: Prepared,
	{ keys, turnedAway }: Way,
): Promise<SentMessage | AlreadySent<SentMessage>> {
	const postNow = async () => {
		const posted = postBy(call, prepared, turnedAway);
		posted.catch((error: unknown) => learnOfTemplate(prepared.content, error));
		return await posted;
	};
	return keys ? await keys.post(call, postNow) : await postNow();
}

async function postBy(
	{ client, phoneNumberId, attempt, signal }: Call,
	{ message, marketing }: Prepared,
	turnedAway: TurnedAway,
): Promise<SentMessage> {
	if (!marketing) {
		return { answer: await postMessage(client, phoneNumberId, message, signal), how: {} };
	}
	const { answer, endpoint } = await postMarketingMessage(
		client,
		phoneNumberId,
		message,
		marketing,
		{ attempt, turnedAway, signal },
	);
	return { answer, how: { endpoint } };
}

/** What the item says of the template that went out in place of its message. */
function templateFacts({ type, template }: MessageContent): IDataObject {
	const { name, language } = (template ?? {}) as IDataObject;
	return { sentInstead: type, template: { name, language: (language as IDataObject)?.code } };
}

function isInstead(outcome: Outcome<SentMessage>): boolean {
	return outcome.status === 'sent' && 'sentInstead' in outcome.value.how;
}

function jsonOf(
	outcome: Outcome<SentMessage>,
	refused?: WindowClosed,
	more: IDataObject = {},
): IDataObject {
	if (outcome.status === 'failed') {
		return failedJson(outcome, refused && { insteadOf: refused.insteadOf });
	}
	const { answer, how } = outcome.value;
	return sentJson({ ...outcome, value: answer }, { ...how, ...more });
}
