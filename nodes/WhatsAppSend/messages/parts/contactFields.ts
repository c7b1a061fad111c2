import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

const PLACES: INodePropertyOptions[] = [
	{ name: 'Home', value: 'HOME' },
	{ name: 'Work', value: 'WORK' },
];

const PHONES: INodePropertyOptions[] = [
	{ name: 'Cell', value: 'CELL' },
	{ name: 'Home', value: 'HOME' },
	{ name: 'iPhone', value: 'IPHONE' },
	{ name: 'Main', value: 'MAIN' },
	{ name: 'Work', value: 'WORK' },
];

const typeField = (options: INodePropertyOptions[], preset: string): INodeProperties => ({
	displayName: 'Type',
	name: 'type',
	type: 'options',
	options,
	default: preset,
});

const textField = (displayName: string, name: string, placeholder: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	placeholder: `e.g. ${placeholder}`,
});

/** The parts of a name. */
export const nameFields: INodeProperties[] = [
	{
		...textField('Formatted Name', 'formatted_name', 'Dr. Ada M. Lovelace'),
		required: true,
		description: 'The whole name, as the card shows it',
	},
	textField('First Name', 'first_name', 'Ada'),
	textField('Last Name', 'last_name', 'Lovelace'),
	textField('Middle Name', 'middle_name', 'M.'),
	textField('Suffix', 'suffix', 'Jr.'),
	textField('Prefix', 'prefix', 'Dr.'),
];

/** Everything but the name. */
export const detailFields: INodeProperties[] = [
	repeated('Addresses', 'addresses', 'address', 'Address', [
		typeField(PLACES, 'HOME'),
		textField('Street', 'street', '1 Hacker Way'),
		textField('City', 'city', 'Menlo Park'),
		textField('State', 'state', 'CA'),
		textField('Zip', 'zip', '94025'),
		textField('Country', 'country', 'United States'),
		textField('Country Code', 'country_code', 'us'),
	]),
	{ ...textField('Birthday', 'birthday', '1990-12-31'), hint: 'As year-month-day' },
	repeated('Emails', 'emails', 'data', 'Email', [
		typeField(PLACES, 'HOME'),
		textField('Email', 'email', 'name@example.com'),
	]),
	{
		displayName: 'Organization',
		name: 'organization',
		type: 'fixedCollection',
		placeholder: 'Add Organization',
		default: {},
		options: [
			{
				displayName: 'Organization',
				name: 'data',
				values: [
					textField('Company', 'company', 'Analytical Engines'),
					textField('Department', 'department', 'Design'),
					textField('Title', 'title', 'Manager'),
				],
			},
		],
	},
	repeated('Phones', 'phones', 'data', 'Phone', [
		typeField(PHONES, 'CELL'),
		textField('Phone', 'phone', '+1 650 555 1234'),
		{
			...textField('WhatsApp User ID', 'whatsapp_user_id', '16505551234'),
			description: 'Digits only. Without it the card offers to invite the person to WhatsApp.',
		},
	]),
	repeated('URLs', 'urls', 'url', 'URL', [
		typeField(PLACES, 'HOME'),
		textField('URL', 'url', 'https://example.com'),
	]),
];

function repeated(
	displayName: string,
	name: string,
	entry: string,
	entryName: string,
	values: INodeProperties[],
): INodeProperties {
	return {
		displayName,
		name,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: `Add ${entryName}`,
		default: {},
		options: [{ displayName: entryName, name: entry, values }],
	};
}
