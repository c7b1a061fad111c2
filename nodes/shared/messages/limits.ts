import { ValidationError } from '../graph/errors';

/**
 * Meta's limits for what a message holds, each once. Texts are counted in code points.
 * Source: Meta's pages of the single message types and "Template components".
 */
export const LIMITS = {
	textBody: 4096,
	templateName: 512,
	templateHeaderText: 60,
	templateButtons: 10,
	/** A template button's URL with its suffix. */
	url: 2000,
	/** What a tapped quick reply sends back. */
	quickReplyPayload: 256,
} as const;

/** Length as Meta counts it: code points, so that an emoji outside the basic plane is one, not two. */
export function codePoints(text: string): number {
	return [...text].length;
}

/**
 * @param field as the user knows it
 * @throws ValidationError when the text is empty or longer than `limit` code points
 */
export function checkText(field: string, text: string, limit: number): void {
	if (text.trim() === '') {
		throw new ValidationError(
			field,
			`${field} is empty`,
			`Fill in ${field}. If it is an expression, check that it gives a value for this item.`,
		);
	}
	// A text has at least as many UTF-16 units as code points: most need no counting.
	if (text.length <= limit) return;
	const length = codePoints(text);
	if (length > limit) {
		throw new ValidationError(
			field,
			`${field} has ${length} characters, Meta allows ${limit}`,
			`Shorten it by ${length - limit}, or send it in several messages.`,
		);
	}
}
