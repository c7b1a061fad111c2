import { refusal } from '../graphErrors';
import { codePoints, isObject } from '../json';
import type { JsonObject } from '../json';
import { componentOf, variablesOf } from '../templateTypes';
import type { Template, TemplateComponent } from '../templateTypes';
import { invalid, onlyKeys, requireArray, requireObject, requireText } from './checks';
import type { MessageContext } from './kinds';
import { checkButtons } from './templateButtons';
import { checkMediaHeader, checkTexts, fill, refuseCount } from './templateParameters';

const KEYS = new Set(['name', 'language', 'components', 'namespace']);

/** Longest body with its values filled in, in code points. */
const FILLED_BODY = 1_024;

const COMPONENT_TYPES = new Set([
	'header',
	'body',
	'footer',
	'button',
	'carousel',
	'limited_time_offer',
	'tap_target_configuration',
]);

/**
 * Finds the template that a message names and checks its values against it.
 *
 * @throws GraphFailure 132001 for one that does not exist or is not approved in the language,
 * 132015 paused, 132016 disabled, 132000 for a wrong number of values, 132012 for a wrong kind,
 * 131008 for an empty one, 132005 for a body that gets too long.
 */
export function checkTemplate(value: unknown, context: MessageContext): Template {
	const given = requireObject(value, 'template');
	onlyKeys(given, 'template', KEYS);
	const name = requireText(given.name, "template['name']", 512);
	const language = requireObject(given.language, "template['language']");
	const code = requireText(language.code, "template['language']['code']");
	const template = findTemplate(context, name, code);
	if (template.category === 'AUTHENTICATION' && context.recipient.userId !== undefined) {
		throw refusal(131062, 'Authentication templates need a phone number as recipient.');
	}
	const components = given.components ?? [];
	const listed = requireArray(components, "template['components']", 0, 20).map((entry, index) => {
		const component = requireObject(entry, `template['components'][${index}]`);
		const type = requireText(component.type, `template['components'][${index}]['type']`);
		if (!COMPONENT_TYPES.has(type.toLowerCase())) {
			throw invalid(`"${type}" is not a type of component.`);
		}
		return component;
	});
	checkComponents(template.components, listed, template);
	return template;
}

function findTemplate({ world, phone }: MessageContext, name: string, code: string): Template {
	const { templates } = world.account.accountOf(phone.wabaId);
	const found = templates.find(
		({ template }) => template.name === name && template.language === code,
	)?.template;
	if (found?.status === 'PAUSED') throw refusal(132015, `Template "${name}" is paused.`);
	if (found?.status === 'DISABLED') throw refusal(132016, `Template "${name}" is disabled.`);
	// One that waits for review, or failed it, is not there for a sender.
	if (found?.status !== 'APPROVED') {
		throw refusal(132001, `template name (${name}) does not exist in ${code}`);
	}
	return found;
}

/** Checks one set of components: a template's, or one card's of its carousel. */
function checkComponents(
	expected: TemplateComponent[],
	given: JsonObject[],
	template: Template,
): void {
	const one = (type: string): JsonObject | undefined => {
		const all = given.filter((component) => String(component.type).toLowerCase() === type);
		if (all.length > 1) throw invalid(`The component ${type} is given more than once.`);
		return all[0];
	};
	checkHeader(componentOf(expected, 'HEADER'), parametersOf(one('header')), template);
	checkBody(componentOf(expected, 'BODY'), parametersOf(one('body')), template);
	checkCarousel(componentOf(expected, 'CAROUSEL'), one('carousel'), template);
	checkOffer(componentOf(expected, 'LIMITED_TIME_OFFER'), one('limited_time_offer'));
	checkButtons(
		componentOf(expected, 'BUTTONS')?.buttons ?? [],
		given.filter((component) => String(component.type).toLowerCase() === 'button'),
	);
}

function parametersOf(component: JsonObject | undefined): JsonObject[] {
	if (component === undefined || component.parameters === undefined) return [];
	return requireArray(component.parameters, 'parameters', 0, 200).map((parameter, index) =>
		requireObject(parameter, `parameters[${index}]`),
	);
}

function checkHeader(
	header: TemplateComponent | undefined,
	given: JsonObject[],
	template: Template,
): void {
	const format = header?.format?.toUpperCase();
	if (header === undefined || format === undefined || format === 'TEXT') {
		checkTexts('header', variablesOf(header?.text), given, template.parameter_format);
	} else {
		checkMediaHeader(format, given);
	}
}

function checkBody(
	body: TemplateComponent | undefined,
	given: JsonObject[],
	template: Template,
): void {
	const names = variablesOf(body?.text);
	checkTexts('body', names, given, template.parameter_format);
	const filled = fill(body?.text ?? '', given, template.parameter_format);
	if (codePoints(filled) > FILLED_BODY) {
		throw refusal(132005, `body: the text has more than ${FILLED_BODY} characters`);
	}
}

function checkCarousel(
	carousel: TemplateComponent | undefined,
	given: JsonObject | undefined,
	template: Template,
): void {
	const expected = carousel?.cards ?? [];
	const cards = Array.isArray(given?.cards) ? given.cards : [];
	if (cards.length !== expected.length)
		throw refuseCount('carousel', cards.length, expected.length);
	const seen = new Set<number>();
	for (const card of cards as unknown[]) {
		const { card_index: cardIndex, components } = requireObject(card, 'cards');
		const index = Number(cardIndex);
		if (!Number.isInteger(index) || !(index in expected) || seen.has(index)) {
			throw invalid(`card_index ${String(cardIndex)} is not one of the template's cards.`);
		}
		seen.add(index);
		const listed = requireArray(components ?? [], 'components', 0, 20).filter(isObject);
		checkComponents(expected[index].components, listed, template);
	}
}

function checkOffer(offer: TemplateComponent | undefined, given: JsonObject | undefined): void {
	const hasExpiration =
		isObject(offer?.limited_time_offer) && offer.limited_time_offer.has_expiration === true;
	const parameters = parametersOf(given);
	const expected = hasExpiration ? 1 : 0;
	if (parameters.length !== expected) {
		throw refuseCount('limited_time_offer', parameters.length, expected);
	}
}
