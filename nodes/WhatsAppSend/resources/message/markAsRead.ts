import { markAsRead as postReadMark } from '../../../shared/graph/endpoints/messages';
import { deliver, toItems } from '../../../shared/n8n/deliver';
import { requiredId } from '../../../shared/messages/checks';
import type { ItemParameters } from '../../../shared/n8n/itemParameters';
import type { Operation } from '../../../shared/n8n/resources';

export const markAsRead: Operation = {
	option: {
		name: 'Mark as Read',
		value: 'markAsRead',
		action: 'Mark message as read',
		description: 'Show the blue ticks on a message that you got, and that you are typing',
	},
	fields: [
		{
			displayName: 'Message ID',
			name: 'messageId',
			type: 'string',
			default: '={{ $json.messages[0].id }}',
			required: true,
			placeholder: 'e.g. wamid.HBgLMTY1MDU1NTEyMzQ…',
			description:
				'The message that you got, at most 30 days ago, not in a group. Those before it become read as well.',
		},
		{
			displayName: 'Show Typing Indicator',
			name: 'showTypingIndicator',
			type: 'boolean',
			default: false,
			description:
				'Whether to show that you are typing, until you answer or 25 seconds have passed',
		},
	],
	async execute(context) {
		const report = await deliver(
			context,
			{
				recipient: readMessageId,
				call: async ({ client, phoneNumberId, parameters, signal }) =>
					await postReadMark(
						client,
						phoneNumberId,
						readMessageId(parameters),
						parameters.boolean('showTypingIndicator', 'Show Typing Indicator'),
						signal,
					),
			},
			// Once or twice is the same.
			{ options: { resendUnknown: true }, deed: 'marked as read' },
		);
		return toItems(report);
	},
};

function readMessageId(parameters: ItemParameters): string {
	return requiredId('Message ID', parameters.text('messageId', 'Message ID'));
}
