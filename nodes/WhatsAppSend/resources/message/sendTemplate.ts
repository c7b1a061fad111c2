import { sendMessages } from '../../../shared/n8n/sendMessages';
import { readTemplate, templateFields } from '../../../shared/n8n/templateForm';
import type { Operation } from '../../../shared/n8n/resources';

export const sendTemplate: Operation = {
	option: {
		name: 'Send Template',
		value: 'sendTemplate',
		action: 'Send template message',
		description: 'Send an approved template, at any time: the way to write first',
	},
	fields: templateFields(),
	execute: async (context) =>
		await sendMessages(
			context,
			async (parameters, building) => await readTemplate(parameters, building),
		),
};
