import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { JsonObject } from '../graph/answer';
import { ValidationError } from '../graph/errors';
import { LIMITS } from '../messages/limits';
import {
	valueComponents,
	type ButtonValue,
	type TemplateValues,
	type TemplateVariable,
} from '../templates/sendTime';
import { toEntries, toText } from './itemParameters';

const CURRENCY_FIELDS: INodeProperties[] = [
	{
		displayName: 'Currency Code',
		name: 'code',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. USD',
		description: 'Three letters, as ISO 4217 has them',
		displayOptions: { show: { type: ['currency'] } },
	},
	{
		displayName: 'Amount',
		name: 'amount_1000',
		type: 'number',
		typeOptions: { numberPrecision: 3 },
		default: '',
		required: true,
		placeholder: 'e.g. 100.99',
		hint: 'In whole units; rounded to thousandths',
		description: 'The amount in whole units, such as 100.99',
		displayOptions: { show: { type: ['currency'] } },
	},
	{
		displayName: 'Fallback Value',
		name: 'fallback_value',
		type: 'string',
		default: '',
		placeholder: 'e.g. $100.99',
		description: 'The amount as the person reads it; without one, as English writes it',
		displayOptions: { show: { type: ['currency'] } },
	},
];

/** Header and body take the same parameters, but for the image. */
function parameters(component: 'header' | 'body'): INodeProperties {
	const isHeader = component === 'header';
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
						options: [
							{ name: 'Currency', value: 'currency' },
							{ name: 'Date Time', value: 'date_time' },
							...(isHeader ? [{ name: 'Image', value: 'image' }] : []),
							{ name: 'Text', value: 'text' },
						],
						default: 'text',
					},
					{
						displayName: 'Text',
						name: 'text',
						type: 'string',
						default: '',
						required: true,
						description:
							'What stands in place of the variable; no line breaks, tabs or runs of spaces',
						displayOptions: { show: { type: ['text'] } },
					},
					...CURRENCY_FIELDS,
					{
						displayName: 'Date Time',
						name: 'date_time',
						type: 'string',
						default: '',
						required: true,
						placeholder: 'e.g. 24 December, 18:00',
						description: 'As the person reads it',
						displayOptions: { show: { type: ['date_time'] } },
					},
					...(isHeader
						? [
								{
									displayName: 'Image Link',
									name: 'imageLink',
									type: 'string' as const,
									default: '',
									required: true,
									placeholder: 'e.g. https://example.com/picture.jpg',
									description: 'A link that is open to everyone, or a media ID',
									displayOptions: { show: { type: ['image'] } },
								},
							]
						: []),
					{
						displayName: 'Variable Name',
						name: 'parameter_name',
						type: 'string',
						default: '',
						placeholder: 'e.g. order_id',
						description:
							'Only for templates with named variables: the name in the double braces. Leave empty where the variables are numbers.',
						displayOptions: { show: { type: ['text', 'currency', 'date_time'] } },
					},
				],
			},
		],
	};
}

/** The components of a message, by hand; names and places are those of n8n's own WhatsApp node. */
export function componentsField(name: string): INodeProperties {
	return {
		displayName: 'Components',
		name,
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
					parameters('header'),
					parameters('body'),
					...buttonFields,
				],
			},
		],
	};
}

const buttonFields: INodeProperties[] = [
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
						description: 'What comes back with a tap on the button, up to 256 characters',
						displayOptions: { show: { type: ['payload'] } },
					},
					{
						displayName: 'Text',
						name: 'text',
						type: 'string',
						default: '',
						required: true,
						description: 'The end of the address, in place of its variable',
						displayOptions: { show: { type: ['text'] } },
					},
				],
			},
		],
	},
];

/** @throws ValidationError when a value is missing, too long or of the wrong kind, or a place is given twice */
export function readComponents(components: IDataObject[]): JsonObject[] {
	return valueComponents(readValues(components));
}

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
		header: readVariables(only('header')?.headerParameters, 'Header'),
		body: readVariables(only('body')?.bodyParameters, 'Body'),
		buttons: components.filter(({ type }) => type === 'button').map(readButton),
	};
}

function readVariables(collection: unknown, place: 'Header' | 'Body'): TemplateVariable[] {
	return parametersOf(collection).map((parameter, position) => {
		const name = toText(parameter.parameter_name, 'Variable Name').trim() || undefined;
		const field = `${place} Variable {{${name ?? position + 1}}}`;
		const text = (key: string) => toText(parameter[key], field);
		switch (parameter.type ?? 'text') {
			case 'text':
				return { name, text: text('text') };
			case 'currency': {
				const amount = text('amount_1000');
				return { name, money: { code: text('code'), amount, fallback: text('fallback_value') } };
			}
			case 'date_time':
				return { name, date: text('date_time') };
			case 'image':
				if (place === 'Header') return { name, image: text('imageLink') };
		}
		throw new ValidationError(
			`${place} Parameters`,
			`Parameter ${position + 1} of the ${place.toLowerCase()} is of no kind that goes there`,
			'Choose its type from the list, or give the component as JSON.',
		);
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
