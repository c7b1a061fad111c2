/** `{{1}}`, `{{ order_id }}`: what stands between the braces is the variable's name. */
const VARIABLE = /\{\{\s*([^{}\s]+)\s*\}\}/g;

/** The variables of a text in the order in which they first stand there, each once. */
export function variablesIn(text: string): string[] {
	return [...new Set(Array.from(text.matchAll(VARIABLE), ([, name]) => name))];
}

/** The text with its variables replaced; those that `valueOf` knows nothing of stay as they are. */
export function fillVariables(text: string, valueOf: (name: string) => string | undefined): string {
	return text.replace(VARIABLE, (variable, name: string) => valueOf(name) ?? variable);
}

/** The text with its variables written as Meta writes them: `{{ 1 }}` as `{{1}}`. */
export function tidyVariables(text: string): string {
	return text.replace(VARIABLE, '{{$1}}');
}

/** The parts of a text between its variables: always one more than there are variables. */
export function textAround(text: string): string[] {
	return text.split(/\{\{\s*[^{}\s]+\s*\}\}/);
}

/** How much of a text stands before and after a variable in its label, in code points. */
const AROUND = 24;

/** The variable with the words around it on its line, e.g. "Hello {{1}}, your {{2}} left…". */
export function wordsAround(text: string, name: string): string {
	for (const line of text.split('\n')) {
		const found = Array.from(line.matchAll(VARIABLE)).find(([, other]) => other === name);
		if (!found) continue;
		const before = [...line.slice(0, found.index)];
		const after = [...line.slice(found.index + found[0].length)];
		return [
			before.length > AROUND ? `…${before.slice(-AROUND).join('').trimStart()}` : before.join(''),
			found[0],
			after.length > AROUND ? `${after.slice(0, AROUND).join('').trimEnd()}…` : after.join(''),
		]
			.join('')
			.trim();
	}
	return '';
}
