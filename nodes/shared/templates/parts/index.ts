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

/** What a message may or must say about a template, in the order in which a person sees it. */
export function partsOf({ components, ...template }: TemplateDefinition): TemplatePart[] {
	const { category } = template;
	const named = isNamed({ components, ...template });
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
