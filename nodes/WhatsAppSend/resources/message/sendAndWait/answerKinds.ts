import type { IDataObject } from 'n8n-workflow';

import { textMessage } from '../../../../shared/messages/text';
import type { MessageContent } from '../../../../shared/messages/types';
import type { Choice } from '../../../../shared/n8n/fields';
import { toText, type ItemParameters } from '../../../../shared/n8n/itemParameters';
import type { InteractiveKind } from '../../../messages/interactive/interactiveKind';
import { list } from '../../../messages/interactive/list';
import { replyButtons } from '../../../messages/interactive/replyButtons';
import { approvalFields, approvalMessage } from './approval';

/** How a question is answered. */
export interface AnswerKind extends Choice {
	build(parameters: ItemParameters, body: string, options: IDataObject): MessageContent;
	/** Whether a text that the person writes is an answer: 'choose' leaves it to the builder. */
	isWritten: boolean | 'choose';
}

/** A kind of interactive message that asks. */
function asking(
	kind: Pick<InteractiveKind, 'fields' | 'build'>,
): Pick<AnswerKind, 'fields' | 'build'> {
	return {
		fields: kind.fields,
		build: (parameters, body, { header, footer }) =>
			kind.build(parameters, {
				body,
				header: header ? { type: 'text', text: toText(header, 'Header') } : undefined,
				footer: toText(footer, 'Footer'),
			}),
	};
}

/** In the order in which "Response Type" shows them. */
export const answerKinds: AnswerKind[] = [
	{
		option: { name: 'Approval', value: 'approval', description: 'Approve, or disapprove' },
		isWritten: false,
		...asking({ fields: approvalFields, build: approvalMessage }),
	},
	{
		option: { name: 'Buttons', value: 'buttons', description: 'Up to three, tapped in the chat' },
		isWritten: 'choose',
		...asking(replyButtons),
	},
	{
		option: { name: 'List', value: 'list', description: 'Up to ten rows, opened by a button' },
		isWritten: 'choose',
		...asking(list),
	},
	{
		option: {
			name: 'Free Text',
			value: 'freeText',
			description: 'Whatever the person writes next, or in reply to the question',
		},
		fields: [],
		isWritten: true,
		build: (_, body) => textMessage(body, false),
	},
];
