/** A question that waits for its batch. */
interface Waiting<Q, A> {
	question: Q;
	resolve: (answer: A) => void;
	reject: (error: unknown) => void;
}

/**
 * Asks many questions at once: one call is under way at a time, and the next takes what came meanwhile. A
 * question that nothing is ahead of does not wait.
 */
export class Batches<Q, A> {
	private waiting: Array<Waiting<Q, A>> = [];
	private isAsking = false;

	/**
	 * @param askAll answers in the order of the questions
	 * @param most questions in one call
	 */
	constructor(
		private readonly askAll: (questions: Q[]) => Promise<A[]>,
		private readonly most: number,
	) {}

	/** Nothing is under way, and nothing waits. */
	get isIdle(): boolean {
		return !this.isAsking;
	}

	async ask(question: Q): Promise<A> {
		return await new Promise<A>((resolve, reject) => {
			this.waiting.push({ question, resolve, reject });
			if (this.isAsking) return;
			this.isAsking = true;
			// Who asks in the same turn of the event loop comes along.
			queueMicrotask(() => void this.askOn());
		});
	}

	private async askOn(): Promise<void> {
		while (this.waiting.length > 0) {
			const batch = this.waiting.splice(0, this.most);
			try {
				const answers = await this.askAll(batch.map(({ question }) => question));
				for (const [place, { resolve }] of batch.entries()) resolve(answers[place]);
			} catch (error) {
				for (const { reject } of batch) reject(error);
			}
		}
		this.isAsking = false;
	}
}
