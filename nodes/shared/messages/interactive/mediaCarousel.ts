import type { JsonObject } from '../../graph/answer';
import { ValidationError } from '../../graph/errors';
import { checkCount, compact, fieldOf, optionalText } from '../checks';
import { LIMITS } from '../limits';
import { mediaObject, type MediaSource } from '../media';
import type { MessageContent } from '../types';
import { linkAction, type LinkButton } from './ctaUrl';
import { BODY_ONLY, interactiveMessage, type Frame } from './frame';
import { replies, type ReplyButton } from './replies';

interface Card {
	media: MediaSource;
	body?: string;
}

/** Cards side by side. All have pictures or all have videos, and all have buttons of one kind. */
export interface MediaCarousel {
	header: 'image' | 'video';
	cards:
		| { with: 'link'; each: Array<Card & { button: LinkButton }> }
		| { with: 'replies'; each: Array<Card & { buttons: ReplyButton[] }> };
}

export const MEDIA_CAROUSEL_FRAME = BODY_ONLY;

/**
 * Two to ten cards, each with a picture or a video, a text and a button or several.
 * @throws ValidationError when there are too few or too many, when a part is missing or too long, or when
 * the cards differ in their number of buttons
 */
export function mediaCarouselMessage(
	frame: Frame,
	{ header, cards }: MediaCarousel,
): MessageContent {
	checkCount('Cards', cards.each.length, [LIMITS.leastCards, LIMITS.cards], 'cards');
	const written =
		cards.with === 'link'
			? cards.each.map((card, index) => ({
					...front(header, card, index),
					// Meta names the type of a card for links alone.
					type: 'cta_url',
					action: linkAction(card.button, placeOf(index)),
				}))
			: cards.each.map((card, index) => ({
					...front(header, card, index),
					action: { buttons: replyActions(card.buttons, cards.each[0].buttons.length, index) },
				}));
	return interactiveMessage('carousel', MEDIA_CAROUSEL_FRAME, frame, { cards: written });
}

function front(header: 'image' | 'video', { media, body }: Card, index: number): JsonObject {
	const place = placeOf(index);
	const text = optionalText(fieldOf('Text', place), body, LIMITS.cardBody);
	const lineBreaks = text?.trim().match(/\r\n|\r|\n/g)?.length ?? 0;
	if (lineBreaks > LIMITS.cardLineBreaks) {
		throw new ValidationError(
			fieldOf('Text', place),
			`Text of ${place} has ${lineBreaks} line breaks, Meta allows ${LIMITS.cardLineBreaks}`,
			'Put it into fewer lines.',
		);
	}
	return compact({
		card_index: index,
		header: { type: header, [header]: mediaObject(media, place) },
		body: text === undefined ? undefined : { text },
	});
}

function replyActions(buttons: ReplyButton[], expected: number, index: number): JsonObject[] {
	const place = placeOf(index);
	const field = fieldOf('Buttons', place);
	checkCount(field, buttons.length, [1, LIMITS.cardReplyButtons], 'buttons');
	if (buttons.length !== expected) {
		throw new ValidationError(
			field,
			`The number of buttons on ${place} is ${buttons.length}, on the first card ${expected}`,
			'Give all cards the same number of buttons.',
		);
	}
	return replies(buttons, place).map((quick_reply) => ({ type: 'quick_reply', quick_reply }));
}

function placeOf(index: number): string {
	return `Card ${index + 1}`;
}
