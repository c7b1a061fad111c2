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

/** Kinds that are about a message and cannot quote another. */
const NAMES_ITS_MESSAGE: ReadonlySet<string> = new Set(['reaction', 'pin']);

/**
 * Adds a quote and data for the status webhooks.
 * @throws ValidationError when a reaction or a pin would quote, or the data is too long
 */
export function withExtras(content: MessageContent, extras: MessageExtras): MessageContent {
	const replyTo = optionalText('Reply to Message ID', extras.replyTo)?.trim();
	if (replyTo !== undefined && NAMES_ITS_MESSAGE.has(content.type)) {
		throw new ValidationError(
			'Reply to Message ID',
			`A ${content.type} cannot be a reply`,
			`Remove the option: a ${content.type} names its message itself.`,
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
