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

const textField = (
	displayName: string,
	name: string,
	placeholder: string,
	description: string,
): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	placeholder: `e.g. ${placeholder}`,
	description,
});

/** The parts of a name. */
export const nameFields: INodeProperties[] = [
	{
		...textField(
			'Formatted Name',
			'formatted_name',
			'Dr. Ada M. Lovelace',
			'The whole name, as the card shows it',
		),
		required: true,
	},
	textField('First Name', 'first_name', 'Ada', 'The given name'),
	textField('Last Name', 'last_name', 'Lovelace', 'The family name'),
	textField('Middle Name', 'middle_name', 'M.', 'What stands between the two'),
	textField('Suffix', 'suffix', 'Jr.', 'What stands after the name'),
	textField('Prefix', 'prefix', 'Dr.', 'What stands before the name'),
];

/** Everything but the name. */
export const detailFields: INodeProperties[] = [
	repeated('Addresses', 'addresses', 'address', 'Address', [
		typeField(PLACES, 'HOME'),
		textField('Street', 'street', '1 Hacker Way', 'Street and number'),
		textField('City', 'city', 'Menlo Park', 'City or town'),
		textField('State', 'state', 'CA', 'State or region'),
		textField('Zip', 'zip', '94025', 'Postal code'),
		textField('Country', 'country', 'United States', 'Name of the country'),
		textField('Country Code', 'country_code', 'us', 'ISO 3166 code of two letters'),
	]),
	{
		...textField('Birthday', 'birthday', '1990-12-31', 'Year-month-day, such as 1990-12-31'),
		hint: 'As year-month-day',
	},
	repeated('Emails', 'emails', 'data', 'Email', [
		typeField(PLACES, 'HOME'),
		textField('Email', 'email', 'name@example.com', 'One email address'),
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
					textField('Company', 'company', 'Analytical Engines', 'Where the person works'),
					textField('Department', 'department', 'Design', 'Part of the company'),
					textField('Title', 'title', 'Manager', 'What the person does there'),
				],
			},
		],
	},
	repeated('Phones', 'phones', 'data', 'Phone', [
		typeField(PHONES, 'CELL'),
		textField('Phone', 'phone', '+1 650 555 1234', 'Phone number with + and country code'),
		textField(
			'WhatsApp User ID',
			'whatsapp_user_id',
			'16505551234',
			'Digits only. Without it the card offers to invite the person to WhatsApp.',
		),
	]),
	repeated('URLs', 'urls', 'url', 'URL', [
		typeField(PLACES, 'HOME'),
		textField('URL', 'url', 'https://example.com', 'Whole address, beginning with https://'),
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
