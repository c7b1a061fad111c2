import {
	ORDER_STATES,
	ORDER_STATUS_FRAME,
	orderStatusMessage,
} from '../../../shared/messages/interactive/orders';
import { additionalFields } from '../parts/media';
import type { InteractiveKind } from './interactiveKind';
import { readReference, referenceField } from './orderFields';

/** e.g. "Partially Shipped" */
function titleOf(value: string): string {
	return value
		.split('_')
		.map((word) => word.charAt(0).toUpperCase() + word.slice(1))
		.join(' ');
}

export const orderStatus: InteractiveKind = {
	option: {
		name: 'Order Status',
		value: 'order_status',
		description: 'What became of an order whose details were sent before',
	},
	frame: ORDER_STATUS_FRAME,
	fields: [
		{ ...referenceField, hint: 'The one of the order details' },
		{
			displayName: 'Order Status',
			name: 'orderStatus',
			type: 'options',
			options: [...ORDER_STATES].sort().map((value) => ({ name: titleOf(value), value })),
			default: 'processing',
		},
		additionalFields([
			{
				displayName: 'Status Description',
				name: 'statusDescription',
				type: 'string',
				default: '',
				placeholder: 'e.g. Arrives on Friday',
				description: 'A sentence for the person on what became of the order',
			},
		]),
	],
	build: (parameters, frame) =>
		orderStatusMessage(frame, {
			reference: readReference(parameters),
			status: parameters.text('orderStatus', 'Order Status'),
			description: parameters.text('additionalFields.statusDescription', 'Status Description'),
		}),
};
