import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { ReplyButton } from '../../../shared/messages/interactive/replies';
import {
	REPLY_BUTTONS_FRAME,
	replyButtonsMessage,
} from '../../../shared/messages/interactive/replyButtons';
import { toText } from '../../../shared/n8n/itemParameters';
import type { InteractiveKind } from './interactiveKind';
import { LIMITS } from '../../../shared/messages/limits';
import { upTo } from '../parts/values';

/** The fields of one button. */
export const replyButtonFields: INodeProperties[] = [
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Yes, please',
		hint: `${upTo(LIMITS.buttonText)}, different on each button`,
		description: `What stands on the button. ${upTo(LIMITS.buttonText)}, different on each button.`,
	},
	{
		displayName: 'ID',
		name: 'id',
		type: 'string',
		default: '',
		placeholder: 'e.g. confirm-4711',
		description: `What comes back with the tap; the title where it is empty. ${upTo(LIMITS.replyButtonId)}.`,
	},
];

/** @throws ValidationError when a part is no text */
export function readReplyButton(entry: IDataObject): ReplyButton {
	return { title: toText(entry.title, 'Title'), id: toText(entry.id, 'ID') };
}

export const replyButtons: InteractiveKind = {
	option: {
		name: 'Reply Buttons',
		value: 'button',
		description: 'A question with up to three buttons that answer it',
	},
	frame: REPLY_BUTTONS_FRAME,
	fields: [
		{
			displayName: 'Buttons',
			name: 'replyButtons',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true, sortable: true, maxAllowedFields: LIMITS.replyButtons },
			placeholder: 'Add Button',
			default: {},
			required: true,
			description: 'One to three buttons',
			options: [{ displayName: 'Button', name: 'button', values: replyButtonFields }],
		},
	],
	build: (parameters, frame) =>
		replyButtonsMessage(frame, parameters.entries('replyButtons.button').map(readReplyButton)),
};
