import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { LIMITS } from '../../../shared/messages/limits';
import { toEntries, toText } from '../../../shared/n8n/itemParameters';
import { sendMessages } from '../../../shared/n8n/sendMessages';
import {
	parseTemplateReference,
	templateMessage,
	type ButtonValue,
	type TemplateValues,
	type TextVariable,
} from '../../../shared/templates/sendTime';
import { ValidationError } from '../../../shared/graph/errors';
import type { Operation } from '../operation';

/** Header and body take the same parameters. */
function textParameters(component: 'header' | 'body'): INodeProperties {
	return {
		displayName: 'Parameters',
		name: `${component}Parameters`,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Parameter',
		default: {},
		displayOptions: { show: { type: [component] } },
		description: `The values for the variables of the ${component}, in the order of the template`,
		options: [
			{
				displayName: 'Parameter',
				name: 'parameter',
				values: [
					{
						displayName: 'Type',
						name: 'type',
						type: 'options',
						options: [{ name: 'Text', value: 'text' }],
						default: 'text',
					},
					{
						displayName: 'Text',
						name: 'text',
						type: 'string',
						default: '',
						required: true,
						displayOptions: { show: { type: ['text'] } },
					},
					{
						displayName: 'Variable Name',
						name: 'parameter_name',
						type: 'string',
						default: '',
						placeholder: 'e.g. order_id',
						description:
							'Only for templates with named variables: the name in the double braces. Leave empty where the variables are numbers.',
					},
				],
			},
		],
	};
}

export const sendTemplate: Operation = {
	option: {
		name: 'Send Template',
		value: 'sendTemplate',
		action: 'Send template message',
		description: 'Send an approved template, at any time: the way to write first',
	},
	fields: [
		{
			displayName: 'Template',
			name: 'template',
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			required: true,
			description: 'The template and its language. Only approved ones can be sent.',
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					placeholder: 'Choose a template',
					typeOptions: { searchListMethod: 'searchTemplates', searchable: true },
				},
				{
					displayName: 'By Name',
					name: 'name',
					type: 'string',
					placeholder: 'e.g. order_update|en_US',
				},
			],
		},
		{
			displayName: 'Components',
			name: 'components',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Component',
			default: {},
			description: 'The parts of the template that have variables. Leave out those that have none.',
			options: [
				{
					displayName: 'Component',
					name: 'component',
					values: [
						{
							displayName: 'Type',
							name: 'type',
							type: 'options',
							options: [
								{ name: 'Body', value: 'body' },
								{ name: 'Button', value: 'button' },
								{ name: 'Header', value: 'header' },
							],
							default: 'body',
						},
						textParameters('header'),
						textParameters('body'),
						{
							displayName: 'Sub Type',
							name: 'sub_type',
							type: 'options',
							options: [
								{
									name: 'Quick Reply',
									value: 'quick_reply',
									description: 'A button that answers with a payload of your choice',
								},
								{
									name: 'URL',
									value: 'url',
									description: 'A link whose end is filled in for each message',
								},
							],
							default: 'quick_reply',
							displayOptions: { show: { type: ['button'] } },
						},
						{
							displayName: 'Index',
							name: 'index',
							type: 'number',
							typeOptions: { minValue: 0, maxValue: LIMITS.templateButtons - 1 },
							default: 0,
							displayOptions: { show: { type: ['button'] } },
							description: 'Place of the button among all buttons of the template, counted from 0',
						},
						{
							displayName: 'Parameters',
							name: 'buttonParameters',
							type: 'fixedCollection',
							typeOptions: { multipleValues: false },
							placeholder: 'Add Parameter',
							default: {},
							displayOptions: { show: { type: ['button'] } },
							options: [
								{
									displayName: 'Parameter',
									name: 'parameter',
									values: [
										{
											displayName: 'Type',
											name: 'type',
											type: 'options',
											options: [
												{
													name: 'Payload',
													value: 'payload',
													description: 'For a quick reply: what a tap sends back to you',
												},
												{
													name: 'Text',
													value: 'text',
													description: 'For a URL: what stands in place of its variable',
												},
											],
											default: 'payload',
										},
										{
											displayName: 'Payload',
											name: 'payload',
											type: 'string',
											default: '',
											required: true,
											displayOptions: { show: { type: ['payload'] } },
										},
										{
											displayName: 'Text',
											name: 'text',
											type: 'string',
											default: '',
											required: true,
											displayOptions: { show: { type: ['text'] } },
										},
									],
								},
							],
						},
					],
				},
			],
		},
	],
	execute: async (context) =>
		await sendMessages(context, (parameters) =>
			templateMessage(
				parseTemplateReference(parameters.text('template', 'Template')),
				readValues(parameters.entries('components.component')),
			),
		),
};

function readValues(components: IDataObject[]): TemplateValues {
	const only = (type: string) => {
		const ofType = components.filter((component) => component.type === type);
		if (ofType.length > 1) {
			throw new ValidationError(
				'Components',
				`There are ${ofType.length} components of the type ${type}`,
				`Put all parameters of the ${type} into one component.`,
			);
		}
		return ofType[0];
	};
	return {
		header: readTextVariables(only('header')?.headerParameters, 'Header'),
		body: readTextVariables(only('body')?.bodyParameters, 'Body'),
		buttons: components.filter(({ type }) => type === 'button').map(readButton),
	};
}

function readTextVariables(collection: unknown, place: string): TextVariable[] {
	return parametersOf(collection).map((parameter, position) => {
		if (parameter.type !== undefined && parameter.type !== 'text') {
			throw new ValidationError(
				`${place} Parameters`,
				`Parameter ${position + 1} of the ${place.toLowerCase()} is not a text`,
				'Only text parameters can be filled in.',
			);
		}
		const label = `${place} Variable {{${position + 1}}}`;
		return {
			text: toText(parameter.text, label),
			name: toText(parameter.parameter_name, 'Variable Name').trim() || undefined,
		};
	});
}

function readButton(component: IDataObject): ButtonValue {
	const index = Number(component.index ?? 0);
	const [parameter = {}] = parametersOf(component.buttonParameters);
	return component.sub_type === 'url'
		? { index, subType: 'url', text: toText(parameter.text, `Text of Button ${index}`) }
		: {
				index,
				subType: 'quick_reply',
				payload: toText(parameter.payload, `Payload of Button ${index}`),
			};
}

function parametersOf(collection: unknown): IDataObject[] {
	return toEntries((collection as IDataObject | undefined)?.parameter);
}
