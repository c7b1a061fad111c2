import { checkNumber, requiredId } from './checks';
import { LIMITS } from './limits';
import type { MessageContent } from './types';

/**
 * Pins a message of a group at its top.
 * @param days after which it comes off by itself
 * @throws ValidationError when the message is not named, or the days are out of Meta's bounds
 */
export function pinMessage(messageId: string, days: number): MessageContent {
	checkNumber('Days', days, [1, LIMITS.pinDays]);
	return pin('pin', messageId, { expiration_days: Math.floor(days) });
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
