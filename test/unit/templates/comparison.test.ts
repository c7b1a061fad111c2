import { readComparison } from '../../../nodes/shared/templates/comparison';

it('puts the metrics of each template together', () => {
	expect(
		readComparison([
			{ metric: 'BLOCK_RATE', type: 'RELATIVE', order_by_relative_metric: ['2', '1'] },
			{ metric: 'MESSAGE_SENDS', number_values: [{ key: '1', value: 1_200 }] },
			{ metric: 'TOP_BLOCK_REASON', string_values: [{ key: '2', value: 'SPAM' }] },
			{ metric: 'SOMETHING_NEW' },
		]),
	).toEqual({
		1: { blockRank: 2, messageSends: 1_200 },
		2: { blockRank: 1, topBlockReason: 'SPAM' },
	});
});
