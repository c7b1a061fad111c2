import type { INodeProperties } from 'n8n-workflow';

import { showOnly } from '../../../shared/n8n/fields';
import type { BuildMessage } from '../../../shared/n8n/sendMessages';
import { parseTemplateReference, templateMessage } from '../../../shared/templates/sendTime';

/** What happens to a free-form message that Meta does not let through any more. */
export const windowFields: INodeProperties[] = [
	{
		displayName: 'If the 24-Hour Window Is Closed',
		name: 'ifWindowClosed',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Fail', value: 'fail', description: 'The item fails with Meta’s code 131047' },
			{
				name: 'Send Template Instead',
				value: 'template',
				description: 'The person gets an approved template in place of the message',
			},
		],
		default: 'fail',
		description:
			'What happens to a message for someone who has not written to you in the last 24 hours',
		hint: 'Meta may also report the closed window later, in a status webhook (failed, 131047): then nothing is sent in place',
	},
	...showOnly({ ifWindowClosed: ['template'] }, [
		{
			displayName: 'Template',
			name: 'windowTemplate',
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			required: true,
			description: 'The template that is sent in place of the message, one without variables',
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					placeholder: 'Choose a template',
					typeOptions: { searchListMethod: 'searchTemplates', searchable: true },
				},
				{
					displayName: 'By Name',
					name: 'name',
					type: 'string',
					placeholder: 'e.g. order_update|en_US',
				},
			],
		},
	]),
];

/** The template that goes to an item's person in place of its message. */
export const buildWindowTemplate: BuildMessage = (parameters) =>
	templateMessage(parseTemplateReference(parameters.text('windowTemplate', 'Template')), {});
