import { checkCount, checkUnique, compact, fieldOf, requiredId } from '../checks';
import { LIMITS } from '../limits';
import type { MessageContent } from '../types';
import { BODY_ONLY, interactiveMessage, type Frame, type FrameRule } from './frame';
import { sectionTitle } from './list';

/** Products under one heading, by their IDs in the catalog (SKU, content ID). */
export interface ProductSection {
	/** Needed where there are two or more sections. */
	title?: string;
	products: string[];
}

export const PRODUCT_FRAME: FrameRule = {
	headers: [],
	bodyLimit: LIMITS.body,
	bodyOptional: true,
	footer: true,
};

export const PRODUCT_LIST_FRAME: FrameRule = {
	headers: ['text'],
	headerRequired: true,
	bodyLimit: LIMITS.body,
	footer: true,
};

export const CATALOG_FRAME: FrameRule = { headers: [], bodyLimit: LIMITS.body, footer: true };

export const PRODUCT_CAROUSEL_FRAME = BODY_ONLY;

/**
 * One product of a catalog.
 * @throws ValidationError when an ID is missing or a text too long
 */
export function productMessage(frame: Frame, catalogId: string, productId: string): MessageContent {
	return interactiveMessage('product', PRODUCT_FRAME, frame, {
		catalog_id: catalog(catalogId),
		product_retailer_id: requiredId('Product ID', productId),
	});
}

/**
 * Several products of a catalog, under headings.
 * @throws ValidationError when there are too many, or a part is missing or too long
 */
export function productListMessage(
	frame: Frame,
	catalogId: string,
	sections: ProductSection[],
): MessageContent {
	checkCount('Sections', sections.length, [1, LIMITS.productSections], 'sections');
	const products = sections.reduce((sum, section) => sum + section.products.length, 0);
	checkCount('Product IDs', products, [1, LIMITS.products], 'products in all sections together');
	return interactiveMessage('product_list', PRODUCT_LIST_FRAME, frame, {
		catalog_id: catalog(catalogId),
		sections: sections.map((section, index) => {
			const place = `Section ${index + 1}`;
			const title = sectionTitle(section.title, place, sections.length);
			const field = fieldOf('Product IDs', place);
			checkCount(field, section.products.length, [1, LIMITS.products], 'products');
			return {
				...compact({ title }),
				product_items: section.products.map((product) => ({
					product_retailer_id: requiredId(field, product),
				})),
			};
		}),
	});
}

/**
 * A button that opens the catalog.
 * @param thumbnailProductId whose picture stands above; without it, the first product's
 * @throws ValidationError when the body is missing or a text too long
 */
export function catalogMessage(frame: Frame, thumbnailProductId?: string): MessageContent {
	const thumbnail = thumbnailProductId?.trim();
	return interactiveMessage('catalog_message', CATALOG_FRAME, frame, {
		name: 'catalog_message',
		...(thumbnail ? { parameters: { thumbnail_product_retailer_id: thumbnail } } : {}),
	});
}

/**
 * Two to ten products of a catalog, side by side.
 * @throws ValidationError when there are too few, too many or two the same, or an ID is missing
 */
export function productCarouselMessage(
	frame: Frame,
	catalogId: string,
	productIds: string[],
): MessageContent {
	const field = 'Product IDs';
	checkCount(field, productIds.length, [LIMITS.leastCards, LIMITS.cards], 'products');
	const catalog_id = catalog(catalogId);
	const products = productIds.map((product) => requiredId(field, product));
	checkUnique('Product ID', products);
	return interactiveMessage('carousel', PRODUCT_CAROUSEL_FRAME, frame, {
		cards: products.map((product_retailer_id, card_index) => ({
			card_index,
			type: 'product',
			action: { product_retailer_id, catalog_id },
		})),
	});
}

function catalog(id: string): string {
	return requiredId('Catalog ID', id);
}
