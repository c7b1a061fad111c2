import { ValidationError } from '../graph/errors';
import { excerpt } from '../text';
import { requiredId } from './checks';
import type { MessageContent } from './types';

/**
 * Puts an emoji to a message of at most 30 days ago, in place of the one that was there.
 * @throws ValidationError when the message is not named, or the reaction is not one emoji
 */
export function reactionMessage(messageId: string, emoji: string): MessageContent {
	const sign = requiredId('Emoji', emoji);
	if (!isOneEmoji(sign)) {
		throw new ValidationError(
			'Emoji',
			`“${excerpt(sign)}” is not one emoji`,
			'Give a single emoji, such as 👍.',
		);
	}
	return reaction(messageId, sign);
}

/**
 * Takes the reaction away that was put to a message.
 * @throws ValidationError when the message is not named
 */
export function reactionRemoval(messageId: string): MessageContent {
	return reaction(messageId, '');
}

function reaction(messageId: string, emoji: string): MessageContent {
	return {
		type: 'reaction',
		reaction: { message_id: requiredId('Message ID', messageId), emoji },
	};
}

/** One sign for the eye, however many code points it is made of: skins, families, flags, keycaps. */
function isOneEmoji(text: string): boolean {
	const signs = [...new Intl.Segmenter().segment(text)];
	return (
		signs.length === 1 && /\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|\u20e3/u.test(text)
	);
}
