import { refusal } from '../graphErrors';
import { asText, codePoints, isObject } from '../json';
import type { JsonObject } from '../json';
import { componentOf, variablesOf } from '../templateTypes';
import type { Template, TemplateComponent } from '../templateTypes';
import {
	invalid,
	onlyKeys,
	requireArray,
	requireNumber,
	requireObject,
	requireText,
} from './checks';
import type { MessageContext } from './kinds';
import { checkButtons } from './templateButtons';
import {
	checkMediaHeader,
	checkTexts,
	fill,
	refuseCount,
	refuseFormat,
} from './templateParameters';

const KEYS = new Set(['name', 'language', 'components', 'namespace']);

/** Longest body with its values filled in, in code points. */
const FILLED_BODY = 1_024;
/** The same beside a limited-time offer. */
const FILLED_OFFER_BODY = 600;
/** The same on a card. */
const FILLED_CARD_BODY = 160;

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
	const hasOffer = componentOf(template.components, 'LIMITED_TIME_OFFER') !== undefined;
	const longestBody = hasOffer ? FILLED_OFFER_BODY : FILLED_BODY;
	checkComponents(template.components, listed, template, longestBody);
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
	longestBody: number,
): void {
	const one = (type: string): JsonObject | undefined => {
		const all = given.filter((component) => String(component.type).toLowerCase() === type);
		if (all.length > 1) throw invalid(`The component ${type} is given more than once.`);
		return all[0];
	};
	checkHeader(componentOf(expected, 'HEADER'), parametersOf(one('header')), template);
	checkBody(componentOf(expected, 'BODY'), parametersOf(one('body')), template, longestBody);
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
	longest: number,
): void {
	const names = variablesOf(body?.text);
	checkTexts('body', names, given, template.parameter_format);
	const filled = fill(body?.text ?? '', given, template.parameter_format);
	if (codePoints(filled) > longest) {
		throw refusal(132005, `body: the text has more than ${longest} characters`);
	}
}

/** Checks the cards: as many media cards as the template has, or 2 to 10 of products of one catalog. */
function checkCarousel(
	carousel: TemplateComponent | undefined,
	given: JsonObject | undefined,
	template: Template,
): void {
	const expected = carousel?.cards ?? [];
	const cards = Array.isArray(given?.cards) ? (given.cards as unknown[]) : [];
	const ofProducts = headerOf(expected[0])?.format?.toUpperCase() === 'PRODUCT';
	if (ofProducts) requireArray(cards, "carousel['cards']", LEAST_CARDS, MOST_CARDS);
	else if (cards.length !== expected.length) {
		throw refuseCount('carousel', cards.length, expected.length);
	}
	const seen = new Set<number>();
	const catalogs = new Set<unknown>();
	for (const card of cards) {
		const { card_index: cardIndex, components } = requireObject(card, 'cards');
		const index = Number(cardIndex);
		if (cardIndex === undefined || !(index in cards) || seen.has(index)) {
			throw invalid(`card_index ${String(cardIndex)} is not one of the template's cards.`);
		}
		seen.add(index);
		const listed = requireArray(components, 'components', 0, 20).map((component) =>
			requireObject(component, 'components'),
		);
		// A message may show more products than the template was made with.
		const own = expected[Math.min(index, expected.length - 1)].components;
		checkComponents(own, listed, template, FILLED_CARD_BODY);
		catalogs.add(catalogOf(listed));
	}
	if (catalogs.size > 1) throw invalid('The products of a carousel must be of one catalog.');
}

const LEAST_CARDS = 2;
const MOST_CARDS = 10;

function headerOf(card: { components: TemplateComponent[] } | undefined) {
	return componentOf(card?.components ?? [], 'HEADER');
}

function catalogOf(components: JsonObject[]): unknown {
	const [parameter] = parametersOf(components.find(({ type }) => type === 'header'));
	return isObject(parameter?.product) ? parameter.product.catalog_id : undefined;
}

function checkOffer(offer: TemplateComponent | undefined, given: JsonObject | undefined): void {
	const hasExpiration =
		isObject(offer?.limited_time_offer) && offer.limited_time_offer.has_expiration === true;
	const parameters = parametersOf(given);
	const expected = hasExpiration ? 1 : 0;
	if (parameters.length !== expected) {
		throw refuseCount('limited_time_offer', parameters.length, expected);
	}
	for (const { type, limited_time_offer: value } of parameters) {
		if (type !== 'limited_time_offer') {
			throw refuseFormat('limited_time_offer', 'LIMITED_TIME_OFFER', asText(type).toUpperCase());
		}
		const { expiration_time_ms: end } = requireObject(value, 'limited_time_offer');
		if (!Number.isInteger(requireNumber(end, 'expiration_time_ms', 1, Number.MAX_SAFE_INTEGER))) {
			throw invalid('expiration_time_ms must be a whole number.');
		}
	}
}
