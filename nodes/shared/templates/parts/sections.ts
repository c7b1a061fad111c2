import { isObject, type JsonObject } from '../../graph/answer';
import { checkCount, requiredId } from '../../messages/checks';
import { LIMITS } from '../../messages/limits';
import { wrongKind, type SlotValues, type TemplateSlot } from '../slot';

/**
 * Products under headings, given as `Popular: SKU1, SKU2; New: SKU3`, as a list of `{ title, products }`, or as Meta
 * writes them.
 * @throws ValidationError when there are none or too many, or a title is missing or too long
 */
export function sectionsOf(values: SlotValues, slot: TemplateSlot): JsonObject[] {
	const value = values.any(slot);
	const list = Array.isArray(value) ? value : parseList(values.text(slot));
	const sections = list
		? list.map((entry) => readSection(slot, entry))
		: values
				.text(slot)
				.split(/[\n;]/)
				.filter((section) => section.trim() !== '')
				.map(sectionOfText);
	checkCount(slot.name, sections.length, [1, LIMITS.productSections], 'sections');
	const count = sections.reduce((sum, section) => sum + section.products.length, 0);
	checkCount(slot.name, count, [1, LIMITS.products], 'products in all sections together');
	return sections.map(({ title, products: ids }) => ({
		title: requiredId(`Section Title of ${slot.name}`, title, LIMITS.sectionTitle),
		product_items: ids.map((id) => ({
			product_retailer_id: requiredId(`Product ID of ${slot.name}`, id),
		})),
	}));
}

interface Section {
	title: string;
	products: string[];
}

function parseList(text: string): unknown[] | undefined {
	if (!text.trimStart().startsWith('[')) return undefined;
	try {
		const parsed: unknown = JSON.parse(text);
		return Array.isArray(parsed) ? (parsed as unknown[]) : undefined;
	} catch {
		return undefined;
	}
}

/** "Popular: SKU1, SKU2" */
function sectionOfText(text: string): Section {
	const colon = text.indexOf(':');
	return {
		title: text.slice(0, Math.max(0, colon)).trim(),
		products: text
			.slice(colon + 1)
			.split(',')
			.map((id) => id.trim())
			.filter((id) => id !== ''),
	};
}

function readSection(slot: TemplateSlot, entry: unknown): Section {
	const items = isObject(entry) ? (entry.product_items ?? entry.products) : undefined;
	if (!isObject(entry) || !Array.isArray(items)) {
		throw wrongKind(
			slot,
			'no list of sections',
			'titles and product IDs such as Popular: SKU1, SKU2; New: SKU3, or a list such as [{ "title": "Popular", "products": ["SKU1", "SKU2"] }]',
		);
	}
	const ids = (items as unknown[]).map((item) =>
		isObject(item) ? item.product_retailer_id : item,
	);
	return {
		title: typeof entry.title === 'string' ? entry.title : '',
		products: ids.map((id) => (typeof id === 'string' || typeof id === 'number' ? `${id}` : '')),
	};
}
