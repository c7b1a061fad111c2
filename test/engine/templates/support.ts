import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { payloadOf, refusalOf, send } from '../messages/support';
import type { NodeRun } from '../support/runNode';

/** The parameters of Send Template. */
export const chosen = (template: string, parameters: INodeParameters = {}): INodeParameters => ({
	operation: 'sendTemplate',
	template: { __rl: true, mode: 'list', value: `${template}|en_US` },
	...parameters,
});

/** The form as n8n keeps it once it is filled in. */
export const form = (value: INodeParameters): INodeParameters => ({
	templateValues: { mappingMode: 'defineBelow', value, matchingColumns: [], schema: [] },
});

/** The form that takes the values from the item. */
export const AUTO_MAP: INodeParameters = {
	templateValues: {
		mappingMode: 'autoMapInputData',
		value: null,
		matchingColumns: [],
		schema: [],
	},
};

export const json = (components: unknown): INodeParameters => ({
	componentsJson: JSON.stringify(components),
});

/** The same on top of a form. */
export const override = (components: unknown): INodeParameters => ({
	additionalFields: { overrideComponents: JSON.stringify(components) },
});

export async function sendTemplate(
	template: string,
	parameters: INodeParameters = {},
	item: IDataObject = {},
): Promise<NodeRun> {
	return await send(chosen(template, parameters), item);
}

/** The components that Meta got. */
export async function componentsOf(
	template: string,
	parameters: INodeParameters = {},
	item: IDataObject = {},
): Promise<unknown> {
	const { type, template: sent } = await payloadOf(chosen(template, parameters), item);
	expect(type).toBe('template');
	const { name, language, components } = sent as IDataObject;
	expect({ name, language }).toEqual({ name: template, language: { code: 'en_US' } });
	return components;
}

/** Why nothing was sent. */
export const refused = async (
	template: string,
	parameters: INodeParameters = {},
	item: IDataObject = {},
): Promise<string> => await refusalOf(chosen(template, parameters), item);

export const text = (value: string, name?: string): object => ({
	type: 'text',
	...(name === undefined ? {} : { parameter_name: name }),
	text: value,
});

export const body = (...values: string[]): object => ({
	type: 'body',
	parameters: values.map((value) => text(value)),
});

export const button = (subType: string, index: number, ...parameters: object[]): object => ({
	type: 'button',
	sub_type: subType,
	index: String(index),
	parameters,
});
