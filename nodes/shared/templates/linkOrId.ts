import type { JsonObject } from '../graph/answer';
import { ValidationError } from '../graph/errors';
import { requiredUrl } from '../messages/checks';
import { excerpt } from '../text';

/**
 * A link, or the ID of a file at Meta: digits are an ID.
 * @throws ValidationError when it is none of both
 */
export function linkOrId(field: string, value: string): JsonObject {
	const text = value.trim();
	if (/^\d+$/.test(text)) return { id: text };
	if (/^https?:/i.test(text)) return { link: requiredUrl(field, text) };
	throw new ValidationError(
		field,
		`${field} is neither a link nor a media ID: “${excerpt(text)}”`,
		'Give the whole address, beginning with https://, or the digits that an upload answered with.',
	);
}
