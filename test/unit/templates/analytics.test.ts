import { sumUp } from '../../../nodes/shared/templates/analytics';

const day = (template_id: string, more: object = {}) => ({ template_id, ...more });

it('sums days, buttons and costs by template, and divides', () => {
	const days = [
		day('1', {
			sent: 10,
			delivered: 8,
			read: 4,
			clicked: [
				{ type: 'url_button', button_content: 'https://shop.example', count: 3 },
				{ type: 'unique_url_button', button_content: 'https://shop.example', count: 2 },
				{ type: 'quick_reply_button', button_content: 'Stop', count: 1 },
			],
			cost: [
				{ type: 'amount_spent', value: 0.5 },
				{ type: 'cost_per_delivered', value: 0.0625 },
			],
		}),
		day('2', { sent: 1, delivered: 1 }),
		day('1', {
			sent: 10,
			delivered: 8,
			clicked: [{ type: 'url_button', button_content: 'https://shop.example', count: 4 }],
			cost: [{ type: 'amount_spent', value: 0.25 }],
		}),
	];
	expect(sumUp(days)).toEqual([
		{
			templateId: '1',
			sent: 20,
			delivered: 16,
			read: 4,
			clicked: 8,
			clicksPerButton: { 'https://shop.example': 7, Stop: 1 },
			amountSpent: 0.75,
			deliveryRate: 0.8,
			readRate: 0.25,
			clickRate: 0.5,
		},
		{
			templateId: '2',
			sent: 1,
			delivered: 1,
			read: 0,
			clicked: 0,
			clicksPerButton: {},
			deliveryRate: 1,
			readRate: 0,
			clickRate: 0,
		},
	]);
});

it('has no rates where nothing was sent, and no cost where Meta tells none', () => {
	expect(sumUp([day('1', { sent: 0, cost: [{ type: 'amount_spent' }] })])).toEqual([
		{ templateId: '1', sent: 0, delivered: 0, read: 0, clicked: 0, clicksPerButton: {} },
	]);
});

it('is empty without days', () => {
	expect(sumUp([])).toEqual([]);
});
