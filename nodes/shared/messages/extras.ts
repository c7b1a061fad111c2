import { ValidationError } from '../graph/errors';
import { compact, optionalText } from './checks';
import { LIMITS } from './limits';
import type { MessageContent } from './types';

/** What any message may carry besides what it says. */
export interface MessageExtras {
	/** The message that is answered: WhatsApp quotes it above this one. */
	replyTo?: string;
	/** What Meta says back in every status webhook of this message. */
	callbackData?: string;
}

/**
 * Adds a quote and data for the status webhooks.
 * @throws ValidationError when a reaction would quote, or the data is too long
 */
export function withExtras(content: MessageContent, extras: MessageExtras): MessageContent {
	const replyTo = optionalText('Reply to Message ID', extras.replyTo)?.trim();
	if (replyTo !== undefined && content.type === 'reaction') {
		throw new ValidationError(
			'Reply to Message ID',
			'A reaction cannot be a reply',
			'Remove the option: a reaction names its message itself.',
		);
	}
	const callbackData = optionalText('Callback Data', extras.callbackData, LIMITS.callbackData);
	return {
		...content,
		...compact({
			context: replyTo === undefined ? undefined : { message_id: replyTo },
			biz_opaque_callback_data: callbackData,
		}),
	};
}
