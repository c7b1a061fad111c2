import type { WebhookEvent } from './event';

/** What people write who want no more messages, and the button that Meta puts under marketing templates. */
export const DEFAULT_OPT_OUT_KEYWORDS = [
	'stop',
	'stop all',
	'stop promotions',
	'unsubscribe',
	'opt out',
];

/** Whether a person asks for no more messages: the whole message, or the tapped button, is one of the keywords. */
export function asksToStop({ event }: WebhookEvent, keywords: readonly string[]): boolean {
	const { kind, text } = event;
	if (kind !== 'message' || typeof text !== 'string') return false;
	const said = plain(text);
	return said !== '' && keywords.some((keyword) => plain(keyword) === said);
}

/** Letters and digits alone: "STOP!", "Opt-out" and "opt out" are the same. */
function plain(text: string): string {
	return text.length > LONGEST
		? ''
		: text
				.normalize('NFKC')
				.toLowerCase()
				.replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
				.trim();
}

/** Nothing that long is a keyword. */
const LONGEST = 100;
