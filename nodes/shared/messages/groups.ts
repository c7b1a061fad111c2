import { isObject, objectsIn } from '../graph/answer';
import { ValidationError } from '../graph/errors';

import { isGroup, type Recipient } from './recipient';
import type { MessageContent } from './types';

/** Kinds that groups do not take; source: Meta's page "Groups API". Kinds newer than this package may. */
const NOT_IN_GROUPS = new Set(['location', 'contacts', 'reaction', 'interactive']);

/** Parts that make a template neither a text nor a media template. */
const NOT_IN_GROUP_TEMPLATES = new Set(['carousel', 'limited_time_offer']);

/** Parameters of a header of a text or media template. */
const HEADERS_IN_GROUPS = new Set(['text', 'image', 'video', 'document']);

/**
 * Groups take text, media, text and media templates, and pins, which nobody else takes.
 * @throws ValidationError when the message does not go to such a recipient
 */
export function checkRecipientTakes(recipient: Recipient, content: MessageContent): void {
	const { type } = content;
	if (!isGroup(recipient)) {
		if (type !== 'pin') return;
		throw new ValidationError(
			'Recipient Type',
			'Messages can be pinned in groups only',
			'Set Recipient Type to Group and give the group ID.',
		);
	}
	if (NOT_IN_GROUPS.has(type)) {
		throw refusal('Message Type', `A group takes no message of the type ${type}`);
	}
	const part = type === 'template' ? foreignPart(content.template) : undefined;
	if (part) throw refusal('Template', `A group takes no template with a ${part}`);
}

function refusal(field: string, what: string): ValidationError {
	return new ValidationError(
		field,
		what,
		'Send a text, an image, a video, audio, a document, a sticker, or a template of text or media; anything else goes to individuals only.',
	);
}

/** What shows from the values of a template that groups do not take it. */
function foreignPart(template: unknown): string | undefined {
	for (const { type, parameters } of objectsIn(isObject(template) && template.components)) {
		const name = String(type).toLowerCase();
		if (NOT_IN_GROUP_TEMPLATES.has(name)) return name.replace(/_/g, ' ');
		if (name !== 'header') continue;
		const other = objectsIn(parameters).find((value) => !HEADERS_IN_GROUPS.has(String(value.type)));
		if (other) return `header of the type ${String(other.type)}`;
	}
	return undefined;
}
