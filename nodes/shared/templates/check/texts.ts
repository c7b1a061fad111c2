import { codePoints } from '../../messages/limits';
import { excerpt } from '../../text';
import { variablesIn } from '../variables';
import type { Findings } from './finding';

/** Bold, italics, strikethrough, code. */
const FORMATTING = /[*_~`]/;
const EMOJI = /\p{Extended_Pictographic}/u;

/**
 * A text that must be there.
 * @param limit in code points
 * @returns the text, if there is any
 */
export function requiredText(findings: Findings, text: unknown, limit: number): string | undefined {
	if (typeof text !== 'string' || text.trim() === '') {
		findings.error('text-missing', 'there is no text', 'Fill in the text, or leave this part out.');
		return undefined;
	}
	checkLength(findings, text, limit);
	return text;
}

/** @param limit in code points */
export function checkLength(findings: Findings, text: string, limit: number): void {
	const length = codePoints(text);
	if (length <= limit) return;
	findings.error(
		'too-long',
		`${length} characters, Meta allows ${limit}`,
		`Shorten it by ${length - limit}.`,
	);
}

/** For texts that may hold no variables. */
export function checkNoVariables(findings: Findings, text: string): void {
	const [variable] = variablesIn(text);
	if (variable === undefined) return;
	findings.error(
		'variable-not-allowed',
		`“{{${excerpt(variable)}}}” cannot stand here`,
		'Write the text out: Meta allows variables in header, body and the end of a link only.',
	);
}

/**
 * Line breaks, formatting and emojis outside of the body: Meta's review turns them down in headers, and
 * line breaks and emojis in footers and buttons (public rejection messages; no page of Meta's has a list).
 */
export function checkPlain(findings: Findings, text: string, formattingToo = false): void {
	// The underscore of a named variable formats nothing.
	const words = text.replace(/\{\{[^{}]*\}\}/g, '');
	const found = [
		/[\r\n]/.test(text) && 'a line break',
		EMOJI.test(words) && 'an emoji',
		formattingToo && FORMATTING.test(words) && 'formatting (*, _, ~ or `)',
	].filter((what) => what !== false);
	if (found.length === 0) return;
	findings.warn(
		'not-plain',
		`there is ${found.join(' and ')}, which Meta tends to reject here`,
		'Use plain text on one line.',
	);
}
