import { isObject, type JsonObject } from '../../graph/answer';
import { ValidationError } from '../../graph/errors';
import { codePoints, LIMITS } from '../../messages/limits';
import { checkParameterText, parameterText, readTypedParameter } from '../parameters';
import type { SlotValues, TemplatePart, TemplateSlot } from '../slot';
import type { TemplateComponent } from '../types';
import { fillVariables, variablesIn, wordsAround } from '../variables';

/** Where a text stands. */
export interface TextPlace {
	type: 'header' | 'body';
	/** Begins the IDs, e.g. "card_0_"; "" outside of cards. */
	prefix: string;
	/** Begins the names, e.g. "Card 1 "; "" outside of cards. */
	title: string;
	named: boolean;
	/** Of the text with its values, in code points; without one, only that of each value. */
	limit?: number;
}

/** The variables of a header's or a body's text; nothing where it has none. */
export function textPart(component: TemplateComponent, place: TextPlace): TemplatePart | undefined {
	const text = component.text ?? '';
	const variables = orderedVariables(text, place.named);
	if (variables.length === 0) return undefined;
	const slots = variables.map((variable, index) =>
		textSlot(component, place, variable, exampleOf(component, place, variable, index)),
	);
	return {
		place: place.type,
		slots,
		compose(values) {
			const parameters = slots.map((slot, index) => {
				const parameter = textParameter(values, slot, place);
				return place.named ? { ...parameter, parameter_name: variables[index] } : parameter;
			});
			if (place.limit !== undefined) {
				const filled = fillVariables(text, (name) => {
					const parameter = parameters[variables.indexOf(name)];
					return parameter && parameterText(parameter);
				});
				checkFilled(`${place.title}${WORD[place.type]}`, filled, place.limit);
			}
			return { type: place.type, parameters };
		},
	};
}

const WORD = { header: 'Header', body: 'Body' } as const;

/** Meta fills positional values in by number, wherever the number stands in the text. */
function orderedVariables(text: string, named: boolean): string[] {
	const variables = variablesIn(text);
	return named ? variables : variables.sort((a, b) => Number(a) - Number(b));
}

function textSlot(
	{ text = '' }: TemplateComponent,
	{ type, prefix, title, named }: TextPlace,
	variable: string,
	example: string | undefined,
): TemplateSlot {
	const name = `${title}${WORD[type]} {{${variable}}}`;
	return {
		id: `${prefix}${type}_${variable}`,
		name,
		label: labelled(name, wordsAround(text, variable), example),
		kind: 'text',
		required: true,
		// A variable of a card has the same name in each of them.
		variable: named && prefix === '' ? variable : undefined,
	};
}

/** "Body {{1}}, e.g. Amara: Hello {{1}}, your…": n8n's panel shows the first 20 to 25 characters, until it is widened. */
export function labelled(name: string, words: string, example?: string): string {
	return `${name}${example ? `, e.g. ${example}` : ''}${words ? `: ${words}` : ''}`;
}

function textParameter(values: SlotValues, slot: TemplateSlot, { type }: TextPlace): JsonObject {
	const value = values.any(slot);
	if (type === 'body' && isObject(value)) return readTypedParameter(slot.name, value);
	const text = values.text(slot, type === 'header' ? LIMITS.templateHeaderText : LIMITS.body);
	checkParameterText(slot.name, text);
	return { type: 'text', text };
}

function checkFilled(field: string, filled: string, limit: number): void {
	const length = filled.length <= limit ? 0 : codePoints(filled);
	if (length <= limit) return;
	throw new ValidationError(
		field,
		`${field} with its values has ${length} characters, Meta allows ${limit}`,
		`Shorten the values by ${length - limit} in all.`,
	);
}

function exampleOf(
	{ example }: TemplateComponent,
	{ type, named }: TextPlace,
	variable: string,
	index: number,
): string | undefined {
	if (!isObject(example)) return undefined;
	if (named) {
		const listed = example[`${type}_text_named_params`];
		const entry = Array.isArray(listed)
			? (listed as unknown[]).find((one) => isObject(one) && one.param_name === variable)
			: undefined;
		return isObject(entry) ? asExample(entry.example) : undefined;
	}
	const listed = example[`${type}_text`];
	const [first] = Array.isArray(listed) ? (listed as unknown[]) : [];
	// A body has a list of sets, a header one list.
	const examples = Array.isArray(first) ? (first as unknown[]) : (listed as unknown[] | undefined);
	return asExample(examples?.[index]);
}

/** What Meta keeps as an example, where it is a text. */
export function asExample(value: unknown): string | undefined {
	return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
