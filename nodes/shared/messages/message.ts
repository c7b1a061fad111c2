import type { JsonObject } from '../graph/answer';
import { checkRecipientTakes } from './groups';
import type { Recipient } from './recipient';
import type { MessageContent } from './types';

/**
 * The body of `POST /{phone-number-id}/messages`.
 * @throws ValidationError when the message is of a kind that such a recipient does not take
 */
export function composeMessage(recipient: Recipient, content: MessageContent): JsonObject {
	checkRecipientTakes(recipient, content);
	return {
		messaging_product: 'whatsapp',
		recipient_type: 'individual',
		...recipient,
		...content,
	};
}
