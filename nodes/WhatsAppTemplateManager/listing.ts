import type { INodeProperties } from 'n8n-workflow';

import { checkNumber } from '../shared/messages/checks';
import type { ItemParameters } from '../shared/n8n/itemParameters';
import { readNumber } from '../shared/n8n/values';

/** How much of a list is wanted. */
export const listFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];

export const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/**
 * How many are wanted; Infinity: all.
 * @throws ValidationError when the limit is no number from 1 on
 */
export function readLimit(parameters: ItemParameters): number {
	if (parameters.boolean('returnAll', 'Return All')) return Infinity;
	const limit = readNumber(parameters.value('limit', 50), 'Limit');
	checkNumber('Limit', limit, [1, Infinity]);
	return limit;
}

/** The first of a list; nothing is read beyond them. */
export async function firstOf<T>(list: AsyncIterable<T>, limit: number): Promise<T[]> {
	const entries: T[] = [];
	for await (const entry of list) {
		entries.push(entry);
		if (entries.length >= limit) break;
	}
	return entries;
}
