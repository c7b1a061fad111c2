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

/** Open at once at most; then the oldest is forgotten. About 700 bytes each. */
const MOST = 10_000;

interface Kept extends OpenQuestion {
	/** The later it was asked the higher: one person may have several lists. */
	place: number;
}

/** Those of this process: a restart forgets them. */
export class QuestionsInProcess implements OpenQuestions {
	/** In the order in which they were asked. */
	private readonly open = new Map<string, Kept>();
	/** The same by number and person: every text that comes is looked up. */
	private readonly lists = new Map<string, Set<Kept>>();
	private asked = 0;

	constructor(
		private readonly clock: Clock = systemClock,
		private readonly most = MOST,
	) {}

	add(question: OpenQuestion): void {
		const kept: Kept = { ...question, place: this.asked++ };
		this.open.set(question.key.questionId, kept);
		for (const key of keysOf(question)) {
			const list = this.lists.get(key);
			if (list) list.add(kept);
			else this.lists.set(key, new Set([kept]));
		}
		if (this.open.size > this.most) this.makeRoom();
	}

	find({ quotedId, ...by }: WrittenText): ResumeKey | undefined {
		const found = new Set(keysOf(by).flatMap((key) => [...(this.lists.get(key) ?? [])]));
		const asked = [...found].sort((one, other) => one.place - other.place);
		return answeredOne(asked, quotedId, this.clock.now());
	}

	remove(questionId: string): void {
		const kept = this.open.get(questionId);
		if (!kept) return;
		this.open.delete(questionId);
		for (const key of keysOf(kept)) {
			const list = this.lists.get(key);
			list?.delete(kept);
			if (list?.size === 0) this.lists.delete(key);
		}
	}

	get size(): number {
		return this.open.size;
	}

	/** What nobody waits for any more goes first. */
	private makeRoom(): void {
		const now = this.clock.now();
		for (const [id, { until }] of this.open) if (until <= now) this.remove(id);
		const [oldest] = this.open.keys();
		if (this.open.size > this.most) this.remove(oldest);
	}
}

function keysOf({ phoneNumberId, people }: Correspondents): string[] {
	return people.map((person) => `${phoneNumberId} ${person}`);
}
