import {
	PRODUCT_LIST_FRAME,
	productListMessage,
} from '../../../shared/messages/interactive/products';
import { toText, toTexts } from '../../../shared/n8n/itemParameters';
import { upTo } from '../parts/values';
import { catalogField, productIdsField, readCatalog } from './catalogFields';
import type { InteractiveKind } from './interactiveKind';
import { LIMITS } from '../../../shared/messages/limits';

export const productList: InteractiveKind = {
	option: {
		name: 'Product List',
		value: 'product_list',
		description: 'Up to 30 products of your catalog under headings (multi-product message)',
	},
	frame: PRODUCT_LIST_FRAME,
	fields: [
		catalogField,
		{
			displayName: 'Sections',
			name: 'productSections',
			type: 'fixedCollection',
			typeOptions: {
				multipleValues: true,
				sortable: true,
				maxAllowedFields: LIMITS.productSections,
			},
			placeholder: 'Add Section',
			default: {},
			required: true,
			description: `Groups of products; all together have up to ${LIMITS.products} products`,
			options: [
				{
					displayName: 'Section',
					name: 'section',
					values: [
						{
							displayName: 'Title',
							name: 'title',
							type: 'string',
							default: '',
							placeholder: 'e.g. New in spring',
							hint: `${upTo(LIMITS.sectionTitle)}; may be left out where there is one section`,
							description: `The heading of the section. ${upTo(LIMITS.sectionTitle)}.`,
						},
						productIdsField,
					],
				},
			],
		},
	],
	build: (parameters, frame) =>
		productListMessage(
			frame,
			readCatalog(parameters),
			parameters.entries('productSections.section').map((section) => ({
				title: toText(section.title, 'Title'),
				products: toTexts(section.productIds, 'Product IDs'),
			})),
		),
};
