import type { JsonObject } from '../graph/answer';
import { ValidationError } from '../graph/errors';
import { nonEmpty } from '../objects';
import { excerpt } from '../text';
import { checkCount, compact, fieldOf, optionalText, requiredId } from './checks';
import { checkText, LIMITS } from './limits';
import type { MessageContent } from './types';

/** A person or a company, under Meta's names. Types such as "WORK" are free texts. */
export interface Contact {
	name: {
		formatted_name: string;
		first_name?: string;
		last_name?: string;
		middle_name?: string;
		suffix?: string;
		prefix?: string;
	};
	/** Without `wa_id` WhatsApp offers to invite the person. */
	phones?: Array<{ phone: string; type?: string; wa_id?: string }>;
	emails?: Array<{ email: string; type?: string }>;
	urls?: Array<{ url: string; type?: string }>;
	addresses?: Array<{
		street?: string;
		city?: string;
		state?: string;
		zip?: string;
		country?: string;
		/** Two letters, e.g. "us". */
		country_code?: string;
		type?: string;
	}>;
	org?: { company?: string; department?: string; title?: string };
	/** YYYY-MM-DD. */
	birthday?: string;
}

/**
 * One or more contact cards.
 * @throws ValidationError when there are too many, or one lacks what Meta needs
 */
export function contactsMessage(contacts: Contact[]): MessageContent {
	checkCount('Contacts', contacts.length, [1, LIMITS.contacts], 'contacts');
	return {
		type: 'contacts',
		contacts: contacts.map((contact, index) =>
			card(contact, contacts.length > 1 ? `Contact ${index + 1}` : undefined),
		),
	};
}

function card(contact: Contact, place: string | undefined): JsonObject {
	const inCard = (field: string) => fieldOf(field, place);
	checkText(inCard('Formatted Name'), contact.name.formatted_name, Infinity);
	return compact({
		name: filled(contact.name),
		phones: list(contact.phones, ({ phone, wa_id, ...rest }) => ({
			phone: requiredId(inCard('Phone'), phone),
			...filled(rest),
			...compact({ wa_id: whatsAppId(inCard('WhatsApp User ID'), wa_id) }),
		})),
		emails: list(contact.emails, ({ email, ...rest }) => ({
			email: requiredId(inCard('Email'), email),
			...filled(rest),
		})),
		urls: list(contact.urls, ({ url, ...rest }) => ({
			url: requiredId(inCard('URL'), url),
			...filled(rest),
		})),
		addresses: list(contact.addresses, filled),
		org: contact.org && nonEmpty(filled(contact.org)),
		birthday: birthday(inCard('Birthday'), contact.birthday),
	});
}

/** An empty list says nothing. */
function list<T>(entries: T[] | undefined, write: (entry: T) => JsonObject) {
	return entries === undefined || entries.length === 0 ? undefined : entries.map(write);
}

function filled(parts: Record<string, string | undefined>): JsonObject {
	return compact(
		Object.fromEntries(
			Object.entries(parts).map(([name, text]) => [name, optionalText(name, text)]),
		),
	);
}

/** WhatsApp's IDs are numbers without + or separators. */
function whatsAppId(field: string, text: string | undefined): string | undefined {
	const written = optionalText(field, text);
	if (written === undefined) return undefined;
	const id = written.replace(/[\s+().-]/g, '');
	if (/^\d+$/.test(id)) return id;
	throw new ValidationError(
		field,
		`“${excerpt(written)}” is not a WhatsApp user ID`,
		'Give the phone number with country code, digits only, such as 16505551234.',
	);
}

function birthday(field: string, text: string | undefined): string | undefined {
	const date = optionalText(field, text)?.trim();
	if (date === undefined) return undefined;
	const parsed = /^\d{4}-\d{2}-\d{2}$/.test(date) ? new Date(date) : new Date(NaN);
	// JavaScript takes the 31st of February for a day in March.
	if (!Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date)) return date;
	throw new ValidationError(
		field,
		`“${excerpt(date)}” is not a date that Meta reads`,
		'Write it as year-month-day, such as 1990-12-31.',
	);
}
