import type { INodeProperties } from 'n8n-workflow';

import { ValidationError } from '../graph/errors';
import { parseGroup, parseRecipient, type Recipient } from '../messages/recipient';
import { defaultCountryOption } from './countries';
import { showOnly } from './fields';
import { toTexts, type ItemParameters } from './itemParameters';

/** The one number. */
export const senderField: INodeProperties = {
	displayName: 'Sender Phone Number (or ID)',
	name: 'phoneNumberId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The business phone number that the message comes from',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a number',
			typeOptions: { searchListMethod: 'searchPhoneNumbers', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 106540352242922',
			hint: 'The phone number ID, as WhatsApp Manager shows it, not the number itself',
		},
	],
};

/** From whom and to whom a message goes. */
export const addressFields: INodeProperties[] = [
	{
		displayName: 'Sender',
		name: 'senderMode',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'One Number', value: 'one' },
			{
				name: 'Spread Across Numbers',
				value: 'spread',
				description:
					'Each message leaves from the number that is free first; a person always gets the same one',
			},
		],
		default: 'one',
	},
	{
		displayName: 'Sender Phone Numbers',
		name: 'phoneNumberIds',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getPhoneNumbers' },
		default: [],
		required: true,
		displayOptions: { show: { senderMode: ['spread'] } },
		description:
			'The same for all items. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	...showOnly({ senderMode: ['one'] }, [senderField]),
	{
		displayName: 'Recipient Type',
		name: 'recipientType',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Individual', value: 'individual' },
			{
				name: 'Group',
				value: 'group',
				description: 'Takes text, media, templates of text or media, and pins',
			},
		],
		default: 'individual',
	},
	...showOnly({ recipientType: ['individual'] }, [
		{
			displayName: 'Recipient’s Phone Number',
			name: 'recipientPhoneNumber',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. +1 650 555 1234',
			hint: 'With country code. A user ID such as US.13491208655302741918 works too.',
			description:
				'Phone number with + and country code, such as +16505551234, or business-scoped user ID of the person who gets the message',
		},
	]),
	...showOnly({ recipientType: ['group'] }, [
		{
			displayName: 'Group ID',
			name: 'recipientPhoneNumber',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. Y2FwaV9ncm91cDoxNjUwNTU1MTIzNDoxMjAzNjM',
			hint: 'The ID that Meta gave the group, from its webhooks or the list of groups of this number',
			description: 'ID of the group that gets the message, as Meta wrote it; not an invite link',
		},
	]),
];

export const addressOptions: INodeProperties[] = [defaultCountryOption];

/** @throws ValidationError when no number is chosen, or something else than an ID was given */
export function readSender(parameters: ItemParameters): string {
	return phoneNumberId(
		'Sender Phone Number',
		parameters.text('phoneNumberId', 'Sender Phone Number'),
	);
}

/**
 * The numbers to spread over; undefined where one number sends.
 * @throws ValidationError when none is chosen, or something else than IDs was given
 */
export function readSpread(parameters: ItemParameters): string[] | undefined {
	if (parameters.value('senderMode', 'one') !== 'spread') return undefined;
	const field = 'Sender Phone Numbers';
	const given = toTexts(parameters.value('phoneNumberIds', []), field);
	if (given.length === 0) given.push('');
	return [...new Set(given.map((id) => phoneNumberId(field, id)))];
}

function phoneNumberId(field: string, value: string): string {
	const id = value.trim();
	if (/^\d+$/.test(id)) return id;
	throw new ValidationError(
		field,
		id === '' ? 'No sender is chosen' : `"${id}" is not a phone number ID`,
		'Choose the sender from the list, or give its phone number ID (digits only), which is not the number itself.',
	);
}

/** @throws ValidationError when the recipient cannot be read */
export function readRecipient(parameters: ItemParameters): Recipient {
	if (parameters.value('recipientType', 'individual') === 'group') {
		return parseGroup(parameters.text('recipientPhoneNumber', 'Group ID'));
	}
	return parseRecipient(
		parameters.value('recipientPhoneNumber'),
		parameters.value('options.defaultCountry', '') as string,
	);
}
