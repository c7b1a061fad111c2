import { addressFields, addressOptions, senderField } from '../../../shared/n8n/addressing';
import { deliveryFields } from '../../../shared/n8n/deliveryOptions';
import { showOnly } from '../../../shared/n8n/fields';
import { messageOptions } from '../../../shared/n8n/messageOptions';
import { operationField, type Resource } from '../../../shared/n8n/resources';
import { markAsRead } from './markAsRead';
import { send } from './send';
import { sendAndWait } from './sendAndWait';
import { sendTemplate } from './sendTemplate';

/** The operations that send a message to a person. */
const sending = [send, sendTemplate];

const operations = [...sending, sendAndWait, markAsRead];

/** What goes out to people, and what came from them. */
export const message: Resource = {
	option: { name: 'Message', value: 'message' },
	operations,
	fields: [
		operationField(operations, 'send'),
		...showOnly(
			{ operation: [...sending, sendAndWait].map(({ option }) => option.value) },
			addressFields,
		),
		...showOnly({ operation: [markAsRead.option.value] }, [
			{ ...senderField, description: 'The business phone number that got the message' },
		]),
		...operations.flatMap(({ option, fields }) => showOnly({ operation: [option.value] }, fields)),
		...showOnly({ operation: sending.map(({ option }) => option.value) }, [
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
		]),
	],
};
