import { CATALOG_FRAME, catalogMessage } from '../../../shared/messages/interactive/products';
import { additionalFields } from '../parts/media';
import type { InteractiveKind } from './interactiveKind';

export const catalog: InteractiveKind = {
	option: {
		name: 'Catalog',
		value: 'catalog_message',
		description: 'A button that opens your whole catalog',
	},
	frame: CATALOG_FRAME,
	fields: [
		additionalFields([
			{
				displayName: 'Thumbnail Product ID',
				name: 'thumbnailProductId',
				type: 'string',
				default: '',
				placeholder: 'e.g. SKU-1',
				description: 'The product whose picture stands above; the first one without this',
			},
		]),
	],
	build: (parameters, frame) =>
		catalogMessage(
			frame,
			parameters.text('additionalFields.thumbnailProductId', 'Thumbnail Product ID'),
		),
};
