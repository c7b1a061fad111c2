import { checkCount } from '../checks';
import { LIMITS } from '../limits';
import type { MessageContent } from '../types';
import { FULL_FRAME, interactiveMessage, type Frame } from './frame';
import { replies, type ReplyButton } from './replies';

export const REPLY_BUTTONS_FRAME = FULL_FRAME;

/**
 * A question with up to three buttons that answer it.
 * @throws ValidationError when a part is missing or too long, or when two buttons are the same
 */
export function replyButtonsMessage(frame: Frame, buttons: ReplyButton[]): MessageContent {
	checkCount('Buttons', buttons.length, [1, LIMITS.replyButtons], 'buttons');
	return interactiveMessage('button', REPLY_BUTTONS_FRAME, frame, {
		buttons: replies(buttons).map((reply) => ({ type: 'reply', reply })),
	});
}
