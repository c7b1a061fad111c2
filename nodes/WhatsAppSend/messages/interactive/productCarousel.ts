import {
	PRODUCT_CAROUSEL_FRAME,
	productCarouselMessage,
} from '../../../shared/messages/interactive/products';
import { toTexts } from '../../../shared/n8n/itemParameters';
import { catalogField, productIdsField, readCatalog } from './catalogFields';
import type { InteractiveKind } from './interactiveKind';

export const productCarousel: InteractiveKind = {
	option: {
		name: 'Product Carousel',
		value: 'product_carousel',
		description: 'Two to ten products of your catalog, side by side',
	},
	frame: PRODUCT_CAROUSEL_FRAME,
	fields: [catalogField, { ...productIdsField, hint: 'Two to ten' }],
	build: (parameters, frame) =>
		productCarouselMessage(
			frame,
			readCatalog(parameters),
			toTexts(parameters.value('productIds', ''), 'Product IDs'),
		),
};
