import { messageKinds } from '../../messages';
import { chooseIn, showOnly } from '../../../shared/n8n/fields';
import { sendMessages } from '../../../shared/n8n/sendMessages';
import type { Operation } from '../../../shared/n8n/resources';
import { buildWindowTemplate, windowFields } from './windowTemplate';

export const send: Operation = {
	option: {
		name: 'Send',
		value: 'send',
		action: 'Send message',
		description: 'Send a free-form message to someone who wrote to you in the last 24 hours',
	},
	fields: [
		{
			displayName: 'Message Type',
			name: 'messageType',
			type: 'options',
			noDataExpression: true,
			options: messageKinds.map(({ option }) => option),
			default: 'text',
		},
		...messageKinds.flatMap(({ option, fields }) =>
			showOnly({ messageType: [option.value] }, fields),
		),
		...windowFields,
	],
	async execute(context) {
		const ifClosed = context.getNodeParameter('ifWindowClosed', 0, 'fail');
		return await sendMessages(
			context,
			(parameters) => {
				const type = parameters.text('messageType', 'Message Type');
				return chooseIn('Message Type', messageKinds, type).build(parameters);
			},
			ifClosed === 'template' ? buildWindowTemplate : undefined,
		);
	},
};
