import type { INodeProperties } from 'n8n-workflow';

import { LIMITS } from '../../../shared/messages/limits';
import { showOnly } from '../../../shared/n8n/fields';
import { upTo } from '../../../shared/n8n/values';
import { BUTTON_KINDS } from '../../../shared/templates/check/buttonKinds';
import type { TemplateButton } from '../../../shared/templates/types';
import { LIKE_MARKETING } from '../category';
import type { FieldReader } from '../fieldReader';
import type { DraftPart } from '../part';
import type { ButtonForm, CardContent } from './buttonForm';
import { copyCode } from './copyCode';
import { flow } from './flow';
import { link } from './link';
import { phoneNumber } from './phoneNumber';
import {
	catalog,
	multiProduct,
	orderDetails,
	quickReply,
	requestContactInfo,
	singleProduct,
	voiceCall,
} from './plain';

/** In the order in which the form shows them: what people use most comes first. */
const buttonForms: ButtonForm[] = [
	quickReply,
	link,
	phoneNumber,
	copyCode,
	flow,
	voiceCall,
	requestContactInfo,
	catalog,
	multiProduct,
	singleProduct,
	orderDetails,
];

const typesOf = (forms: ButtonForm[]) => forms.map(({ type }) => type);

function typeField(
	forms: ButtonForm[],
	show: NonNullable<INodeProperties['displayOptions']>['show'],
): INodeProperties {
	const [{ type: preset }] = forms;
	return {
		displayName: 'Type',
		name: 'type',
		type: 'options',
		noDataExpression: true,
		options: forms.map(({ type, description }) => ({
			name: BUTTON_KINDS[type].name,
			value: type,
			description,
		})),
		default: preset,
		displayOptions: { show },
		description: 'What a tap on the button does',
	};
}

/** The label, where the builder writes it. */
const textFields: INodeProperties[] = [
	{
		displayName: 'Button Text',
		name: 'text',
		type: 'string',
		default: '',
		required: true,
		hint: upTo(LIMITS.templateButtonText),
		displayOptions: { show: { type: labelled('own') } },
		description: 'What stands on the button, without variables, emojis and line breaks',
	},
	{
		displayName: 'Button Text',
		name: 'text',
		type: 'string',
		default: '',
		hint: `${upTo(LIMITS.templateButtonText)}; left empty, Meta writes it`,
		displayOptions: { show: { type: labelled('optional') } },
		description: 'What stands on the button',
	},
];

function labelled(label: 'own' | 'optional'): string[] {
	return typesOf(buttonForms).filter((type) => BUTTON_KINDS[type].label === label);
}

function buttonsField(typeFields: INodeProperties[], most: number): INodeProperties {
	return {
		displayName: 'Buttons',
		name: 'buttons',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true, maxAllowedFields: most },
		placeholder: 'Add Button',
		default: {},
		description: `Up to ${most}, in the order in which they are shown`,
		options: [
			{
				displayName: 'Button',
				name: 'button',
				values: [
					...typeFields,
					...textFields,
					...buttonForms.flatMap(({ type, fields = [] }) => showOnly({ type: [type] }, fields)),
				],
			},
		],
	};
}

/** The buttons of a card. */
export const cardButtonsField: INodeProperties = buttonsField(
	[
		typeField(formsInCards('media'), { '/cardContent': ['IMAGE', 'VIDEO'] }),
		typeField(formsInCards('product'), { '/cardContent': ['PRODUCT'] }),
	],
	LIMITS.templateCardButtons,
);

function formsInCards(content: CardContent): ButtonForm[] {
	return buttonForms.filter(({ inCards }) => inCards?.includes(content));
}

export const buttons: DraftPart = {
	kinds: ['standard', 'limitedTimeOffer'],
	fields: [
		buttonsField(
			[
				typeField(buttonForms, { '/category': LIKE_MARKETING }),
				typeField(
					buttonForms.filter(({ type }) => !BUTTON_KINDS[type].isForMarketing),
					{ '/category': ['UTILITY'] },
				),
			],
			LIMITS.templateButtons,
		),
	],
	read: (fields) => {
		const given = readButtons(fields);
		return given.length === 0 ? [] : [{ type: 'BUTTONS', buttons: given }];
	},
};

/** Of a template or of one of its cards. */
export function readButtons(fields: FieldReader): TemplateButton[] {
	return fields.entries('buttons.button', 'Button').map((entry) => {
		const type = entry.text('type', 'Type') || quickReply.type;
		return { type, ...readText(entry, type), ...formOf(type)?.read?.(entry) };
	});
}

function formOf(type: string): ButtonForm | undefined {
	return buttonForms.find((form) => form.type === type);
}

function readText(entry: FieldReader, type: string): { text?: string } {
	const label = Object.hasOwn(BUTTON_KINDS, type) ? BUTTON_KINDS[type].label : 'own';
	if (typeof label === 'object') return { text: label.fixed };
	const text = entry.trimmed('text', 'Button Text');
	return label === 'optional' && text === '' ? {} : { text };
}
