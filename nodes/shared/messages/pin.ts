import { ValidationError } from '../graph/errors';
import { requiredId } from './checks';
import { LIMITS } from './limits';
import type { MessageContent } from './types';

/**
 * Pins a message of a group at its top.
 * @param days after which it comes off by itself
 * @throws ValidationError when the message is not named, or the days are out of Meta's bounds
 */
export function pinMessage(messageId: string, days: number): MessageContent {
	if (!Number.isInteger(days) || days < 1 || days > LIMITS.pinDays) {
		throw new ValidationError(
			'Days',
			`Days is ${days}`,
			`Give a whole number from 1 to ${LIMITS.pinDays}.`,
		);
	}
	return pin('pin', messageId, { expiration_days: days });
}

/**
 * Takes a pinned message of a group off.
 * @throws ValidationError when the message is not named
 */
export function unpinMessage(messageId: string): MessageContent {
	return pin('unpin', messageId);
}

function pin(type: string, messageId: string, more = {}): MessageContent {
	return {
		type: 'pin',
		pin: { type, message_id: requiredId('Message ID', messageId), ...more },
	};
}
