import type { INodeProperties } from 'n8n-workflow';

import { showOnly } from '../../shared/n8n/fields';
import { media } from './media';
import { message } from './message';
import type { Resource } from './operation';

export const resources: Resource[] = [media, message];

/** The whole form. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: resources.map(({ option }) => option),
		default: 'message',
	},
	...resources.flatMap(({ option, fields }) => showOnly({ resource: [option.value] }, fields)),
];
