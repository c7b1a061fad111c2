import type { JsonObject } from '../graph/answer';
import type { Recipient } from './recipient';
import type { MessageContent } from './types';

/** The body of `POST /{phone-number-id}/messages`. */
export function composeMessage(recipient: Recipient, content: MessageContent): JsonObject {
	return {
		messaging_product: 'whatsapp',
		recipient_type: 'individual',
		...recipient,
		...content,
	};
}
