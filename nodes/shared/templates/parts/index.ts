import { isObject } from '../../graph/answer';
import { LIMITS } from '../../messages/limits';
import type { TemplatePart } from '../slot';
import { componentOf, type TemplateDefinition } from '../types';
import { variablesIn } from '../variables';
import { codeBody } from './authentication';
import { buttonPart } from './buttons';
import { carouselPart } from './carousel';
import { headerPart } from './headers';
import { offerPart } from './offer';
import { textPart } from './texts';

/** Every message of a template asks for them, and a look at the definition tells them once and for all. */
const known = new WeakMap<TemplateDefinition, TemplatePart[]>();

/** What a message may or must say about a template, in the order in which a person sees it. */
export function partsOf(definition: TemplateDefinition): TemplatePart[] {
	const parts = known.get(definition) ?? readParts(definition);
	known.set(definition, parts);
	return parts;
}

function readParts(definition: TemplateDefinition): TemplatePart[] {
	const { components, category } = definition;
	const named = isNamed(definition);
	const outside = { prefix: '', title: '', named };
	const header = componentOf(components, 'HEADER');
	const body = componentOf(components, 'BODY');
	const offer = componentOf(components, 'LIMITED_TIME_OFFER');
	const buttons = componentOf(components, 'BUTTONS')?.buttons ?? [];
	const carousel = componentOf(components, 'CAROUSEL');
	const limit = offer ? LIMITS.offerBody : LIMITS.body;
	return [
		header && headerPart(header, outside),
		category.toUpperCase() === 'AUTHENTICATION'
			? codeBody
			: body && textPart(body, { ...outside, type: 'body', limit }),
		offer && offerPart(offer),
		...buttons.map((button, index) =>
			buttonPart(button, {
				index,
				prefix: '',
				title: '',
				category,
				hasOffer: isObject(offer),
			}),
		),
		carousel && carouselPart(carousel, { named, category }),
	].filter((part) => part !== undefined);
}

/** Older templates do not say it: then the variables themselves tell. */
function isNamed({ parameter_format, components }: TemplateDefinition): boolean {
	if (parameter_format) return parameter_format.toUpperCase() === 'NAMED';
	return components
		.flatMap(({ text }) => variablesIn(text ?? ''))
		.some((variable) => !/^\d+$/.test(variable));
}
