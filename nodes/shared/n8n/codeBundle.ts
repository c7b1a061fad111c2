import { ASK_ENGINE, type Code } from './expression';

/** Items whose values are kept: more than a run reads ahead. */
const KEPT = 1_024;
/** So many more items may fail than succeed before each piece is left to itself. */
const PATIENCE = 8;

/**
 * Code of several expressions, which n8n's engine runs together: most of what an evaluation costs is the way
 * into the isolate and back, whatever is run there.
 */
export class CodeBundle {
	private readonly codes = new Set<Code>();
	/** By item; undefined where a piece failed. */
	private readonly results = new Map<number, Map<Code, unknown> | undefined>();
	private failures = 0;

	/** @param evaluate n8n's `evaluateExpression` */
	constructor(private readonly evaluate: (expression: string, itemIndex: number) => unknown) {}

	/** From now on these are run with the others. */
	add(codes: Code[]): void {
		for (const code of codes) this.codes.add(code);
		this.results.clear();
	}

	remove(codes: Code[]): void {
		for (const code of codes) this.codes.delete(code);
	}

	/**
	 * What a piece of code gives for an item.
	 * @returns {@link ASK_ENGINE} where nothing is gained by running it here, or a piece fails
	 */
	value(code: Code, itemIndex: number): unknown {
		if (!this.codes.has(code) || this.codes.size < 2 || this.failures > PATIENCE) return ASK_ENGINE;
		if (!this.results.has(itemIndex)) this.keep(itemIndex, this.run(itemIndex));
		const values = this.results.get(itemIndex);
		return values?.has(code) ? values.get(code) : ASK_ENGINE;
	}

	private run(itemIndex: number): Map<Code, unknown> | undefined {
		const codes = [...this.codes];
		// Each on lines of its own, as a comment ends with its line.
		const pieces = codes.map(({ source }) => `(\n${source}\n)`);
		let values: unknown;
		try {
			values = this.evaluate(`{{ [${pieces.join(',')}] }}`, itemIndex);
		} catch {
			// Asked for one after the other, the engine says which it is, and why.
		}
		const isWell = Array.isArray(values) && values.length === codes.length;
		this.failures = Math.max(0, this.failures + (isWell ? -1 : 1));
		if (!isWell) return undefined;
		const results = new Map((values as unknown[]).map((value, at) => [codes[at], value]));
		for (const [code, value] of results) {
			// Of what is no simple value n8n has to be asked in any case.
			if (typeof value === 'object' && value !== null) this.codes.delete(code);
		}
		return results;
	}

	private keep(itemIndex: number, values: Map<Code, unknown> | undefined): void {
		const [oldest] = this.results.keys();
		if (this.results.size >= KEPT && oldest !== undefined) this.results.delete(oldest);
		this.results.set(itemIndex, values);
	}
}
