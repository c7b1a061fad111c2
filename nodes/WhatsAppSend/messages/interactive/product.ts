import { PRODUCT_FRAME, productMessage } from '../../../shared/messages/interactive/products';
import { catalogField, readCatalog } from './catalogFields';
import type { InteractiveKind } from './interactiveKind';

export const product: InteractiveKind = {
	option: { name: 'Product', value: 'product', description: 'One product of your catalog' },
	frame: PRODUCT_FRAME,
	fields: [
		catalogField,
		{
			displayName: 'Product ID',
			name: 'productId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. SKU-1',
			hint: 'The content ID of the product in the catalog',
			description: 'The content ID of one product, exactly as the catalog has it',
		},
	],
	build: (parameters, frame) =>
		productMessage(frame, readCatalog(parameters), parameters.text('productId', 'Product ID')),
};
