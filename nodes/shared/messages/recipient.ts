import {
	getCountryCallingCode,
	isSupportedCountry,
	parsePhoneNumberFromString,
	type CountryCode,
	type PhoneNumber,
} from 'libphonenumber-js';

import { ValidationError } from '../graph/errors';

/** Whom a message goes to, as the fields of Meta's envelope: exactly one of `to` and `recipient`. */
export type Recipient =
	/** A phone number with `+` and country code. Without the `+` Meta would prepend the sender's country. */
	| { to: string }
	/** A business-scoped user ID, e.g. "US.13491208655302741918". */
	| { recipient: string };

const FIELD = "Recipient's Phone Number";

/** `CC.<id>`, or `CC.ENT.<id>` for linked portfolios; source: Meta's page "Business-scoped user IDs". */
const USER_ID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;

/**
 * WhatsApp's own IDs (`from`, `wa_id`) are numbers without `+`. These are genuine although the
 * numbering plans do not list them: Mexico's older form with a 1 after the country code, and the
 * 555 numbers which Meta gives out for testing.
 */
const UNLISTED_WHATSAPP_ID = /^(?:521\d{10}|1555\d{7})$/;

/**
 * Reads a recipient in any common writing: spaces, dots, dashes, slashes, brackets, `00` or `+`, a JSON
 * number, the digits that webhooks carry, or a business-scoped user ID.
 *
 * A number that begins with neither `+` nor `00` is taken for a national one where `defaultCountry` is
 * given and it is valid there; else its first digits must be a country code and the rest a valid number.
 *
 * @param value as the item has it
 * @param defaultCountry ISO 3166 code of two letters
 * @throws ValidationError when it is no number, or when it may be a stranger's for want of a country code
 */
export function parseRecipient(value: unknown, defaultCountry?: string): Recipient {
	const written = readText(value);
	if (USER_ID.test(written)) return { recipient: written };
	if (/\p{L}/u.test(written)) {
		throw invalid(
			`"${written}" is neither a phone number nor a user ID`,
			'Give a phone number with country code such as +1 650 555 1234, or a business-scoped user ID such as US.13491208655302741918.',
		);
	}
	const international = written.replace(/^00(?=[^0])/, '+');
	if (international.startsWith('+')) return { to: parseInternational(written, international) };
	return { to: parseBare(written, readCountry(defaultCountry)) };
}

/** One key for one person, however written: order and pair limit are kept per recipient. */
export function recipientKey(recipient: Recipient): string {
	return 'to' in recipient ? recipient.to : recipient.recipient;
}

function readText(value: unknown): string {
	if (typeof value === 'number') {
		if (Number.isSafeInteger(value) && value > 0) return String(value);
		throw invalid(
			`${value} is not a phone number`,
			'Keep phone numbers as text: spreadsheets and JSON round long numbers.',
		);
	}
	if (typeof value !== 'string' || value.trim() === '') {
		throw invalid(
			`${FIELD} is empty`,
			`Fill in ${FIELD}. If it is an expression, check that it gives a value for this item.`,
		);
	}
	// Invisible marks and wide digits come along when a number is copied from a contact card.
	return value
		.normalize('NFKC')
		.replace(/\p{Cf}/gu, '')
		.trim();
}

function parseInternational(written: string, international: string): string {
	const digits = digitsOf(international);
	if (UNLISTED_WHATSAPP_ID.test(digits)) return `+${digits}`;
	const parsed = parse(international);
	// Only the length is checked: whoever wrote the country code meant it, and numbering plans grow.
	if (parsed?.isPossible()) return parsed.number;
	throw invalid(
		`"${written}" is not a phone number of any country`,
		'Check the country code and the number of digits.',
	);
}

function parseBare(written: string, country: CountryCode | undefined): string {
	const national = country && parse(written, country);
	if (national?.isValid()) return national.number;
	const digits = digitsOf(written);
	if (UNLISTED_WHATSAPP_ID.test(digits)) return `+${digits}`;
	const parsed = parse(`+${digits}`);
	if (parsed?.isValid()) return parsed.number;
	if (country) {
		throw invalid(
			`"${written}" is not a phone number of ${country} (+${getCountryCallingCode(country)})`,
			'Check its digits, or write it with + and its country code.',
		);
	}
	throw invalid(
		`"${written}" has no country code`,
		'Write it with + and the country code, such as +1 650 555 1234, or set the option Default Country.',
	);
}

function parse(text: string, country?: CountryCode): PhoneNumber | undefined {
	const parsed = parsePhoneNumberFromString(text, { defaultCountry: country, extract: false });
	return parsed?.ext ? undefined : parsed;
}

function readCountry(value: string | undefined): CountryCode | undefined {
	if (!value) return undefined;
	const country = value.trim().toUpperCase();
	if (isSupportedCountry(country)) return country;
	throw new ValidationError(
		'Default Country',
		`"${value}" is not a country`,
		'Give its two-letter ISO code, such as DE or BR.',
	);
}

function digitsOf(text: string): string {
	return text.replace(/\D/g, '');
}

function invalid(message: string, fix: string): ValidationError {
	return new ValidationError(FIELD, message, fix);
}
