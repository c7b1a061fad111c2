import type { JsonObject } from '../../graph/answer';
import { fieldOf, requiredUrl } from '../checks';
import { checkText, LIMITS } from '../limits';
import type { MessageContent } from '../types';
import { FULL_FRAME, interactiveMessage, type Frame } from './frame';

/** A button that opens a web page. */
export interface LinkButton {
	text: string;
	url: string;
}

export const CTA_URL_FRAME = FULL_FRAME;

/**
 * A message with a link on a button.
 * @throws ValidationError when a part is missing or too long, or the link is none
 */
export function ctaUrlMessage(frame: Frame, button: LinkButton): MessageContent {
	return interactiveMessage('cta_url', CTA_URL_FRAME, frame, linkAction(button));
}

/**
 * The action of a link button, of a message or a card.
 * @param place where it stands, for errors
 * @throws ValidationError when the text is empty or too long, or the link is none
 */
export function linkAction({ text, url }: LinkButton, place?: string): JsonObject {
	checkText(fieldOf('Button Text', place), text, LIMITS.buttonText);
	return {
		name: 'cta_url',
		parameters: { display_text: text, url: requiredUrl(fieldOf('Button URL', place), url) },
	};
}
