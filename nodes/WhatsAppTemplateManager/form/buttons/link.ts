import { LIMITS } from '../../../shared/messages/limits';
import { upTo } from '../../../shared/n8n/values';
import type { ButtonForm } from './buttonForm';

export const link: ButtonForm = {
	type: 'URL',
	description: 'Opens a web page, whose address may end differently in each message',
	inCards: ['media', 'product'],
	fields: [
		{
			displayName: 'Link',
			name: 'url',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://example.com/orders/{{1}}',
			hint: `${upTo(LIMITS.url)}; a variable may stand at its very end`,
			description: 'The whole address, beginning with https://',
		},
		{
			displayName: 'Link Variable Example',
			name: 'urlExample',
			type: 'string',
			default: '',
			placeholder: 'e.g. CL-2048',
			hint: 'Only where the link has a variable',
			description: 'What a message may have in its place; Meta’s review reads it',
		},
	],
	read: (entry) => {
		const url = entry.templateText('url', 'Link').trim();
		const example = entry.trimmed('urlExample', 'Link Variable Example');
		return url.includes('{{') && example !== '' ? { url, example: [example] } : { url };
	},
};
