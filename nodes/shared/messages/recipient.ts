import {
	getCountryCallingCode,
	isSupportedCountry,
	parsePhoneNumberFromString,
	type CountryCode,
	type PhoneNumber,
} from 'libphonenumber-js';

import { ValidationError } from '../graph/errors';
import { excerpt } from '../text';
import { requiredId } from './checks';

/** Whom a message goes to, as the fields of Meta's envelope: exactly one of `to` and `recipient`. */
export type Recipient =
	/** A phone number with `+` and country code. Without the `+` Meta would prepend the sender's country. */
	| { to: string }
	/** A business-scoped user ID, e.g. "US.13491208655302741918". */
	| { recipient: string }
	/** A group that the business has opened. */
	| { recipient_type: 'group'; to: string };

const FIELD = 'Recipient’s Phone Number';

const GROUP_FIELD = 'Group ID';

/** Neither a number nor a user ID begins like that. */
const GROUP_KEY = 'group:';

/** `CC.<id>`, or `CC.ENT.<id>` for linked portfolios; source: Meta's page "Business-scoped user IDs". */
const USER_ID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;

/**
 * WhatsApp's own IDs (`from`, `wa_id`) are numbers without `+`. These are genuine although the
 * numbering plans do not list them: Mexico's older form with a 1 after the country code, and the
 * 555 numbers which Meta gives out for testing.
 */
const UNLISTED_WHATSAPP_ID = /^(?:521\d{10}|1555\d{7})$/;

/** What people write between the digits of a number. */
const SEPARATORS = /[ .()/-]/;

/**
 * Reads a recipient in any common writing: spaces, dots, dashes, slashes, brackets, `00` or `+`, a JSON
 * number, the digits that webhooks carry, or a business-scoped user ID.
 *
 * A number that begins with neither `+` nor `00` is taken for a national one where `defaultCountry` is
 * given and it is valid there. Else it must be complete: a valid number of eleven digits or more, whose
 * country code stands by itself where the digits are grouped. Shorter ones are refused, since every fifth
 * national number of ten digits reads as a valid number of another country.
 *
 * @param value as the item has it
 * @param defaultCountry ISO 3166 code of two letters
 * @throws ValidationError when it is no number, or when it may be a stranger's for want of a country code
 */
export function parseRecipient(value: unknown, defaultCountry?: string): Recipient {
	const written = readText(value);
	if (USER_ID.test(written)) return { recipient: written };
	if (!/^\+?[\d .()/-]*\d[\d .()/-]*$/.test(written) || / \/|\/ /.test(written)) {
		throw invalid(
			`"${excerpt(written)}" is neither a phone number nor a user ID`,
			'Give one phone number with country code such as +1 650 555 1234, or a business-scoped user ID such as US.13491208655302741918.',
		);
	}
	const international = written.replace(/^00(?=[^0])/, '+');
	if (international.startsWith('+')) return { to: parseInternational(international) };
	return { to: parseBare(written, readCountry(defaultCountry)) };
}

/**
 * Reads the ID of a group. Meta documents no form for it, so only what is certainly none is refused.
 * @throws ValidationError when it is empty, or a number or user ID of a person
 */
export function parseGroup(id: string): Recipient {
	const group = requiredId(GROUP_FIELD, id);
	if (/[\s@]|^\+/.test(group) || USER_ID.test(group)) {
		throw new ValidationError(
			GROUP_FIELD,
			`"${excerpt(group)}" is not a group ID`,
			'Give the ID that Meta gave the group. For a person set Recipient Type to Individual.',
		);
	}
	return { recipient_type: 'group', to: group };
}

/** Order and pair limit are kept per recipient: one key for all writings of one number. */
export function recipientKey(recipient: Recipient): string {
	if ('recipient' in recipient) return recipient.recipient;
	return isGroup(recipient) ? GROUP_KEY + recipient.to : recipient.to;
}

