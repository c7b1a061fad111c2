import type { JsonObject } from '../../graph/answer';
import { ValidationError } from '../../graph/errors';
import { compact, optionalText } from '../checks';
import { checkText, LIMITS } from '../limits';
import { mediaObject, type MediaSource } from '../media';
import type { MessageContent } from '../types';

export type HeaderType = 'text' | 'image' | 'video' | 'document';

/** What stands above the text. */
export type Header =
	| { type: 'text'; text: string }
	| { type: 'image' | 'video'; media: MediaSource }
	| { type: 'document'; media: MediaSource; filename?: string };

/** What interactive messages have in common around their buttons. */
export interface Frame {
	header?: Header;
	body?: string;
	footer?: string;
}

/** Which parts a type of interactive message may have. The form shows these, the builder checks them. */
export interface FrameRule {
	headers: readonly HeaderType[];
	headerRequired?: boolean;
	/** In code points. */
	bodyLimit: number;
	bodyOptional?: boolean;
	footer: boolean;
}

const ANY_HEADER = ['text', 'image', 'video', 'document'] as const;

/** Text with anything above it and a line below it. */
export const FULL_FRAME: FrameRule = {
	headers: ANY_HEADER,
	bodyLimit: LIMITS.body,
	footer: true,
};

/** Text alone. */
export const BODY_ONLY: FrameRule = { headers: [], bodyLimit: LIMITS.body, footer: false };

/**
 * An interactive message.
 * @param type Meta's `interactive.type`
 * @throws ValidationError when a part of the frame is missing, too long, or none that this type has
 */
export function interactiveMessage(
	type: string,
	rule: FrameRule,
	frame: Frame,
	action: JsonObject,
): MessageContent {
	return {
		type: 'interactive',
		interactive: compact({
			type,
			header: writeHeader(rule, frame.header),
			body: writeText(bodyOf(rule, frame.body)),
			footer: writeText(footerOf(rule, frame.footer)),
			action,
		}),
	};
}

function writeHeader(rule: FrameRule, header: Header | undefined): JsonObject | undefined {
	if (header === undefined) {
		if (rule.headerRequired) checkText('Header Text', '', LIMITS.headerText);
		return undefined;
	}
	const { type } = header;
	if (!rule.headers.includes(type)) {
		throw new ValidationError(
			'Header',
			`A message of this type has no header of the type “${type}”`,
			rule.headers.length > 0 ? `Use ${rule.headers.join(', ')}.` : 'Leave the header out.',
		);
	}
	if (type === 'text') {
		checkText('Header Text', header.text, LIMITS.headerText);
		return { type, text: header.text };
	}
	const filename =
		type === 'document' ? optionalText('Header File Name', header.filename) : undefined;
	return { type, [type]: { ...mediaObject(header.media, 'Header'), ...compact({ filename }) } };
}

function bodyOf(rule: FrameRule, body: string | undefined): string | undefined {
	if (rule.bodyOptional) return optionalText('Body Text', body, rule.bodyLimit);
	checkText('Body Text', body ?? '', rule.bodyLimit);
	return body;
}

function footerOf(rule: FrameRule, footer: string | undefined): string | undefined {
	const text = optionalText('Footer Text', footer, LIMITS.footerText);
	if (text === undefined || rule.footer) return text;
	throw new ValidationError(
		'Footer Text',
		'A message of this type has no footer',
		'Leave the footer out.',
	);
}

function writeText(text: string | undefined): { text: string } | undefined {
	return text === undefined ? undefined : { text };
}
