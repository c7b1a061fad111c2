import { isObject, objectsIn } from '../../graph/answer';
import { LIMITS } from '../../messages/limits';
import type { TemplateComponent } from '../types';
import { checkBody } from './body';
import { checkButtons } from './buttons';
import { checkMarketingOnly, type ComponentRule, type Context } from './context';
import type { Findings } from './finding';
import { checkHeader } from './header';

const CARD_HEADERS = ['IMAGE', 'VIDEO', 'PRODUCT'];

/** Meta: 2 to 10 cards, all built the same way, each with a header. */
export const checkCarousel: ComponentRule = (component, parent, context) => {
	const findings = parent.within('Carousel');
	checkMarketingOnly(findings, context, 'a carousel', false);
	const cards: unknown[] = Array.isArray(component.cards) ? component.cards : [];
	const { leastCards, cards: most } = LIMITS;
	if (cards.length < leastCards || cards.length > most) {
		findings.error(
			'card-count',
			`${cards.length} cards, Meta allows ${leastCards} to ${most}`,
			cards.length < leastCards ? 'Add cards.' : `Take away ${cards.length - most}.`,
		);
	}
	const parts = cards.map(partsOf);
	parts.forEach((card, index) =>
		checkCard(card, parent.within(`Card ${index + 1}`), { ...context, inCard: true }),
	);
	const odd = parts.findIndex((card) => structureOf(card) !== structureOf(parts[0]));
	if (odd === -1) return;
	parent
		.within(`Card ${odd + 1}`)
		.error(
			'card-structure',
			'it is not built like card 1',
			'Give all cards the same kind of header, the same kinds of buttons in the same order, and a body to all or to none.',
		);
};

function partsOf(card: unknown): TemplateComponent[] {
	const components = isObject(card) ? card.components : undefined;
	return objectsIn(components) as TemplateComponent[];
}

function checkCard(parts: TemplateComponent[], findings: Findings, context: Context): void {
	const header = parts.find(({ type }) => type === 'HEADER');
	if (header === undefined || !CARD_HEADERS.includes(String(header.format))) {
		findings.error(
			'card-header',
			header === undefined ? 'there is no header' : 'its header shows no image, video or product',
			'Give each card a header of the format IMAGE, VIDEO or PRODUCT.',
		);
	} else {
		checkHeader(header, findings.within('Header'), context);
	}
	for (const part of parts) {
		if (part.type === 'BODY') checkBody(part, findings.within('Body'), context);
		else if (part.type === 'BUTTONS') checkButtons(part, findings, context);
		else if (part.type !== 'HEADER') {
			findings.error(
				'card-part',
				`a card has no part of the type “${part.type}”`,
				'Leave header, body and buttons in it.',
			);
		}
	}
}

/** What has to be the same in all cards. */
function structureOf(parts: TemplateComponent[]): string {
	const structure = parts.map(({ type, format, buttons }) => [
		type,
		format,
		Array.isArray(buttons) ? buttons.map((button) => button?.type) : undefined,
	]);
	return JSON.stringify(structure.sort());
}