/** The recipient of a key made by {@link recipientKey}. */
export function recipientOf(key: string): Recipient {
	if (key.startsWith(GROUP_KEY)) {
		return { recipient_type: 'group', to: key.slice(GROUP_KEY.length) };
	}
	return key.startsWith('+') ? { to: key } : { recipient: key };
}

/** Whether it is a group, which some kinds of messages cannot go to. */
export function isGroup(recipient: Recipient): boolean {
	return 'recipient_type' in recipient;
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
	if (value.length > LONGEST) {
		throw invalid(
			`${FIELD} has ${value.length} characters`,
			'Give one phone number or one user ID.',
		);
	}
	return (
		value
			.normalize('NFKC')
			// Invisible marks come along when a number is copied from a contact card.
			.replace(/\p{Cf}/gu, '')
			.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
			.replace(/[\p{Pd}\u2212]/gu, '-')
			.replace(/\s+/g, ' ')
			// Tables of numbers turn them into decimals.
			.replace(/^(\+?\d{7,})\.0+$/, '$1')
			.replace(/^\( ?\+(\d{1,3})\)/, '+$1')
			.trim()
	);
}

function parseInternational(international: string): string {
	const digits = digitsOf(international);
	if (UNLISTED_WHATSAPP_ID.test(digits)) return `+${digits}`;
	const parsed = parse(international);
	// Only the length is checked: whoever wrote the country code meant it, and numbering plans grow.
	if (parsed?.isPossible() && digitsOf(parsed.number).length <= MOST_DIGITS) return parsed.number;
	throw invalid(
		`"${excerpt(international)}" is not a phone number of any country`,
		'Check the country code and the number of digits.',
	);
}

function parseBare(written: string, country: CountryCode | undefined): string {
	const digits = digitsOf(written);
	const complete = parse(`+${digits}`);
	if (country) {
		// The digits that a webhook carries, of someone in that very country, are no national number.
		const national = parse(written, country);
		if (complete?.isValid() && complete.countryCallingCode === getCountryCallingCode(country)) {
			return complete.number;
		}
		if (national?.isValid()) return national.number;
	}
	if (UNLISTED_WHATSAPP_ID.test(digits)) return `+${digits}`;
	if (complete?.isValid() && isComplete(written, complete)) return complete.number;
	if (country) {
		throw invalid(
			`"${excerpt(written)}" is not a phone number of ${country} (+${getCountryCallingCode(country)})`,
			'Check its digits, or write it with + and its country code.',
		);
	}
	throw invalid(
		`"${excerpt(written)}" has no + and may lack its country code`,
		'Write it with + and the country code, such as +1 650 555 1234, or set the option Default Country.',
	);
}

/** Whether digits without `+` are sure to begin with their country code. */
function isComplete(written: string, { countryCallingCode }: PhoneNumber): boolean {
	if (digitsOf(written).length < LEAST_DIGITS_WITH_COUNTRY || written.startsWith('(')) return false;
	const [first, ...others] = written.split(SEPARATORS);
	return others.length === 0 || first === countryCallingCode;
}

function parse(text: string, country?: CountryCode): PhoneNumber | undefined {
	return parsePhoneNumberFromString(text, { defaultCountry: country, extract: false });
}

function readCountry(value: string | undefined): CountryCode | undefined {
	if (!value) return undefined;
	const country = value.trim().toUpperCase();
	if (isSupportedCountry(country)) return country;
	throw new ValidationError(
		'Default Country',
		`"${excerpt(value)}" is not a country`,
		'Give its two-letter ISO code, such as DE or BR.',
	);
}

function digitsOf(text: string): string {
	return text.replace(/\D/g, '');
}

function invalid(message: string, fix: string): ValidationError {
	return new ValidationError(FIELD, message, fix);
}

/** Of a recipient however written: a user ID of the longest kind, with room for white space around it. */
const LONGEST = 200;

/** Of a complete number; source: E.164. */
const MOST_DIGITS = 15;

/** A national number has ten digits at most, nearly everywhere. */
const LEAST_DIGITS_WITH_COUNTRY = 11;
