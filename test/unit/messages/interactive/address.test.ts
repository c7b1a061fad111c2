import {
	addressMessage,
	type AddressForm,
} from '../../../../nodes/shared/messages/interactive/address';
import { expectAsciiLimit, refusal } from '../support';

const build = (form: AddressForm) =>
	(addressMessage({ body: 'a' }, form).interactive as { action: { parameters: object } }).action
		.parameters;

describe('an address form', () => {
	it('has pin codes of up to six characters', () => {
		expectAsciiLimit('Pin Code', 6, (in_pin_code) => build({ values: { in_pin_code } }));
		expectAsciiLimit('Pin Code of Saved Address 1', 6, (in_pin_code) =>
			build({ saved: [{ id: 'a', value: { in_pin_code } }] }),
		);
	});

	it('leaves out what is empty', () => {
		expect(build({ values: { name: ' ' }, saved: [], problems: [] })).toEqual({ country: 'IN' });
	});

	it('has saved addresses with IDs of their own', () => {
		const saved = { id: 'a', value: {} };
		expect(refusal(() => build({ saved: [saved, saved] })).field).toBe('ID of Saved Addresses');
		expect(refusal(() => build({ saved: [{ ...saved, id: '' }] })).field).toBe(
			'ID of Saved Address 1',
		);
	});

	it('says once for each field what is wrong with it', () => {
		const problem = { part: 'city', message: 'No such city' } as const;
		expect(build({ problems: [problem] })).toMatchObject({
			validation_errors: { city: 'No such city' },
		});
		expect(refusal(() => build({ problems: [problem, problem] })).message).toMatch(/“City”/);
		expect(refusal(() => build({ problems: [{ ...problem, message: '' }] })).message).toBe(
			'What Is Wrong with City is empty',
		);
	});
});
