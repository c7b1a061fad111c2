import { isObject, type JsonObject } from '../graph/answer';
import { readTicket, type ResumeKey } from './answerTicket';
import type { OpenQuestions } from './openQuestions';

/** A person's answer to a question, as it goes to the execution that waits for it. */
export interface Answer {
	type: 'button' | 'list' | 'text';
	/** Which of the options, counted from 0; none where the answer was written. */
	option?: number;
	/** What was tapped, or written. */
	text: string;
	/** Of the answer. */
	messageId: string;
	/** ISO 8601. */
	answeredAt: string;
	/** With a plus; absent where Meta names only the user ID. */
	from?: string;
	userId?: string;
	/** As the person's profile says. */
	name?: string;
}

/** An answer, and the execution that it is for. */
export interface AwaitedAnswer {
	key: ResumeKey;
	answer: Answer;
}

/**
 * Whether a message answers a question that an execution of n8n waits for: by the ID of the tapped button
 * or row, or – a text – by who wrote it and what it quotes.
 * @param message one of `value.messages` of a webhook
 * @param contact its entry of `value.contacts`
 * @param appSecrets those that may have signed a button's ID
 */
export function awaitedAnswer(
	message: JsonObject,
	contact: JsonObject | undefined,
	phoneNumberId: string,
	appSecrets: string[],
	questions: OpenQuestions,
): AwaitedAnswer | undefined {
	const reply = tapped(message);
	if (reply) {
		const ticket = readTicket(reply.id, appSecrets);
		if (!ticket) return undefined;
		const { option, ...key } = ticket;
		return { key, answer: { ...said(message, contact, reply.title), type: reply.type, option } };
	}
	const text = isObject(message.text) ? message.text.body : undefined;
	if (typeof text !== 'string') return undefined;
	const people = [message.from, message.from_user_id].filter(isText);
	const quoted = isObject(message.context) ? message.context.id : undefined;
	const quotedId = isText(quoted) ? quoted : undefined;
	const question = questions.find({ phoneNumberId, people, quotedId });
	return (
		question && { key: question.key, answer: { ...said(message, contact, text), type: 'text' } }
	);
}

function tapped(
	message: JsonObject,
): { type: 'button' | 'list'; id: string; title: string } | undefined {
	if (!isObject(message.interactive)) return undefined;
	const { button_reply: button, list_reply: row } = message.interactive;
	const reply = isObject(button) ? button : row;
	if (!isObject(reply) || !isText(reply.id)) return undefined;
	const title = isText(reply.title) ? reply.title : '';
	return { type: reply === button ? 'button' : 'list', id: reply.id, title };
}

function said(
	message: JsonObject,
	contact: JsonObject | undefined,
	text: string,
): Omit<Answer, 'type'> {
	const profile = isObject(contact?.profile) ? contact.profile : {};
	const seconds = Number(message.timestamp);
	return {
		text,
		messageId: isText(message.id) ? message.id : '',
		answeredAt: new Date(Number.isFinite(seconds) ? seconds * 1_000 : 0).toISOString(),
		...(isText(message.from) ? { from: `+${message.from}` } : {}),
		...(isText(message.from_user_id) ? { userId: message.from_user_id } : {}),
		...(isText(profile.name) ? { name: profile.name } : {}),
	};
}

function isText(value: unknown): value is string {
	return typeof value === 'string' && value !== '';
}
