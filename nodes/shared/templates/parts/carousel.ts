import type { JsonObject } from '../../graph/answer';
import { LIMITS } from '../../messages/limits';
import type { TemplatePart, TemplateSlot } from '../slot';
import { componentOf, type TemplateComponent } from '../types';
import { buttonPart } from './buttons';
import { headerPart } from './headers';
import { textPart } from './texts';

/** What the cards share with the rest of the template. */
export interface CarouselPlace {
	named: boolean;
	category: string;
}

type Card = { components: TemplateComponent[] };

/** The cards of a carousel: as many as the template has of media, two to ten of products. */
export function carouselPart(
	{ cards = [] }: TemplateComponent,
	place: CarouselPlace,
): TemplatePart | undefined {
	const [first] = cards;
	if (!first) return undefined;
	return componentOf(first.components, 'HEADER')?.format?.toUpperCase() === 'PRODUCT'
		? productCarousel(cards, place)
		: mediaCarousel(cards, place);
}

function mediaCarousel(cards: Card[], place: CarouselPlace): TemplatePart {
	const parts = cards.map((card, index) => cardParts(card, index, place));
	return {
		place: 'carousel',
		slots: parts.flat().flatMap(({ slots }) => slots),
		compose: (values) => carousel(parts.map((card) => card.map((part) => part.compose(values)))),
	};
}

const CATALOG: TemplateSlot = {
	id: 'carousel_catalog',
	name: 'Carousel Catalog ID',
	label: 'Carousel Catalog ID: of the catalog that has the products',
	kind: 'text',
	required: true,
};

/** Meta defines such a carousel by two cards; a message may show up to ten products. */
function productCarousel(cards: Card[], place: CarouselPlace): TemplatePart {
	const all = Array.from({ length: LIMITS.cards }, (_, index) => {
		const isNeeded = index < LIMITS.leastCards;
		const product: TemplateSlot = {
			id: `card_${index}_product`,
			name: `Card ${index + 1} Product ID`,
			label: `Card ${index + 1} Product ID: as the catalog names it (SKU, content ID)`,
			kind: 'text',
			required: isNeeded,
			rare: !isNeeded,
		};
		// All cards of a template have the same parts.
		const { components } = cards[Math.min(index, cards.length - 1)];
		const parts = cardParts({ components: components.filter(isNoHeader) }, index, place);
		return { product, parts };
	});
	const slotsOf = ({ product, parts }: (typeof all)[number]): TemplateSlot[] => [
		product,
		...parts
			.flatMap(({ slots }) => slots)
			// Of a card that a message does not show, nothing is required.
			.map((slot) => (product.required ? slot : { ...slot, required: false, rare: true })),
	];
	return {
		place: 'carousel',
		slots: [CATALOG, ...all.flatMap(slotsOf)],
		compose(values) {
			const isShown = (card: (typeof all)[number]): boolean =>
				card.product.required || slotsOf(card).some((slot) => values.has(slot));
			const last = all.findLastIndex(isShown);
			const catalog_id = values.text(CATALOG).trim();
			return carousel(
				all.slice(0, last + 1).map(({ product, parts }) => {
					const product_retailer_id = values.text(product).trim();
					const header = {
						type: 'header',
						parameters: [{ type: 'product', product: { product_retailer_id, catalog_id } }],
					};
					return [header, ...parts.map((part) => part.compose(values))];
				}),
			);
		},
	};
}

function isNoHeader({ type }: TemplateComponent): boolean {
	return type.toUpperCase() !== 'HEADER';
}

function cardParts(
	{ components }: Card,
	index: number,
	{ named, category }: CarouselPlace,
): TemplatePart[] {
	const card = { prefix: `card_${index}_`, title: `Card ${index + 1} ` };
	const header = componentOf(components, 'HEADER');
	const body = componentOf(components, 'BODY');
	const buttons = componentOf(components, 'BUTTONS')?.buttons ?? [];
	return [
		header && headerPart(header, { ...card, named }),
		body && textPart(body, { ...card, type: 'body', named, limit: LIMITS.cardBody }),
		...buttons.map((button, place) =>
			buttonPart(button, { ...card, index: place, category, hasOffer: false }),
		),
	].filter((part) => part !== undefined);
}

function carousel(cards: Array<Array<JsonObject | undefined>>): JsonObject {
	return {
		type: 'carousel',
		cards: cards.map((components, card_index) => ({
			card_index,
			components: components.filter((component) => component !== undefined),
		})),
	};
}
