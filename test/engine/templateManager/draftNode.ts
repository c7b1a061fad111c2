import {
	NodeConnectionTypes,
	type IBinaryKeyData,
	type IDataObject,
	type INodeParameters,
	type INodeProperties,
	type INodeType,
} from 'n8n-workflow';

import {
	draftFields,
	draftOptions,
	readDraft,
	SAMPLE_PLACEHOLDER,
} from '../../../nodes/WhatsAppTemplateManager/form';
import { toNodeError } from '../../../nodes/shared/n8n/errors';
import { ItemParameters } from '../../../nodes/shared/n8n/itemParameters';
import { checkTemplate } from '../../../nodes/shared/templates/check';
import { runNode } from '../support/runNode';

/** A body without variables, as parameters and as a component. */
export const BODY: INodeParameters = { bodyText: 'Your order has left our shop.' };
export const BODY_PART = { type: 'BODY', text: 'Your order has left our shop.' };

/** All that an operation with the form of a template shows of it. */
export const draftForm: INodeProperties[] = [
	...draftFields,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		default: {},
		options: draftOptions,
	},
];

/** A node that has the form of a template, and hands out what it makes. */
export const draftNode: INodeType = {
	description: {
		displayName: 'Draft',
		name: 'draft',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Draft' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: draftForm,
	},
	async execute() {
		const drafts = this.getInputData().map(async (_, item) => {
			const { draft, samples } = await readDraft(this, new ItemParameters(this, item));
			const placeholders = JSON.stringify(draft).split(SAMPLE_PLACEHOLDER).length - 1;
			for (const sample of samples) sample.put(`4::${sample.file.fileName}`);
			const findings = checkTemplate(draft).map(({ place, rule }) => `${place}: ${rule}`);
			const places = samples.map(({ place }) => place);
			return { json: { draft: draft as IDataObject, samples: places, placeholders, findings } };
		});
		return [
			await Promise.all(drafts).catch((error: unknown) => {
				throw toNodeError(this.getNode(), error);
			}),
		];
	},
};

/** What the form made of an item. */
export interface Drafted {
	draft: IDataObject & { components: IDataObject[] };
	/** The places of the samples to be uploaded. Their handles are in the draft: "4::" and the name of the file. */
	samples: string[];
	/** How many placeholders the draft had until then. */
	placeholders: number;
	/** What the check finds, as "place: rule". */
	findings: string[];
}

/**
 * Runs the form for one item, whose files are given by the names of their fields.
 * @param parameters have a name for the template when they give none
 */
export async function drafted(
	parameters: INodeParameters,
	item: IDataObject = {},
	files: string[] = [],
): Promise<Drafted> {
	const { outputs, error } = await run(parameters, item, files);
	if (error) throw error;
	return outputs[0][0].json as unknown as Drafted;
}

/** The components of a marketing template with that body, but for the body. */
export async function partsOf(
	parameters: INodeParameters,
	item?: IDataObject,
	files?: string[],
): Promise<IDataObject[]> {
	const { draft } = await drafted({ ...BODY, ...parameters }, item, files);
	return draft.components.filter(({ type }) => type !== 'BODY');
}

/** Why the form made no draft. */
export async function refused(
	parameters: INodeParameters,
	item: IDataObject = {},
	files: string[] = [],
): Promise<string> {
	const { error } = await run(parameters, item, files);
	return error?.message ?? 'nothing was refused';
}

async function run(parameters: INodeParameters, item: IDataObject, files: string[]) {
	const binary: IBinaryKeyData = Object.fromEntries(
		files.map((name) => [
			name,
			{ data: 'aGVsbG8=', mimeType: 'image/png', fileName: `${name}.png` },
		]),
	);
	return await runNode(draftNode, {
		parameters: { name: 'order_update', ...parameters },
		items: [item],
		binary: [binary],
		credential: {},
	});
}
