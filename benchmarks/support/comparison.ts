/** One thing that is measured. */
export interface Comparison {
	/** For `--only`. */
	name: string;
	/** What it answers, in a sentence. */
	question: string;
	/** Measures and prints. @param quick with less patience, for a first look */
	run(quick: boolean): Promise<void>;
}
