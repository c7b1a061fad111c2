import { addressFields, addressOptions } from '../../../shared/n8n/addressing';
import { deliveryFields } from '../../../shared/n8n/deliveryOptions';
import { showOnly } from '../../../shared/n8n/fields';
import { messageOptions } from '../../../shared/n8n/messageOptions';
import type { Resource } from '../operation';
import { send } from './send';
import { sendTemplate } from './sendTemplate';

const operations = [send, sendTemplate];

/** What goes out to people. */
export const message: Resource = {
	option: { name: 'Message', value: 'message' },
	operations,
	fields: [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			options: operations.map(({ option }) => option),
			default: 'send',
		},
		...addressFields,
		...operations.flatMap(({ option, fields }) => showOnly({ operation: [option.value] }, fields)),
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add Option',
			default: {},
			options: [...addressOptions, ...messageOptions, ...deliveryFields].sort((a, b) =>
				a.displayName.localeCompare(b.displayName),
			),
		},
	],
};
