import { LIMITS } from '../../shared/messages/limits';
import { upTo } from '../../shared/n8n/values';
import type { DraftPart } from './part';

export const footer: DraftPart = {
	kinds: ['standard', 'callPermissionRequest'],
	fields: [
		{
			displayName: 'Footer Text',
			name: 'footerText',
			type: 'string',
			default: '',
			placeholder: 'e.g. Reply STOP to hear no more from us',
			hint: `${upTo(LIMITS.templateFooter)}, no variables`,
			description: 'A small grey line below the text',
		},
	],
	read: (fields) => {
		const text = fields.text('footerText', 'Footer Text');
		return text.trim() === '' ? [] : [{ type: 'FOOTER', text }];
	},
};
