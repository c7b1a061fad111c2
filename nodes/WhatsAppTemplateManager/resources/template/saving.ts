import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
	NodeExecutionHint,
} from 'n8n-workflow';

import type { GraphClient } from '../../../shared/graph/client';
import { checkNumber, compact } from '../../../shared/messages/checks';
import { accountOf } from '../../../shared/n8n/connection';
import { forEachItem } from '../../../shared/n8n/eachItem';
import { toNodeError } from '../../../shared/n8n/errors';
import { ItemParameters, toBoolean } from '../../../shared/n8n/itemParameters';
import { manage } from '../../../shared/n8n/manage';
import type { Operation } from '../../../shared/n8n/resources';
import { SampleUploads, sampleOf } from '../../../shared/n8n/sampleUploads';
import { readNumber } from '../../../shared/n8n/values';
import { assertTemplate, type Finding } from '../../../shared/templates/check';
import { normaliseDraft } from '../../../shared/templates/draft';
import {
	type Rehearsed,
	type Saved,
	TemplateSave,
	type Wanted,
} from '../../../shared/templates/save';
import type { DraftInput } from '../../form';
import { subjectOf } from '../../templateChoice';

/** Look-ups for checking only. */
const AT_ONCE = 8;

/** Warnings that are said in words; of more, the number. */
const MAX_SAID = 5;

const NOTHING_SENT: NodeExecutionHint = {
	message: 'Check Only is on: nothing was sent. Remove it from the options to send.',
	type: 'info',
	location: 'outputPane',
};

const commonOptions: INodeProperties[] = [
	{
		displayName: 'Check Only',
		name: 'checkOnly',
		type: 'boolean',
		default: true,
		description:
			'Whether to return everything that speaks against the template, and the request as it would leave, and to change nothing',
	},
	{
		displayName: 'Max Wait (Seconds)',
		name: 'maxWait',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 600,
		description:
			'What Meta lets through only later than this after the start is not sent, and fails saying so. Without this option the node waits for up to an hour.',
	},
];

const optionsField = (more: INodeProperties[]): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [...commonOptions, ...more].sort((a, b) => a.displayName.localeCompare(b.displayName)),
});

/** How one operation brings drafts into the account. */
export interface Saving {
	option: INodePropertyOptions;
	fields: INodeProperties[];
	/** What "Options" offers besides what all have. */
	options?: INodeProperties[];
	/** Reads what an item's form says. */
	read: (context: IExecuteFunctions, parameters: ItemParameters) => Promise<DraftInput>;
	/** What the draft is to become. */
	target: (parameters: ItemParameters) => Wanted['target'];
}

/** An operation that creates or edits one template for each item, or only checks it. */
export function savingOperation({ option, fields, options = [], read, target }: Saving): Operation {
	const prepare = async (
		context: IExecuteFunctions,
		parameters: ItemParameters,
		client: GraphClient,
		uploads: SampleUploads,
	) => {
		const { draft, samples } = await read(context, parameters);
		const ready = samples.map((given) => ({ given, sample: sampleOf(given.file, given) }));
		const wanted: Wanted = {
			draft,
			target: target(parameters),
			upload: async (signal) => {
				for (const { given, sample } of ready) {
					given.put(await uploads.handleOf(client, sample, signal));
				}
			},
		};
		const account = { client, businessAccountId: accountOf(client) };
		return { wanted, save: new TemplateSave(account, wanted) };
	};

	const checkOnly = async (context: IExecuteFunctions): Promise<INodeExecutionData[]> => {
		const uploads = new SampleUploads();
		const items = await forEachItem(
			context,
			async ({ client, parameters, signal }) => {
				const { wanted, save } = await prepare(context, parameters, client, uploads);
				return async () => ({ json: rehearsedJson(wanted, await save.rehearse(signal)) });
			},
			AT_ONCE,
		);
		context.addExecutionHints(NOTHING_SENT);
		return items;
	};

	return {
		option,
		fields: [...fields, optionsField(options)],
		async execute(context) {
			const settings = readSettings(context);
			if (settings.isCheckOnly) return await checkOnly(context);
			const uploads = new SampleUploads();
			const warned = new Map<number, Finding[]>();
			const items = await manage(
				context,
				async ({ account, parameters, itemIndex }) => {
					const { wanted, save } = await prepare(context, parameters, account.client, uploads);
					// Of an update, what is not given stands in the account.
					if (typeof wanted.target === 'string') assertTemplate(wanted.draft);
					return {
						subject: subjectIn(wanted),
						make: async (_attempt, signal) => {
							const saved = await save.attempt(signal);
							warned.set(itemIndex, saved.warnings);
							return savedJson(saved, wanted.target);
						},
					};
				},
				settings.maxWaitMs,
			);
			sayWarnings(context, warned);
			return items;
		},
	};
}

function readSettings(context: IExecuteFunctions): { isCheckOnly: boolean; maxWaitMs?: number } {
	try {
		// Without items there is nothing to read, and nothing to do.
		if (context.getInputData().length === 0) return { isCheckOnly: false };
		const given = new ItemParameters(context, 0).value('options', {}) as IDataObject;
		const field = 'Max Wait (Seconds)';
		const maxWait = given.maxWait === undefined ? undefined : readNumber(given.maxWait, field);
		if (maxWait !== undefined) checkNumber(field, maxWait, [1, Infinity]);
		return {
			isCheckOnly: toBoolean(given.checkOnly, 'Check Only'),
			maxWaitMs: maxWait === undefined ? undefined : maxWait * 1000,
		};
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

function subjectIn({ target, draft }: Wanted): string {
	return subjectOf(typeof target === 'object' ? target : normaliseDraft(draft));
}

function savedJson(
	{ differences, warnings, ...saved }: Saved,
	target: Wanted['target'],
): IDataObject {
	// What was made anew differs in nothing.
	const changes = target === 'create' ? {} : { differences };
	return { ...saved, ...changes, warnings };
}

const WOULD_BE = { create: 'created', edit: 'updated', nothing: 'unchanged', refuse: 'refused' };

function rehearsedJson({ draft }: Wanted, { findings, plan }: Rehearsed): IDataObject {
	const differences = plan && 'differences' in plan ? plan.differences : undefined;
	return compact({
		checkOnly: true,
		valid: plan !== undefined && plan.action !== 'refuse',
		wouldBe: plan ? WOULD_BE[plan.action] : 'refused',
		because: plan?.action === 'refuse' ? plan.reason : undefined,
		whatToDo: plan?.action === 'refuse' ? plan.fix : undefined,
		findings,
		differences,
		// What Meta would refuse is shown as well: to find what is wrong with it.
		request: plan ? ('request' in plan ? plan.request : undefined) : draft,
	});
}

function sayWarnings(context: IExecuteFunctions, warned: Map<number, Finding[]>): void {
	const isOne = context.getInputData().length === 1;
	const said = [...warned].flatMap(([item, findings]) =>
		findings.map(({ place, message, fix }) => {
			const where = isOne ? place : `Item ${item}, ${place}`;
			return `${where}: ${message}. ${fix}`;
		}),
	);
	if (said.length === 0) return;
	const rest = said.length - MAX_SAID;
	const words = [...said.slice(0, MAX_SAID), ...(rest > 0 ? [`And ${rest} more.`] : [])];
	const message = words.join(' ');
	context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
}
