import { systemClock, type Clock } from '../clock';
import type { ResumeKey } from './answerTicket';

/** A question that may be answered by a text: nothing in the text says what it answers. */
export interface OpenQuestion {
	key: ResumeKey;
	/** The business number that asked. */
	phoneNumberId: string;
	/** Whom: numbers with their plus and business-scoped user IDs, as far as they are known. */
	people: string[];
	/** Of the question: a reply may quote it. */
	messageId: string;
	/** When nobody waits for it any more: milliseconds since the Unix epoch. */
	until: number;
}

/** Between whom it was asked, or something was written. */
export interface Correspondents {
	phoneNumberId: string;
	/** A person, by all the IDs that are known. */
	people: string[];
}

/** A text that a person wrote. */
export interface WrittenText extends Correspondents {
	/** The message that it quotes. */
	quotedId?: string;
}

/**
 * The questions that wait for a written answer. A text answers the question that it quotes; one that quotes
 * nothing answers the latest. Those of this process answer at once; those that several processes share may
 * answer with a promise.
 */
export interface OpenQuestions {
	add(question: OpenQuestion): void | Promise<void>;
	/** What wakes the execution whose question a text answers. */
	find(written: WrittenText): ResumeKey | undefined | Promise<ResumeKey | undefined>;
	/** It was answered, one way or another, by this person. */
	remove(questionId: string, by: Correspondents): void | Promise<void>;
}

/** What tells which question is answered. */
export type Asked = Pick<OpenQuestion, 'key' | 'messageId' | 'until'>;

/**
 * The question that a text answers.
 * @param asked those that its writer was asked, in the order in which they were asked
 * @param now milliseconds since the Unix epoch
 */
export function answeredOne(
	asked: Iterable<Asked>,
	quotedId: string | undefined,
	now: number,
): ResumeKey | undefined {
	let latest: Asked | undefined;
	for (const question of asked) {
		if (question.until <= now) continue;
		if (question.messageId === quotedId) return question.key;
		latest = question;
	}
	// Whoever quotes something else speaks of something else.
	return quotedId === undefined ? latest?.key : undefined;
}

/** Open at once at most; then the oldest is forgotten. About 600 bytes each. */
const MOST = 10_000;

/** Those of this process: a restart forgets them. */
export class QuestionsInProcess implements OpenQuestions {
	/** In the order in which they were asked. */
	private readonly open = new Map<string, OpenQuestion>();

	constructor(
		private readonly clock: Clock = systemClock,
		private readonly most = MOST,
	) {}

	add(question: OpenQuestion): void {
		this.open.set(question.key.questionId, question);
		if (this.open.size <= this.most) return;
		const [oldest] = this.open.keys();
		this.open.delete(oldest);
	}

	find({ phoneNumberId, people, quotedId }: WrittenText): ResumeKey | undefined {
		const now = this.clock.now();
		const asked: OpenQuestion[] = [];
		for (const question of this.open.values()) {
			if (question.until <= now) this.open.delete(question.key.questionId);
			else if (
				question.phoneNumberId === phoneNumberId &&
				question.people.some((person) => people.includes(person))
			) {
				asked.push(question);
			}
		}
		return answeredOne(asked, quotedId, now);
	}

	remove(questionId: string): void {
		this.open.delete(questionId);
	}

	get size(): number {
		return this.open.size;
	}
}
