import { reactionMessage, reactionRemoval } from '../../shared/messages/reaction';
import type { MessageKind } from './messageKind';

export const reaction: MessageKind = {
	option: {
		name: 'Reaction',
		value: 'reaction',
		description: 'An emoji on a message of the last 30 days, or its removal',
	},
	fields: [
		{
			displayName: 'Reaction',
			name: 'reactionAction',
			type: 'options',
			options: [
				{
					name: 'Add or Change',
					value: 'add',
					description: 'An emoji that was there before makes room',
				},
				{ name: 'Remove', value: 'remove', description: 'Take your emoji away' },
			],
			default: 'add',
		},
		{
			displayName: 'Message ID',
			name: 'reactionMessageId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. wamid.HBgLMTY1MDU1NTEyMzQ…',
			hint: 'From WhatsApp Trigger: {{ $json.messages[0].id }}',
			description: 'The message that the reaction belongs to, which may not be a reaction itself',
		},
		{
			displayName: 'Emoji',
			name: 'emoji',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 👍',
			hint: 'One emoji',
			description: 'A single emoji, such as 👍',
			displayOptions: { show: { reactionAction: ['add'] } },
		},
	],
	build(parameters) {
		const messageId = parameters.text('reactionMessageId', 'Message ID');
		return parameters.value('reactionAction', 'add') === 'remove'
			? reactionRemoval(messageId)
			: reactionMessage(messageId, parameters.text('emoji', 'Emoji'));
	},
};
