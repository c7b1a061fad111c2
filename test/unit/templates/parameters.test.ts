import { currencyParameter, dateTimeParameter } from '../../../nodes/shared/templates/parameters';
import { refusal } from '../messages/support';

const amountOf = (amount: number | string): unknown =>
	(currencyParameter('Price', { code: 'USD', amount }).currency as { amount_1000: unknown })
		.amount_1000;

it.each<[number | string, number]>([
	[100.99, 100_990],
	['100.99', 100_990],
	[0.1 + 0.2, 300],
	[1.005, 1005],
	[0, 0],
	[-5, -5000],
	['1e3', 1_000_000],
	[0.0004, 0],
	[0.0005, 1],
])('%p is a whole number of thousandths', (amount, expected) => {
	expect(amountOf(amount)).toBe(expected);
});

it.each(['', ' ', 'abc', '12,50', 'NaN', 'Infinity', '1e300', NaN])(
	'%p is no amount of money',
	(amount) => {
		expect(refusal(() => amountOf(amount)).field).toBe('Price');
	},
);

it('writes an amount that nobody wrote', () => {
	expect(currencyParameter('Price', { code: ' usd ', amount: 1234.5 })).toEqual({
		type: 'currency',
		currency: { fallback_value: '$1,234.50', code: 'USD', amount_1000: 1_234_500 },
	});
});

it.each(['', 'US', 'DOLLAR', '$', 'U1D'])('%j is no currency', (code) => {
	expect(refusal(() => currencyParameter('Price', { code, amount: 1 })).message).toMatch(
		/currency/,
	);
});

it('shows a date as it was written', () => {
	expect(dateTimeParameter('Day', '24 December')).toEqual({
		type: 'date_time',
		date_time: { fallback_value: '24 December' },
	});
	expect(refusal(() => dateTimeParameter('Day', '')).message).toBe('Day is empty');
});
