import type { JsonObject } from '../answer';
import type { GraphClient } from '../client';
import { GraphApiError } from '../errors';
import { postMessage, type MessageAnswer, type MessageEndpoint } from './messages';

/** How a template goes out by the Marketing Messages API. */
export interface Marketing {
	/** What Meta does with a message that it cannot optimise: send it as Cloud API would, or refuse it. */
	policy: 'CLOUD_API_FALLBACK' | 'STRICT';
	/** Whether Meta may use how people react, to optimise; undefined: as the account is set. */
	shareActivity?: boolean;
}

/** Meta's answer, and which endpoint took the message. */
export interface MarketingAnswer {
	answer: MessageAnswer;
	endpoint: MessageEndpoint;
}

/** Codes by which the endpoint turns a template away that `/messages` may take. */
const NO_TEMPLATE_FOR_IT: ReadonlySet<number> = new Set([
	// Method not allowed: no marketing template.
	131055,
	// Not a marketing template.
	134100,
	// Not ready there yet.
	134101,
]);

/** Not available there, which may pass: worth one more try. */
const UNAVAILABLE = 134102;

/**
 * A parameter that is not valid; also the answer for a template that was created or edited within ten
 * minutes. If it really is a parameter of this one message, `/messages` says so too.
 */
const INVALID_PARAMETER = 131009;

/**
 * What the marketing endpoint turned away, so that it should go by `/messages` instead: all messages of
 * the template, this message, or nothing. Nothing where Meta speaks of the person (131049 held back,
 * 131050 opted out): that is no matter of the endpoint.
 * @param attempt how many calls were made for the message, this one included
 */
export function turnedAwayBy(error: unknown, attempt: number): 'template' | 'message' | undefined {
	if (!(error instanceof GraphApiError)) return undefined;
	const { code } = error;
	if (NO_TEMPLATE_FOR_IT.has(code) || (code === UNAVAILABLE && attempt > 1)) return 'template';
	return code === INVALID_PARAMETER ? 'message' : undefined;
}

/** The body of `POST /{phone-number-id}/marketing_messages`. */
export function marketingBody(message: JsonObject, marketing: Marketing): JsonObject {
	const { policy, shareActivity } = marketing;
	return {
		...message,
		product_policy: policy,
		...(shareActivity === undefined ? {} : { message_activity_sharing: shareActivity }),
	};
}

/** Templates, per number, that the marketing endpoint turned away: it is not asked for these again. */
export type TurnedAway = Set<string>;

/** One try of one message. */
export interface MarketingAttempt {
	/** 1 for the first. */
	attempt: number;
	/** Is read and added to. */
	turnedAway: TurnedAway;
	signal?: AbortSignal;
}

/**
 * Posts a template message: `POST /{phone-number-id}/marketing_messages`, or by `/messages` where that
 * endpoint turns the template away and the policy is to fall back.
 * @param message the body for `/messages`
 */
export async function postMarketingMessage(
	client: GraphClient,
	phoneNumberId: string,
	message: JsonObject,
	marketing: Marketing,
	{ attempt, turnedAway, signal }: MarketingAttempt,
): Promise<MarketingAnswer> {
	const template = `${phoneNumberId} ${nameOf(message)}`;
	if (!turnedAway.has(template)) {
		try {
			const body = marketingBody(message, marketing);
			const endpoint = 'marketing_messages';
			const answer = await postMessage(client, phoneNumberId, body, signal, endpoint);
			return { answer, endpoint };
		} catch (error) {
			const what = turnedAwayBy(error, attempt);
			if (!what || marketing.policy === 'STRICT') throw error;
			if (what === 'template') turnedAway.add(template);
		}
	}
	const answer = await postMessage(client, phoneNumberId, message, signal);
	return { answer, endpoint: 'messages' };
}

function nameOf({ template }: JsonObject): string {
	const { name, language } = (template ?? {}) as JsonObject;
	return JSON.stringify([name, language]);
}
