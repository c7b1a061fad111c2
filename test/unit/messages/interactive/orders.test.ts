import {
	orderDetailsMessage,
	orderStatusMessage,
	type OrderDetails,
} from '../../../../nodes/shared/messages/interactive/orders';
import { expectAsciiLimit, refusal } from '../support';

const frame = { body: 'a' };

const order: OrderDetails = {
	reference: 'order-1',
	goods: 'digital-goods',
	currency: 'INR',
	total: 1,
};

const build = (details: Partial<OrderDetails>) =>
	(
		orderDetailsMessage(frame, { ...order, ...details }).interactive as {
			action: { parameters: Record<string, unknown> };
		}
	).action.parameters;

describe('an order', () => {
	it('has a reference of up to 35 characters', () => {
		expectAsciiLimit('Reference ID', 35, (reference) => build({ reference }));
		expectAsciiLimit('Reference ID', 35, (reference) =>
			orderStatusMessage(frame, { reference, status: 'shipped' }),
		);
	});

	it.each(['', 'a b', 'ä', '#1', 'a/b'])('has no reference such as %j', (reference) => {
		expect(refusal(() => build({ reference })).field).toBe('Reference ID');
	});

	it.each([
		[11.5, 1150],
		[0.07, 7],
		[1.15, 115],
		[19.99, 1999],
		[0, 0],
		[123456789.01, 12345678901],
	])('of %d has an amount of %d hundredths', (total, value) => {
		expect(build({ total }).total_amount).toEqual({ value, offset: 100 });
	});

	it.each([1.005, -1, NaN, Infinity, 1e20])('has no amount of %d', (total) => {
		expect(refusal(() => build({ total })).field).toBe('Total Amount');
	});

	it.each(['', 'rupees', '₹', 'IN'])('has no currency such as %j', (currency) => {
		expect(refusal(() => build({ currency })).field).toBe('Currency');
	});

	it('leaves out payment settings that were not made', () => {
		expect(build({ paymentSettings: [], paymentType: '' })).toEqual({
			reference_id: 'order-1',
			type: 'digital-goods',
			currency: 'INR',
			total_amount: { value: 100, offset: 100 },
		});
	});
});

describe('the status of an order', () => {
	it.each(['processing', 'partially_shipped', 'shipped', 'completed', 'canceled'])(
		'may be %s',
		(status) => {
			expect(orderStatusMessage(frame, { reference: 'a', status }).interactive).toMatchObject({
				action: { name: 'review_order', parameters: { reference_id: 'a', order: { status } } },
			});
		},
	);

	it('is none that Meta does not know', () => {
		expect(
			refusal(() => orderStatusMessage(frame, { reference: 'a', status: 'lost' })).message,
		).toBe('There is no order status “lost”');
	});
});
