import { LIMITS } from '../../../shared/messages/limits';
import { upTo } from '../../../shared/n8n/values';
import type { ButtonForm } from './buttonForm';

export const phoneNumber: ButtonForm = {
	type: 'PHONE_NUMBER',
	description: 'Calls a phone number, not over WhatsApp',
	inCards: ['media'],
	fields: [
		{
			displayName: 'Phone Number',
			name: 'phoneNumber',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. +15550100001',
			hint: `With country code. ${upTo(LIMITS.templatePhoneNumber)}.`,
			description: 'The number that is called; the same in all messages',
		},
	],
	read: (entry) => ({ phone_number: entry.trimmed('phoneNumber', 'Phone Number') }),
};
