import { customMessage } from '../../shared/messages/custom';
import type { MessageKind } from './messageKind';
import { readJson } from './parts/values';

export const raw: MessageKind = {
	option: {
		name: 'Custom JSON',
		value: 'raw',
		description:
			'A message as Meta’s documentation writes it, also of a type that has no form here',
	},
	fields: [
		{
			displayName: 'Message (JSON)',
			name: 'messageJson',
			type: 'json',
			typeOptions: { rows: 8 },
			default: '',
			required: true,
			hint: 'Such as { "type": "text", "text": { "body": "Hello" } }',
			description:
				'The type and the part of that name. Leave out messaging_product, recipient_type, to and recipient: the node fills them in.',
		},
	],
	build: (parameters) =>
		customMessage(readJson(parameters.value('messageJson', ''), 'Message (JSON)')),
};
