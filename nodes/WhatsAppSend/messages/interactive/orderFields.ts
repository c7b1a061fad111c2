import type { INodeProperties } from 'n8n-workflow';

import { LIMITS } from '../../../shared/messages/limits';
import type { ItemParameters } from '../../../shared/n8n/itemParameters';
import { upTo } from '../parts/values';

/** What names an order in all messages about it. */
export const referenceField: INodeProperties = {
	displayName: 'Reference ID',
	name: 'referenceId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. order-4711',
	description: `What names the order in all messages about it. ${upTo(LIMITS.orderReference)}: letters, digits, dashes, dots.`,
};

/** @throws ValidationError when it is no text */
export function readReference(parameters: ItemParameters): string {
	return parameters.text('referenceId', 'Reference ID');
}
