import { ValidationError } from '../../graph/errors';
import { checkNumber, compact, optionalText } from '../checks';
import { LIMITS } from '../limits';
import type { MessageContent } from '../types';
import { BODY_ONLY, interactiveMessage, type Frame } from './frame';

/** A button that calls the business. What is left out stands at Meta's default. */
export interface CallButton {
	/** "Call Now" without it. */
	text?: string;
	/** How long the button works; seven days without it. */
	minutes?: number;
	/** Comes back in the webhooks of the call. */
	payload?: string;
}

export const VOICE_CALL_FRAME = BODY_ONLY;

/**
 * A message with a button that calls the business on WhatsApp.
 * @throws ValidationError when a part is too long, or the time beyond Meta's bounds
 */
export function voiceCallMessage(
	frame: Frame,
	{ text, minutes, payload }: CallButton,
): MessageContent {
	const field = 'Button Works For (Minutes)';
	if (minutes !== undefined) {
		checkNumber(field, minutes, [1, LIMITS.callMinutes]);
		if (!Number.isInteger(minutes)) {
			throw new ValidationError(field, `${field} is ${minutes}`, 'Give whole minutes.');
		}
	}
	const parameters = compact({
		display_text: optionalText('Button Text', text, LIMITS.buttonText),
		ttl_minutes: minutes,
		payload: optionalText('Payload', payload, LIMITS.callPayload),
	});
	return interactiveMessage('voice_call', VOICE_CALL_FRAME, frame, {
		name: 'voice_call',
		...(Object.keys(parameters).length > 0 ? { parameters } : {}),
	});
}
