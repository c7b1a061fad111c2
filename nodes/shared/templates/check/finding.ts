/** Something about a template that Meta refuses, or tends to. */
export interface Finding {
	/** "error": Meta refuses the template. "warning": it may, or the template is not what was meant. */
	severity: 'error' | 'warning';
	/** Where, as a builder says it: "Body, variable {{3}}", "Card 2, button 1". */
	place: string;
	/** The rule's name, for machines, e.g. "example-missing". */
	rule: string;
	/** What is wrong there: a part of a sentence that may stand behind the place. */
	message: string;
	/** What to do about it: one sentence. */
	fix: string;
}

/** Gathers what is found, each at its place. */
export class Findings {
	constructor(
		readonly list: Finding[] = [],
		private readonly place?: string,
	) {}

	/** For what is found at a part of this: "Card 2" → "Card 2, body". */
	within(part: string): Findings {
		const place = this.place
			? `${this.place}, ${part.charAt(0).toLowerCase()}${part.slice(1)}`
			: part;
		return new Findings(this.list, place);
	}

	error(rule: string, message: string, fix: string): void {
		this.add('error', rule, message, fix);
	}

	warn(rule: string, message: string, fix: string): void {
		this.add('warning', rule, message, fix);
	}

	private add(severity: Finding['severity'], rule: string, message: string, fix: string): void {
		this.list.push({ severity, place: this.place ?? 'Template', rule, message, fix });
	}
}
