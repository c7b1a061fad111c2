import type { INodeProperties } from 'n8n-workflow';

import { LIMITS } from '../../../../shared/messages/limits';
import { addressOptions } from '../../../../shared/n8n/addressing';
import { showOnly } from '../../../../shared/n8n/fields';
import { upTo } from '../../../messages/parts/values';
import type { Operation } from '../../../../shared/n8n/resources';
import { answerKinds } from './answerKinds';
import { ask } from './ask';
import { timeLimitOption } from './timeLimit';

const fields: INodeProperties[] = [
	{
		displayName: 'Question',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		required: true,
		placeholder: 'e.g. May we deliver tomorrow at 9:00?',
		hint: 'Answers arrive through a published WhatsApp Trigger on the same number',
		description: `${upTo(LIMITS.body)} with approval or buttons, else up to ${LIMITS.listBody.toLocaleString('en-US')}`,
	},
	{
		displayName: 'Response Type',
		name: 'responseType',
		type: 'options',
		options: answerKinds.map(({ option }) => option),
		default: 'approval',
	},
	...answerKinds.flatMap((kind) => showOnly({ responseType: [kind.option.value] }, kind.fields)),
	{
		displayName:
			'Which written text answers this question is known to this n8n process until it restarts. In queue mode, and over restarts, the credential needs Shared State: Redis; with it a question is known for up to a year.',
		name: 'writtenNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { responseType: ['freeText'] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			...showOnly({ '/responseType': ['buttons', 'list'] }, [
				{
					displayName: 'Accept Written Answers',
					name: 'acceptText',
					type: 'boolean',
					default: true,
					description:
						'Whether a text that the person writes instead of choosing is an answer too. In queue mode, and over restarts of n8n, that needs Shared State: Redis in the credential.',
				},
			]),
			{
				displayName: 'Check for Trigger',
				name: 'checkTrigger',
				type: 'boolean',
				default: true,
				description:
					'Whether to ask Meta first if answers come to a WhatsApp Trigger of this n8n, and not to send the question otherwise',
			},
			...addressOptions,
			...showOnly({ '/responseType': ['approval', 'buttons', 'list'] }, [
				{
					displayName: 'Footer',
					name: 'footer',
					type: 'string',
					default: '',
					description: upTo(LIMITS.footerText),
				},
				{
					displayName: 'Header',
					name: 'header',
					type: 'string',
					default: '',
					description: upTo(LIMITS.headerText),
				},
			]),
			timeLimitOption,
		],
	},
];

export const sendAndWait: Operation = {
	option: {
		// n8n's server knows by this value that the execution is woken by a signed address.
		name: 'Send and Wait for Response',
		value: 'sendAndWait',
		action: 'Send message and wait for response',
		description: 'Ask a question and pause the execution until the person answers in the chat',
	},
	fields,
	execute: ask,
};
