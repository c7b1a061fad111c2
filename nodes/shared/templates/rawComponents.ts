import { isObject, type JsonObject } from '../graph/answer';
import { ValidationError } from '../graph/errors';

const FIELD = 'Components (JSON)';

/** The kinds of components that a message may have once; buttons may be several, by their index. */
const ONCE = ['header', 'body', 'carousel', 'limited_time_offer', 'tap_target_configuration'];

/**
 * Components that were written by hand, as Meta's documentation has them. Only their places are checked, so that
 * what is newer than this package can be sent.
 * @returns the components, their types in lower case and the index of a button as the text that Meta wants
 * @throws ValidationError when they are no list of components, or two have one place
 */
export function readRawComponents(value: unknown): JsonObject[] {
	if (!Array.isArray(value) || !value.every(isObject)) {
		throw refusal(
			'is no list of components',
			'Give a list in [ brackets ], such as [{ "type": "body", "parameters": [{ "type": "text", "text": "Ada" }] }].',
		);
	}
	const components = value.map(readComponent);
	const places = components.map(placeOf);
	const twice = places.find((place, index) => places.indexOf(place) !== index);
	if (twice !== undefined) {
		throw refusal(`has two components for the ${twice}`, 'Give each place of the template once.');
	}
	return components;
}

/** Components with those of the second list in the places of theirs, and what the first does not have at its end. */
export function overrideComponents(components: JsonObject[], by: JsonObject[]): JsonObject[] {
	const replacements = new Map(by.map((component) => [placeOf(component), component]));
	const replaced = components.map((component) => {
		const place = placeOf(component);
		const replacement = replacements.get(place);
		replacements.delete(place);
		return replacement ?? component;
	});
	return [...replaced, ...replacements.values()];
}

/** Where in the template a component stands: "body", "button 1". */
export function placeOf({ type, index }: JsonObject): string {
	return type === 'button' ? `button ${String(index)}` : String(type);
}

function readComponent(component: JsonObject, position: number): JsonObject {
	const type = typeof component.type === 'string' ? component.type.trim().toLowerCase() : '';
	if (type === '') {
		throw refusal(
			`has no type in component ${position + 1}`,
			`Add one, such as ${ONCE.map((known) => `"${known}"`).join(', ')} or "button".`,
		);
	}
	if (type !== 'button') return { ...component, type };
	const index = Number(component.index ?? NaN);
	if (!Number.isInteger(index) || index < 0) {
		throw refusal(
			`has a button without its index in component ${position + 1}`,
			'Add "index": the place among all buttons of the template, counted from 0.',
		);
	}
	return { ...component, type, index: String(index) };
}

function refusal(what: string, fix: string): ValidationError {
	return new ValidationError(FIELD, `${FIELD} ${what}`, fix);
}
