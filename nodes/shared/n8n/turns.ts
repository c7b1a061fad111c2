/** Lets no more than so many things run at once; the others follow in their order. */
export class Turns {
	private running = 0;

	private readonly waiting: Array<() => void> = [];

	constructor(private readonly atOnce: number) {}

	async take<T>(run: () => Promise<T>): Promise<T> {
		if (this.running >= this.atOnce) {
			await new Promise<void>((resolve) => this.waiting.push(resolve));
		} else {
			this.running++;
		}
		try {
			return await run();
		} finally {
			// Whoever is next takes over the place.
			const next = this.waiting.shift();
			if (next) next();
			else this.running--;
		}
	}
}
