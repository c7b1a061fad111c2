import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { ValidationError } from '../graph/errors';
import { parseRecipient, type Recipient } from '../messages/recipient';
import { defaultCountryOption } from './countries';
import type { ItemParameters } from './itemParameters';

/** From whom and to whom: the fields of every operation that sends. */
export const addressFields: INodeProperties[] = [
	{
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
	},
	{
		displayName: "Recipient's Phone Number",
		name: 'recipientPhoneNumber',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. +1 650 555 1234',
		hint: 'With country code. A user ID such as US.13491208655302741918 works too.',
		description: 'Phone number or business-scoped user ID of the person who gets the message',
	},
];

export const addressOptions: INodeProperties[] = [defaultCountryOption];

/** @throws ValidationError when no number is chosen, or something else than an ID was given */
export function readSender(parameters: ItemParameters): string {
	const id = parameters.text('phoneNumberId', 'Sender Phone Number').trim();
	if (/^\d+$/.test(id)) return id;
	throw new ValidationError(
		'Sender Phone Number',
		id === '' ? 'No sender is chosen' : `"${id}" is not a phone number ID`,
		'Choose the sender from the list, or give its phone number ID (digits only), which is not the number itself.',
	);
}

/** @throws ValidationError when the recipient cannot be read */
export function readRecipient(parameters: ItemParameters): Recipient {
	const options = parameters.value('options', {}) as IDataObject;
	return parseRecipient(
		parameters.value('recipientPhoneNumber'),
		options.defaultCountry as string | undefined,
	);
}
