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
