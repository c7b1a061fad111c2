import { LIMITS } from '../../shared/messages/limits';
import { pinMessage, unpinMessage } from '../../shared/messages/pin';
import type { MessageKind } from './messageKind';
import { readNumber } from './parts/values';

export const pin: MessageKind = {
	option: {
		name: 'Pin',
		value: 'pin',
		description: 'Pin a message at the top of a group, or take it off: for groups only',
	},
	fields: [
		{
			displayName: 'Action',
			name: 'pinAction',
			type: 'options',
			options: [
				{ name: 'Pin', value: 'pin', description: 'A group holds up to three pinned messages' },
				{ name: 'Unpin', value: 'unpin', description: 'Take a pinned message off' },
			],
			default: 'pin',
		},
		{
			displayName: 'Message ID',
			name: 'pinMessageId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. wamid.HBgLMTY1MDU1NTEyMzQ…',
			hint: 'From WhatsApp Trigger: {{ $json.messages[0].id }}',
			description:
				'The message of the group that is pinned or taken off: its ID, beginning with wamid',
		},
		{
			displayName: 'Days',
			name: 'pinDays',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: LIMITS.pinDays },
			default: 7,
			displayOptions: { show: { pinAction: ['pin'] } },
			description: `After how many days the message comes off by itself, from 1 to ${LIMITS.pinDays}`,
		},
	],
	build(parameters) {
		const messageId = parameters.text('pinMessageId', 'Message ID');
		return parameters.value('pinAction', 'pin') === 'unpin'
			? unpinMessage(messageId)
			: pinMessage(messageId, readNumber(parameters.value('pinDays', 7), 'Days'));
	},
};
