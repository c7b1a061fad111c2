import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { withExtras } from '../messages/extras';
import { LIMITS } from '../messages/limits';
import type { MessageContent } from '../messages/types';
import { toText, type ItemParameters } from './itemParameters';

/** What any message may carry: the entries of "Options" that each item has its own values for. */
export const messageOptions: INodeProperties[] = [
	{
		displayName: 'Callback Data',
		name: 'callbackData',
		type: 'string',
		default: '',
		placeholder: 'e.g. order-4711',
		description: `Comes back in every status webhook of the message (biz_opaque_callback_data), up to ${LIMITS.callbackData} characters`,
	},
	{
		displayName: 'Reply to Message ID',
		name: 'replyToMessageId',
		type: 'string',
		default: '={{ $json.messages[0].id }}',
		placeholder: 'e.g. wamid.HBgLMTY1MDU1NTEyMzQ…',
		displayOptions: { hide: { '/messageType': ['reaction'] } },
		description:
			'The message that is quoted above this one. As it stands, the one that WhatsApp Trigger handed over.',
	},
];

/**
 * Adds to a message what the builder set in "Options".
 * @throws ValidationError when a reaction would quote, or the data is too long
 */
export function withMessageOptions(
	parameters: ItemParameters,
	content: MessageContent,
): MessageContent {
	const options = parameters.value('options', {}) as IDataObject;
	return withExtras(content, {
		replyTo: toText(options.replyToMessageId, 'Reply to Message ID'),
		callbackData: toText(options.callbackData, 'Callback Data'),
	});
}
