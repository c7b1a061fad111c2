import { payloadOf, refusalOf, useSimulator } from './support';

useSimulator();

describe('contacts', () => {
	it('have all parts, as pasted from n8n’s own node', async () => {
		expect(
			await payloadOf({
				messageType: 'contacts',
				name: {
					data: {
						formatted_name: 'Dr. Ada M. Lovelace',
						first_name: 'Ada',
						last_name: 'Lovelace',
						middle_name: 'M.',
						suffix: 'Jr.',
						prefix: 'Dr.',
					},
				},
				additionalFields: {
					addresses: {
						address: [
							{
								type: 'WORK',
								street: '1 Hacker Way',
								city: 'Menlo Park',
								state: 'CA',
								zip: '94025',
								country: 'United States',
								country_code: 'us',
							},
							{ city: 'London' },
						],
					},
					birthday: '1990-12-31',
					emails: { data: [{ type: 'WORK', email: 'ada@example.com' }] },
					organization: { data: { company: 'Engines', department: 'Design', title: 'Lead' } },
					phones: {
						data: [
							{ type: 'CELL', phone: '+1 650 555 1234', whatsapp_user_id: '16505551234' },
							{ type: 'HOME', phone: '+1 940 555 1234' },
						],
					},
					urls: { url: [{ type: 'WORK', url: 'https://example.com' }] },
				},
			}),
		).toEqual({
			type: 'contacts',
			contacts: [
				{
					name: {
						formatted_name: 'Dr. Ada M. Lovelace',
						first_name: 'Ada',
						last_name: 'Lovelace',
						middle_name: 'M.',
						suffix: 'Jr.',
						prefix: 'Dr.',
					},
					addresses: [
						{
							type: 'WORK',
							street: '1 Hacker Way',
							city: 'Menlo Park',
							state: 'CA',
							zip: '94025',
							country: 'United States',
							country_code: 'us',
						},
						{ type: 'HOME', city: 'London' },
					],
					birthday: '1990-12-31',
					emails: [{ type: 'WORK', email: 'ada@example.com' }],
					org: { company: 'Engines', department: 'Design', title: 'Lead' },
					phones: [
						{ type: 'CELL', phone: '+1 650 555 1234', wa_id: '16505551234' },
						{ type: 'HOME', phone: '+1 940 555 1234' },
					],
					urls: [{ type: 'WORK', url: 'https://example.com' }],
				},
			],
		});
	});

	it('may be several, each with values of the item', async () => {
		expect(
			await payloadOf(
				{
					messageType: 'contacts',
					name: { data: { formatted_name: '={{ $json.first }}' } },
					moreContacts: {
						contact: [
							{
								formatted_name: '={{ $json.second }}',
								phones: { data: [{ phone: '={{ $json.phone }}' }] },
							},
							{ formatted_name: 'Third' },
						],
					},
				},
				{ first: 'First', second: 'Second', phone: 16505551234 },
			),
		).toEqual({
			type: 'contacts',
			contacts: [
				{ name: { formatted_name: 'First' } },
				{
					name: { formatted_name: 'Second' },
					phones: [{ type: 'CELL', phone: '16505551234' }],
				},
				{ name: { formatted_name: 'Third' } },
			],
		});
	});

	it('may be a list of the item', async () => {
		const contacts = [
			{ name: { formatted_name: 'First' }, org: { company: 'Engines' } },
			{
				name: { formatted_name: 'Second', last_name: 'Person' },
				phones: [{ phone: '+1 650 555 1234', wa_id: '16505551234' }],
				birthday: '1990-12-31',
			},
		];
		expect(
			await payloadOf(
				{
					messageType: 'contacts',
					contactsInput: 'json',
					contactsJson: '={{ $json.contacts }}',
				},
				{ contacts },
			),
		).toEqual({ type: 'contacts', contacts });
	});

	it('keep a WhatsApp ID of the first version of n8n’s own node', async () => {
		expect(
			await payloadOf({
				messageType: 'contacts',
				name: { data: { formatted_name: 'Ada' } },
				additionalFields: { phones: { data: [{ type: 'wa_id', phone: '+1 650 555 1234' }] } },
			}),
		).toMatchObject({
			contacts: [{ phones: [{ phone: '+1 650 555 1234', wa_id: '16505551234' }] }],
		});
	});

	it('are refused without a name', async () => {
		expect(await refusalOf({ messageType: 'contacts' })).toMatch(/^Formatted Name is empty/);
	});

	it('are refused by number where there are several', async () => {
		expect(
			await refusalOf({
				messageType: 'contacts',
				name: { data: { formatted_name: 'First' } },
				moreContacts: { contact: [{ formatted_name: '={{ $json.nobody }}' }] },
			}),
		).toMatch(/^Formatted Name of Contact 2 is empty/);
	});
});
