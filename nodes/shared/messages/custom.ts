import { isObject } from '../graph/answer';
import { ValidationError } from '../graph/errors';
import { excerpt } from '../text';
import type { MessageContent } from './types';

const FIELD = 'Message (JSON)';

/** What the node fills in itself: with these the JSON could name somebody else. */
const ENVELOPE = ['messaging_product', 'recipient_type', 'to', 'recipient'];

/**
 * A message of a type that may be newer than this package: `type`, and what stands under that name.
 * @throws ValidationError when one of the two is missing, or when the JSON names a recipient
 */
export function customMessage(value: unknown): MessageContent {
	if (!isObject(value)) {
		throw refusal('is no object', 'Give an object in braces, with type and the part of that name.');
	}
	const { type } = value;
	if (typeof type !== 'string' || type === '') {
		throw refusal('has no type', 'Add the type of the message, such as "type": "text".');
	}
	const content = Object.hasOwn(value, type) ? value[type] : undefined;
	if (type === 'type' || typeof content !== 'object' || content === null) {
		throw refusal(
			`has the type “${excerpt(type)}”, but no part of that name`,
			`Add what the message says as an object under "${excerpt(type)}".`,
		);
	}
	const surplus = ENVELOPE.filter((key) => Object.hasOwn(value, key));
	if (surplus.length > 0) {
		throw refusal(
			`holds ${surplus.join(', ')}`,
			'Leave that out: it comes from the recipient above.',
		);
	}
	return { ...value, type };
}

function refusal(what: string, fix: string): ValidationError {
	return new ValidationError(FIELD, `${FIELD} ${what}`, fix);
}
