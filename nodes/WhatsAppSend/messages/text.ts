import { LIMITS } from '../../shared/messages/limits';
import { textMessage } from '../../shared/messages/text';
import type { MessageKind } from './messageKind';
import { upTo } from './parts/values';

export const text: MessageKind = {
	option: {
		name: 'Text',
		value: 'text',
		description: 'Plain text, with *bold*, _italic_ and links',
	},
	fields: [
		{
			displayName: 'Text Body',
			name: 'textBody',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			required: true,
			placeholder: 'e.g. Your order is on its way',
			hint: upTo(LIMITS.textBody),
			description: 'What the message says, with *bold*, _italic_ and links',
		},
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{
					displayName: 'Show URL Previews',
					name: 'previewUrl',
					type: 'boolean',
					default: false,
					description: 'Whether to show a preview of the first link in the text',
				},
			],
		},
	],
	build: (parameters) =>
		textMessage(
			parameters.text('textBody', 'Text Body'),
			parameters.boolean('additionalFields.previewUrl', 'Show URL Previews'),
		),
};
