import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The verify token of whoever has not set one: made from what only the owner of the app knows, and another
 * for each webhook, so that it proves nothing elsewhere. 64 hex digits.
 * @param path the webhook's path as n8n makes it, e.g. "5c3a…/whatsapp", without host and "webhook-test"
 */
export function verifyTokenFor(appSecret: string, path: string): string {
	return createHmac('sha256', appSecret).update(`verify token of ${path}`).digest('hex');
}

/**
 * What a callback answers when Meta asks it to prove itself (`GET` with `hub.mode`, `hub.verify_token` and
 * `hub.challenge`): the challenge, or undefined when it must refuse. The token is compared in constant time.
 * @param query as it was parsed; parameters that come twice are lists there, and refused
 * @param verifyToken the one to be named; an empty one is never right
 */
export function challengeOf(
	query: Readonly<Record<string, unknown>>,
	verifyToken: string,
): string | undefined {
	const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': challenge } = query;
	if (mode !== 'subscribe' || typeof token !== 'string' || typeof challenge !== 'string') {
		return undefined;
	}
	if (verifyToken === '' || !isSame(token, verifyToken)) return undefined;
	// Meta's challenges are numbers; whatever else is echoed could be made into a page on n8n's own host.
	return /^[\w-]{1,200}$/.test(challenge) ? challenge : undefined;
}

/** Digests are of one length, so not even the token's length shows in the time this takes. */
function isSame(one: string, other: string): boolean {
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(one), digest(other));
}
