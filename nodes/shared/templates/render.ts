import { isObject, objectsIn, type JsonObject } from '../graph/answer';
import { parameterText } from './parameters';
import {
	componentOf,
	type TemplateButton,
	type TemplateComponent,
	type TemplateDefinition,
} from './types';
import { fillVariables } from './variables';

/**
 * A message as a person reads it, a line for each of header, body, footer, buttons and cards; variables that the
 * components do not fill in stay as they are.
 * @param components of the message, as Meta takes them
 */
export function renderTemplate(definition: TemplateDefinition, components: JsonObject[]): string {
	const lines = renderComponents(definition.components, components);
	const cards = componentOf(definition.components, 'CAROUSEL')?.cards ?? [];
	const given = find(components, 'carousel')?.cards;
	const sent = objectsIn(given);
	sent.forEach((card, position) => {
		const own = cards[Math.min(position, cards.length - 1)]?.components ?? [];
		const listed = objectsIn(card.components);
		lines.push('', `Card ${position + 1}`, ...renderComponents(own, listed));
	});
	return lines.join('\n').trim();
}

function renderComponents(own: TemplateComponent[], given: JsonObject[]): string[] {
	const header = componentOf(own, 'HEADER');
	const body = componentOf(own, 'BODY');
	const offer = componentOf(own, 'LIMITED_TIME_OFFER');
	const buttons = componentOf(own, 'BUTTONS')?.buttons ?? [];
	return [
		header && renderHeader(header, parametersOf(find(given, 'header'))),
		offer && renderOffer(offer, parametersOf(find(given, 'limited_time_offer'))),
		body && fill(body.text ?? '', parametersOf(find(given, 'body'))),
		componentOf(own, 'FOOTER')?.text,
		...buttons.map((button, index) =>
			renderButton(
				button,
				parametersOf(
					given.find((one) => one.type === 'button' && String(one.index) === `${index}`),
				),
			),
		),
	].filter((line): line is string => line !== undefined && line !== '');
}

function renderHeader(header: TemplateComponent, parameters: JsonObject[]): string {
	const format = header.format?.toUpperCase() ?? 'TEXT';
	if (format === 'TEXT') return fill(header.text ?? '', parameters);
	const [parameter = {}] = parameters;
	const object = parameter[format.toLowerCase()];
	const facts = isObject(object) ? object : {};
	const { name, address, latitude, longitude } = facts;
	const where = [name, address, latitude && `${text(latitude)}, ${text(longitude)}`];
	const what =
		format === 'LOCATION'
			? where.map(text).filter(Boolean).join(', ')
			: text(facts.filename ?? facts.link ?? facts.id ?? facts.product_retailer_id);
	return `[${format.charAt(0)}${format.slice(1).toLowerCase()}${what && `: ${what}`}]`;
}

function renderOffer(offer: TemplateComponent, [parameter]: JsonObject[]): string {
	const { limited_time_offer: own } = offer;
	const given = parameter?.limited_time_offer;
	const end = isObject(given) ? Number(given.expiration_time_ms) : NaN;
	const words = isObject(own) ? text(own.text) : '';
	// Beyond what a date can be, as a hand-written component may have it, there is nothing to write.
	const until = Math.abs(end) <= 8.64e15 ? ` (until ${new Date(end).toISOString()})` : '';
	return `${words}${until}`;
}

function renderButton(button: TemplateButton, [parameter = {}]: JsonObject[]): string {
	const value = parameterText(parameter) || text(parameter.coupon_code);
	const url = button.url && fillVariables(button.url, () => value || undefined);
	const goesTo = url ?? button.phone_number ?? text(parameter.coupon_code);
	return `[${button.text ?? button.type}${goesTo ? `: ${goesTo}` : ''}]`;
}

function fill(words: string, parameters: JsonObject[]): string {
	return fillVariables(words, (variable) => {
		const parameter =
			parameters.find(({ parameter_name }) => parameter_name === variable) ??
			parameters[Number(variable) - 1];
		return parameter && parameterText(parameter);
	});
}

function find(components: JsonObject[], type: string): JsonObject | undefined {
	return components.find((component) => component.type === type);
}

function parametersOf(component: JsonObject | undefined): JsonObject[] {
	return objectsIn(component?.parameters);
}

function text(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
