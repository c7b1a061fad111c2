import {
	ORDER_DETAILS_FRAME,
	orderDetailsMessage,
} from '../../../shared/messages/interactive/orders';
import { additionalFields } from '../parts/media';
import { NO_NUMBER, readJsonList, readJsonObject, readNumber, upTo } from '../parts/values';
import type { InteractiveKind } from './interactiveKind';
import { readReference, referenceField } from './orderFields';
import { LIMITS } from '../../../shared/messages/limits';

export const orderDetails: InteractiveKind = {
	option: {
		name: 'Order Details',
		value: 'order_details',
		description: 'An order to look at and pay; in countries where WhatsApp takes payments',
	},
	frame: ORDER_DETAILS_FRAME,
	fields: [
		{
			...referenceField,
			hint: `${upTo(LIMITS.orderReference)}: letters, digits, dashes, dots; new for each order`,
		},
		{
			displayName: 'Goods',
			name: 'goods',
			type: 'options',
			options: [
				{ name: 'Digital', value: 'digital-goods' },
				{ name: 'Physical', value: 'physical-goods' },
			],
			default: 'digital-goods',
		},
		{
			displayName: 'Currency',
			name: 'currency',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. INR',
			hint: 'Its three letters',
			description: 'ISO 4217 code in capitals, such as INR or BRL',
		},
		{
			displayName: 'Total Amount',
			name: 'totalAmount',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 2 },
			// Not 0: an order that costs nothing by mistake.
			default: NO_NUMBER,
			required: true,
			placeholder: 'e.g. 11.50',
			hint: 'In the unit of the currency, with at most two decimals',
			description:
				'What is to be paid in all: a number with a point before its decimals, at most two',
		},
		{
			displayName: 'Order (JSON)',
			name: 'order',
			type: 'json',
			typeOptions: { rows: 8 },
			default: '',
			hint: 'Such as { "status": "pending", "items": […], "subtotal": { "value": 1150, "offset": 100 } }',
			description:
				'Items, subtotal, tax, shipping and discount as Meta’s documentation writes them; amounts in hundredths. May be empty in Brazil.',
		},
		additionalFields([
			{
				displayName: 'Payment Configuration',
				name: 'paymentConfiguration',
				type: 'string',
				default: '',
				description: 'Its name in WhatsApp Manager (India)',
			},
			{
				displayName: 'Payment Settings (JSON)',
				name: 'paymentSettings',
				type: 'json',
				default: '',
				description: 'A list of the ways to pay, as Meta’s documentation writes them',
			},
			{
				displayName: 'Payment Type',
				name: 'paymentType',
				type: 'string',
				default: '',
				placeholder: 'e.g. upi',
				description: 'Such as upi in India and br in Brazil',
			},
		]),
	],
	build: (parameters, frame) =>
		orderDetailsMessage(frame, {
			reference: readReference(parameters),
			goods:
				parameters.value('goods', 'digital-goods') === 'physical-goods'
					? 'physical-goods'
					: 'digital-goods',
			currency: parameters.text('currency', 'Currency'),
			total: readNumber(parameters.value('totalAmount', ''), 'Total Amount'),
			order: readJsonObject(parameters.value('order', ''), 'Order (JSON)'),
			paymentSettings: readJsonList(
				parameters.value('additionalFields.paymentSettings', ''),
				'Payment Settings (JSON)',
			),
			paymentConfiguration: parameters.text(
				'additionalFields.paymentConfiguration',
				'Payment Configuration',
			),
			paymentType: parameters.text('additionalFields.paymentType', 'Payment Type'),
		}),
};
