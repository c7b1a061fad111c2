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

/** A text that a person wrote. */
export interface WrittenText {
	phoneNumberId: string;
	/** Whoever wrote it, by all the IDs that the webhook names. */
	people: string[];
	/** The message that it quotes. */
	quotedId?: string;
}

/** Open at once at most; then the oldest is forgotten. About 600 bytes each. */
const MOST = 10_000;

/**
 * The questions that wait for a written answer, in this process: a restart forgets them.
 * A text answers the question that it quotes; one that quotes nothing answers the latest.
 */
export class OpenQuestions {
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

	/** The question that a text answers. */
	find({ phoneNumberId, people, quotedId }: WrittenText): OpenQuestion | undefined {
		const now = this.clock.now();
		let latest: OpenQuestion | undefined;
		for (const question of this.open.values()) {
			if (question.until <= now) {
				this.open.delete(question.key.questionId);
				continue;
			}
			if (question.phoneNumberId !== phoneNumberId) continue;
			if (!question.people.some((person) => people.includes(person))) continue;
			if (question.messageId === quotedId) return question;
			latest = question;
		}
		// Whoever quotes something else speaks of something else.
		return quotedId === undefined ? latest : undefined;
	}

	/** It was answered, one way or another. */
	remove(questionId: string): void {
		this.open.delete(questionId);
	}

	get size(): number {
		return this.open.size;
	}
}

/** Those of this process. */
export const openQuestions = new OpenQuestions();
