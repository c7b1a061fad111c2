import { contactsMessage, type Contact } from '../../../nodes/shared/messages/contacts';
import { refusal, times } from './support';

const name = { formatted_name: 'Ada' };

const written = (contact: Partial<Contact>) =>
	(contactsMessage([{ name, ...contact }]).contacts as unknown[])[0];

describe('contacts', () => {
	it('are up to 257', () => {
		expect(contactsMessage(times(257, () => ({ name }))).contacts).toHaveLength(257);
		expect(refusal(() => contactsMessage(times(258, () => ({ name })))).message).toBe(
			'The number of contacts is 258, Meta allows up to 257',
		);
	});

	it('are at least one', () => {
		expect(refusal(() => contactsMessage([])).message).toBe('There are no contacts');
	});

	it('leave out what is empty', () => {
		expect(
			written({
				name: { ...name, first_name: ' ', suffix: '' },
				phones: [],
				emails: [{ email: 'a@example.com', type: '' }],
				org: { company: '', title: ' ' },
				birthday: '',
			}),
		).toEqual({ name, emails: [{ email: 'a@example.com' }] });
	});

	it.each([
		['Formatted Name', { name: { formatted_name: ' ' } }],
		['Phone', { phones: [{ phone: '' }] }],
		['Email', { emails: [{ email: '' }] }],
		['URL', { urls: [{ url: '' }] }],
	])('are refused with an empty %s', (field, contact) => {
		expect(refusal(() => written(contact)).message).toBe(`${field} is empty`);
	});

	it('are named by their place where there are several', () => {
		const contacts = [{ name }, { name, birthday: 'x' }];
		expect(refusal(() => contactsMessage(contacts)).field).toBe('Birthday of Contact 2');
	});
});

describe('a birthday', () => {
	it.each(['1990-12-31', '2000-02-29', ' 1990-01-01 '])('may be %s', (birthday) => {
		expect(written({ birthday })).toEqual({ name, birthday: birthday.trim() });
	});

	it.each(['31.12.1990', '1990-13-01', '2001-02-29', '1990-12-31T00:00:00Z', '90-1-1'])(
		'is refused as %s',
		(birthday) => {
			expect(refusal(() => written({ birthday })).field).toBe('Birthday');
		},
	);
});

describe('a WhatsApp user ID', () => {
	it.each(['16505551234', '+1 (650) 555-1234', '1.650.555.1234'])('may be written %s', (wa_id) => {
		expect(written({ phones: [{ phone: 'x', wa_id }] })).toEqual({
			name,
			phones: [{ phone: 'x', wa_id: '16505551234' }],
		});
	});

	it.each(['Ada', '+', 'US.1349'])('is refused as %s', (wa_id) => {
		expect(refusal(() => written({ phones: [{ phone: 'x', wa_id }] })).field).toBe(
			'WhatsApp User ID',
		);
	});
});
