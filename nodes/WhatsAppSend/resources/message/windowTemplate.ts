import type { INodeProperties } from 'n8n-workflow';

import { showOnly } from '../../../shared/n8n/fields';
import type { BuildMessage } from '../../../shared/n8n/sendMessages';
import { readTemplate, templateFields } from '../../../shared/n8n/templateForm';

/** Begins the names of this form's parameters: the node has another one for Send Template. */
export const WINDOW_PREFIX = 'window';

const [template, ...values] = templateFields(WINDOW_PREFIX);

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
		// These are about a message: no template says the same.
		displayOptions: { hide: { messageType: ['pin', 'reaction'] } },
	},
	...showOnly({ ifWindowClosed: ['template'] }, [
		{
			...template,
			hint: 'Meta may also report the closed window later, in a status webhook (failed, 131047): then nothing is sent in place',
		},
		...values,
	]),
];

/** The template that goes to an item's person in place of its message. */
export const buildWindowTemplate: BuildMessage = async (parameters, building) =>
	await readTemplate(parameters, building, WINDOW_PREFIX);
