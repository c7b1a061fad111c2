import type { JsonObject } from '../../graph/answer';
import { ValidationError } from '../../graph/errors';
import { excerpt } from '../../text';
import { compact, optionalText, requiredId } from '../checks';
import { LIMITS } from '../limits';
import type { MessageContent } from '../types';
import { interactiveMessage, type Frame, type FrameRule } from './frame';

/** An order to be paid, in countries where WhatsApp takes payments. */
export interface OrderDetails {
	reference: string;
	goods: 'digital-goods' | 'physical-goods';
	/** Three letters, ISO 4217. */
	currency: string;
	/** In the currency's unit, e.g. 11.50 rupees. */
	total: number;
	/** Meta's `order`: items, subtotal, tax, shipping, discount. Brazil can do without. */
	order?: JsonObject;
	/** Meta's `payment_settings`. */
	paymentSettings?: unknown[];
	/** How India names what the account was set up with. */
	paymentConfiguration?: string;
	/** E.g. "upi" or "br". */
	paymentType?: string;
}

export const ORDER_STATES = [
	'processing',
	'partially_shipped',
	'shipped',
	'completed',
	'canceled',
] as const;

/** What became of an order. */
export interface OrderStatus {
	reference: string;
	status: string;
	description?: string;
}

export const ORDER_DETAILS_FRAME: FrameRule = {
	headers: ['image'],
	bodyLimit: LIMITS.body,
	footer: true,
};

export const ORDER_STATUS_FRAME: FrameRule = { headers: [], bodyLimit: LIMITS.body, footer: true };

/** Amounts are whole hundredths. */
const OFFSET = 100;

/**
 * An order with a button to look at it and pay.
 * @throws ValidationError when a part is missing, too long or of another form
 */
export function orderDetailsMessage(frame: Frame, details: OrderDetails): MessageContent {
	const { paymentSettings } = details;
	return interactiveMessage('order_details', ORDER_DETAILS_FRAME, frame, {
		name: 'review_and_pay',
		parameters: compact({
			reference_id: referenceId(details.reference),
			type: details.goods,
			payment_settings: paymentSettings?.length ? paymentSettings : undefined,
			payment_configuration: optionalText('Payment Configuration', details.paymentConfiguration),
			payment_type: optionalText('Payment Type', details.paymentType),
			currency: currencyCode(details.currency),
			total_amount: { value: hundredths(details.total), offset: OFFSET },
			order: details.order,
		}),
	});
}

/**
 * Tells a person what became of an order.
 * @throws ValidationError when a part is missing or too long, or when there is no such status
 */
export function orderStatusMessage(frame: Frame, status: OrderStatus): MessageContent {
	if (!ORDER_STATES.some((state) => state === status.status)) {
		throw new ValidationError(
			'Order Status',
			`There is no order status “${excerpt(status.status)}”`,
			`Use one of ${ORDER_STATES.join(', ')}.`,
		);
	}
	return interactiveMessage('order_status', ORDER_STATUS_FRAME, frame, {
		name: 'review_order',
		parameters: {
			reference_id: referenceId(status.reference),
			order: compact({
				status: status.status,
				description: optionalText('Status Description', status.description),
			}),
		},
	});
}

function referenceId(text: string): string {
	const field = 'Reference ID';
	const reference = requiredId(field, text, LIMITS.orderReference);
	if (/^[\w.-]+$/.test(reference)) return reference;
	throw new ValidationError(
		field,
		`Reference ID “${excerpt(reference)}” has signs that Meta does not take`,
		'Use English letters, digits, underscores, dashes and dots.',
	);
}

function currencyCode(text: string): string {
	const code = requiredId('Currency', text).toUpperCase();
	if (/^[A-Z]{3}$/.test(code)) return code;
	throw new ValidationError(
		'Currency',
		`“${excerpt(text)}” is not a currency`,
		'Give its three letters, such as INR or BRL.',
	);
}

function hundredths(amount: number): number {
	const value = Math.round(amount * OFFSET);
	if (Number.isSafeInteger(value) && value >= 0 && Number(amount.toFixed(2)) === amount)
		return value;
	throw new ValidationError(
		'Total Amount',
		`Total Amount is ${amount}`,
		'Give an amount with at most two decimals, such as 11.50.',
	);
}
