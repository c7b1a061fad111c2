import { TEMPLATE_LIBRARY } from '../fixtures/templateLibrary';
import type { LibraryTemplate } from '../fixtures/templateLibrary';
import { isObject } from '../json';
import type { JsonObject } from '../json';
import type { World } from '../world';
import { lacks, refuse } from './refusals';
import { checkLanguage, checkTemplate } from './rules';
import type { CheckedTemplate } from './rules';

/**
 * A template made from an entry of the library: its texts, with the builder's name and buttons.
 *
 * @throws GraphFailure 100 for an entry that is not there, or not in the language.
 */
export function fromLibrary(world: World, given: JsonObject): CheckedTemplate {
	const language = checkLanguage(given.language);
	const entry = TEMPLATE_LIBRARY.find(
		(known) => known.name === given.library_template_name && known.language === language,
	);
	if (!entry) {
		throw refuse(
			'Library Template Not Found',
			`The library has no ${String(given.library_template_name)} in ${language}.`,
		);
	}
	if (given.components !== undefined) {
		throw refuse('Invalid components', 'A template of the library has its own components.');
	}
	const inputs = given.library_template_button_inputs;
	const checked = checkTemplate(world, {
		name: given.name,
		language,
		category: given.category ?? entry.category,
		components: componentsOf(entry, Array.isArray(inputs) ? inputs : []),
	});
	return { ...checked, library_template_name: entry.name };
}

function componentsOf(entry: LibraryTemplate, inputs: unknown[]): JsonObject[] {
	const { header, body, body_params: params, buttons = [] } = entry;
	return [
		...(header === undefined ? [] : [{ type: 'HEADER', format: 'TEXT', text: header }]),
		{ type: 'BODY', text: body, example: { body_text: [params] } },
		...(buttons.length === 0
			? []
			: [{ type: 'BUTTONS', buttons: buttons.map((button, i) => fill(button, inputs[i])) }]),
	];
}

/** The addresses and numbers of the library are placeholders; the builder gives the real ones. */
function fill(button: NonNullable<LibraryTemplate['buttons']>[number], input: unknown): JsonObject {
	const { type, text } = button;
	if (!isObject(input) || String(input.type).toUpperCase() !== type) {
		throw lacks('BUTTONS', `library_template_button_inputs of type ${type}`);
	}
	if (type === 'PHONE_NUMBER') return { type, text, phone_number: input.phone_number };
	const { base_url: base, url_suffix_example: example } = isObject(input.url) ? input.url : {};
	return { type, text, url: base, ...(example === undefined ? {} : { example: [example] }) };
}
