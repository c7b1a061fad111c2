import { fillVariables, variablesIn } from '../../../nodes/shared/templates/variables';

describe('variables of a text', () => {
	it('are found in their order, each once, whatever the spaces', () => {
		expect(variablesIn('{{2}} and {{ 1 }}, again {{2}}, {{order_id}}')).toEqual([
			'2',
			'1',
			'order_id',
		]);
	});

	it('are not seen in single or empty braces', () => {
		expect(variablesIn('{1} {{}} {{ }} {{a b}}')).toEqual([]);
	});

	it('are replaced wherever they stand, and stay where there is no value', () => {
		const text = fillVariables('{{1}} {{ 1 }} {{2}}', (name) => (name === '1' ? '$&' : undefined));
		expect(text).toBe('$& $& {{2}}');
	});
});
