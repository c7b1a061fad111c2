import { readTicket, type ResumeKey } from './answerTicket';
import type { EventFacts } from './event';
import type { Correspondents, OpenQuestions } from './openQuestions';
import { objectOf, textOf } from './values';

/** A person's answer to a question, as it goes to the execution that waits for it. */
export interface Answer {
	type: 'button' | 'list' | 'text';
	/** Which of the options, counted from 0; none where the answer was written. */
	option?: number;
	/** What was tapped, or written. */
	text?: string;
	/** Of the answer. */
	messageId?: string;
	/** ISO 8601. */
	answeredAt?: string;
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

/** Of the replies to interactive messages, those that choose. */
const CHOICES: Readonly<Record<string, 'button' | 'list'>> = {
	button_reply: 'button',
	list_reply: 'list',
};

/**
 * Whether an event answers a question that an execution of n8n waits for: by the ID of the tapped button or
 * row, or – a text – by who wrote it and what it quotes.
 * @param appSecrets those that may have signed a button's ID
 * @throws errors of the questions
 */
export async function awaitedAnswer(
	event: EventFacts,
	appSecrets: string[],
	questions: OpenQuestions,
): Promise<AwaitedAnswer | undefined> {
	if (event.kind !== 'message') return undefined;
	const chosen = event.type === 'interactive' && CHOICES[textOf(event.subtype) ?? ''];
	if (chosen) {
		const ticket = readTicket(textOf(objectOf(event.tapped).id) ?? '', appSecrets);
		if (!ticket) return undefined;
		const { option, ...key } = ticket;
		return { key, answer: { ...said(event), type: chosen, option } };
	}
	if (event.type !== 'text') return undefined;
	const key = await questions.find({
		...correspondentsOf(event),
		quotedId: textOf(event.replyTo),
	});
	return key && { key, answer: { ...said(event), type: 'text' } };
}

/** Between whom an event happened. */
export function correspondentsOf({ phoneNumberId, from, userId }: EventFacts): Correspondents {
	return {
		phoneNumberId: phoneNumberId ?? '',
		people: [textOf(from), textOf(userId)].filter((id) => id !== undefined),
	};
}

function said({ text, id, timestamp, from, userId, name }: EventFacts): Omit<Answer, 'type'> {
	return {
		text: textOf(text),
		messageId: textOf(id),
		answeredAt: timestamp,
		from: textOf(from),
		userId: textOf(userId),
		name: textOf(name),
	};
}
