import { StoreAwayError } from '../store/store';
import type { ResumeKey } from './answerTicket';
import type { Correspondents, OpenQuestion, OpenQuestions, WrittenText } from './openQuestions';

/**
 * Those of the store, and those of this process as well: while the store is away, what was asked here is
 * still found here.
 */
export class QuestionsTogether implements OpenQuestions {
	/** @param warn says something in n8n's log */
	constructor(
		private readonly store: OpenQuestions,
		private readonly own: OpenQuestions,
		private readonly warn: (message: string) => void,
	) {}

	async add(question: OpenQuestion): Promise<void> {
		await this.own.add(question);
		await this.reach(
			async () => await this.store.add(question),
			(why) =>
				this.warn(
					`${why}. A written answer to the question that was sent just now is recognised only if it comes to this process.`,
				),
		);
	}

	async find(written: WrittenText): Promise<ResumeKey | undefined> {
		const found = await this.reach(async () => await this.store.find(written));
		return found ?? (await this.own.find(written));
	}

	async remove(questionId: string, by: Correspondents): Promise<void> {
		await this.own.remove(questionId, by);
		// It would only be tried in vain: an execution takes one answer.
		await this.reach(async () => await this.store.remove(questionId, by));
	}

	private async reach<T>(
		action: () => Promise<T>,
		otherwise?: (why: string) => void,
	): Promise<T | undefined> {
		try {
			return await action();
		} catch (error) {
			if (!(error instanceof StoreAwayError)) throw error;
			otherwise?.(error.message);
			return undefined;
		}
	}
}
