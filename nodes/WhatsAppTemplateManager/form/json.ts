import type { INodeProperties } from 'n8n-workflow';

import type { JsonObject } from '../../shared/graph/answer';
import { ValidationError } from '../../shared/graph/errors';
import type { ItemParameters } from '../../shared/n8n/itemParameters';
import { readJsonObject } from '../../shared/n8n/values';

const LABEL = 'Template (JSON)';

export const jsonFields: INodeProperties[] = [
	{
		displayName: LABEL,
		name: 'templateJson',
		type: 'json',
		typeOptions: { rows: 12 },
		default: '',
		required: true,
		hint: 'Such as { "name": "order_update", "language": "en_US", "category": "UTILITY", "components": [ … ] }',
		description: 'The whole template as Meta’s documentation writes it',
	},
];

export function readJsonDraft(parameters: ItemParameters): JsonObject {
	const draft = readJsonObject(parameters.value('templateJson', ''), LABEL);
	if (draft) return draft;
	throw new ValidationError(
		LABEL,
		`${LABEL} is empty`,
		'Give the template as an object in { braces }.',
	);
}
