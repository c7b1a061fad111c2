import type { INodeProperties } from 'n8n-workflow';

import type { ItemParameters } from '../../../shared/n8n/itemParameters';

/** The catalog that products are of. */
export const catalogField: INodeProperties = {
	displayName: 'Catalog ID',
	name: 'catalogId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 194836987003835',
	hint: 'The catalog that is connected to your WhatsApp account, from Commerce Manager',
	description: 'The digits that name the catalog',
};

/** @throws ValidationError when it is no text */
export function readCatalog(parameters: ItemParameters): string {
	return parameters.text('catalogId', 'Catalog ID');
}

/** Several products in one field. */
export const productIdsField: INodeProperties = {
	displayName: 'Product IDs',
	name: 'productIds',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. SKU-1, SKU-2',
	description: 'Content IDs of the catalog, with commas between them, or a list from an expression',
};
