import { LIMITS } from '../../../shared/messages/limits';
import type { ButtonForm } from './buttonForm';

export const copyCode: ButtonForm = {
	type: 'COPY_CODE',
	description: 'Copies a coupon code that each message brings',
	fields: [
		{
			displayName: 'Code Example',
			name: 'code',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. SUMMER25',
			hint: `Up to ${LIMITS.couponCode} characters, ${LIMITS.offerCode} with a limited-time offer`,
			description: 'A code for example; each message brings its own',
		},
	],
	read: (entry) => ({ example: entry.trimmed('code', 'Code Example') }),
};
