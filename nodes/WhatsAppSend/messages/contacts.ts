import type { IDataObject } from 'n8n-workflow';

import { contactsMessage, type Contact } from '../../shared/messages/contacts';
import { toEntries, toText, type ItemParameters } from '../../shared/n8n/itemParameters';
import type { MessageKind } from './messageKind';
import { detailFields, nameFields } from './parts/contactFields';
import { additionalFields } from './parts/media';
import { readJsonList } from './parts/values';
import { LIMITS } from '../../shared/messages/limits';

export const contacts: MessageKind = {
	option: { name: 'Contacts', value: 'contacts', description: 'One or more contact cards' },
	fields: [
		{
			displayName: 'Define Contacts',
			name: 'contactsInput',
			type: 'options',
			options: [
				{ name: 'Using Fields Below', value: 'fields' },
				{ name: 'Using JSON', value: 'json', description: 'For contacts that come as a list' },
			],
			default: 'fields',
		},
		{
			displayName: 'Name',
			name: 'name',
			type: 'fixedCollection',
			placeholder: 'Add Name',
			default: {},
			required: true,
			displayOptions: { show: { contactsInput: ['fields'] } },
			options: [{ displayName: 'Name', name: 'data', values: nameFields }],
		},
		{
			...additionalFields(detailFields),
			displayOptions: { show: { contactsInput: ['fields'] } },
		},
		{
			displayName: 'More Contacts',
			name: 'moreContacts',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true, sortable: true },
			placeholder: 'Add Contact',
			default: {},
			displayOptions: { show: { contactsInput: ['fields'] } },
			description: `Further cards in the same message, up to ${LIMITS.contacts} in all`,
			options: [
				{ displayName: 'Contact', name: 'contact', values: [...nameFields, ...detailFields] },
			],
		},
		{
			displayName: 'Contacts (JSON)',
			name: 'contactsJson',
			type: 'json',
			default: '',
			hint: 'Such as [{ "name": { "formatted_name": "Ada" }, "phones": [{ "phone": "+1 650 555 1234" }] }]',
			required: true,
			displayOptions: { show: { contactsInput: ['json'] } },
			description: `A list of up to ${LIMITS.contacts} contacts, each as Meta’s documentation writes it`,
		},
	],
	build: (parameters) =>
		contactsMessage(
			parameters.value('contactsInput', 'fields') === 'json'
				? (readJsonList(parameters.value('contactsJson', ''), 'Contacts (JSON)') ?? []).map(
						fromJson,
					)
				: fromFields(parameters),
		),
};

function fromFields(parameters: ItemParameters): Contact[] {
	const first = readContact(
		parameters.value('name.data', {}) as IDataObject,
		parameters.value('additionalFields', {}) as IDataObject,
	);
	const others = parameters.entries('moreContacts.contact');
	return [first, ...others.map((contact) => readContact(contact, contact))];
}

function readContact(name: IDataObject, details: IDataObject): Contact {
	const entries = (collection: string, entry: string) =>
		toEntries((details[collection] as IDataObject | undefined)?.[entry]);
	return readParts({
		name,
		phones: entries('phones', 'data'),
		emails: entries('emails', 'data'),
		urls: entries('urls', 'url'),
		addresses: entries('addresses', 'address'),
		org: entries('organization', 'data')[0],
		birthday: details.birthday,
	});
}

function fromJson(contact: IDataObject): Contact {
	const { name, phones, emails, urls, addresses, org, birthday } = contact;
	return readParts({
		name: toEntries(name)[0] ?? {},
		phones: toEntries(phones),
		emails: toEntries(emails),
		urls: toEntries(urls),
		addresses: toEntries(addresses),
		org: toEntries(org)[0],
		birthday,
	});
}

interface Parts {
	name: IDataObject;
	phones: IDataObject[];
	emails: IDataObject[];
	urls: IDataObject[];
	addresses: IDataObject[];
	org?: IDataObject;
	birthday: unknown;
}

const NAME = ['first_name', 'last_name', 'middle_name', 'suffix', 'prefix'] as const;
const ADDRESS = ['street', 'city', 'state', 'zip', 'country', 'country_code', 'type'] as const;
const ORGANIZATION = ['company', 'department', 'title'] as const;

function readParts({ name, phones, emails, urls, addresses, org, birthday }: Parts): Contact {
	return {
		name: { formatted_name: toText(name.formatted_name, 'Formatted Name'), ...pick(name, NAME) },
		phones: phones.map(readPhone),
		emails: emails.map((entry) => ({ email: toText(entry.email, 'Email'), ...pick(entry, TYPE) })),
		urls: urls.map((entry) => ({ url: toText(entry.url, 'URL'), ...pick(entry, TYPE) })),
		addresses: addresses.map((entry) => pick(entry, ADDRESS)),
		...(org ? { org: pick(org, ORGANIZATION) } : {}),
		birthday: toText(birthday, 'Birthday'),
	};
}

const TYPE = ['type'] as const;

function readPhone(entry: IDataObject): NonNullable<Contact['phones']>[number] {
	const phone = toText(entry.phone, 'Phone');
	// In the first version of n8n's own node "WhatsApp ID" was one of the types.
	if (entry.type === 'wa_id') return { phone, wa_id: phone };
	const id = entry.whatsapp_user_id ?? entry.wa_id;
	return { phone, ...pick(entry, TYPE), wa_id: toText(id, 'WhatsApp User ID') };
}

/** The texts of that name. */
function pick<Name extends string>(
	entry: IDataObject,
	names: readonly Name[],
): Partial<Record<Name, string>> {
	return Object.fromEntries(names.map((name) => [name, toText(entry[name], name)])) as Partial<
		Record<Name, string>
	>;
}
