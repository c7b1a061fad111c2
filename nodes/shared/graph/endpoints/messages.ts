import type { JsonObject } from '../answer';
import type { GraphClient } from '../client';
import { UnexpectedAnswerError } from '../errors';

/** Meta's answer to a message that it accepted; accepted is not delivered. */
export interface MessageAnswer extends JsonObject {
	messages: Array<{ id: string; message_status?: string }>;
}

/** Where messages are posted: all kinds, or marketing templates with Meta's optimisations. */
export type MessageEndpoint = 'messages' | 'marketing_messages';

/**
 * Posts one message: `POST /{phone-number-id}/messages`, or to another endpoint.
 * @throws UnexpectedAnswerError when Meta's answer names no message
 */
export async function postMessage(
	client: GraphClient,
	phoneNumberId: string,
	message: JsonObject,
	signal?: AbortSignal,
	endpoint: MessageEndpoint = 'messages',
): Promise<MessageAnswer> {
	const answer = await client.post([phoneNumberId, endpoint], message, { signal });
	if (!namesMessage(answer)) {
		throw new UnexpectedAnswerError("Meta's answer names no message", 200);
	}
	return answer;
}

/**
 * Marks a message that the business got as read, and those before it: `POST /{phone-number-id}/messages`.
 * @param typing whether the person also sees that an answer is being typed, for 25 s at most
 */
export async function markAsRead(
	client: GraphClient,
	phoneNumberId: string,
	messageId: string,
	typing: boolean,
	signal?: AbortSignal,
): Promise<JsonObject> {
	const body = {
		messaging_product: 'whatsapp',
		status: 'read',
		message_id: messageId,
		...(typing ? { typing_indicator: { type: 'text' } } : {}),
	};
	return await client.post([phoneNumberId, 'messages'], body, { signal });
}

function namesMessage(answer: JsonObject): answer is MessageAnswer {
	const messages = answer.messages as Array<{ id?: unknown }> | undefined;
	return Array.isArray(messages) && typeof messages[0]?.id === 'string';
}
