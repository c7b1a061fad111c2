import { chooseIn } from '../../../nodes/shared/n8n/fields';

const CHOICES = [{ option: { name: 'Text', value: 'text' }, fields: [] }];

describe('chooseIn', () => {
	it('gives the choice of that value', () => {
		expect(chooseIn('Message Type', CHOICES, 'text')).toBe(CHOICES[0]);
	});

	it('says what was given where there is none such, but not all of it', () => {
		const wrong = 'x'.repeat(1_000);
		expect(() => chooseIn('Message Type', CHOICES, wrong)).toThrow(
			`There is no message type “${'x'.repeat(60)}…”`,
		);
	});
});
