import type { Group, PhoneNumber } from '../account';
import { refusal } from '../graphErrors';
import { asText } from '../json';
import type { JsonObject } from '../json';
import { invalid, malformed, missing } from './checks';

/** Whom a message is for. */
export interface Recipient {
	/** `to` as it was sent. */
	to: string | undefined;
	/** `recipient` as it was sent, when it decided. */
	userId: string | undefined;
	/** The person's number without `+`, when `to` decided; of a group its ID. */
	waId: string | undefined;
	/** The group, when it goes to one. */
	group?: Group;
}

/** A business-scoped user ID or a parent one (reference §1.8). */
const USER_ID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;

/** E.164: at most 15 digits; shorter than 7 is no subscriber anywhere. */
const SHORTEST_NUMBER = 7;
const LONGEST_NUMBER = 15;

/**
 * Reads `to` and `recipient`. With both, `to` decides. A number without `+` gets the calling
 * code of the business's own number in front, whatever it began with.
 *
 * @throws GraphFailure 131008 without either, 100 for a number, 131009 for an id, of a wrong form,
 * 131021 for the business's own number, 131041 for a group that is none of this number.
 */
export function readRecipient(
	body: JsonObject,
	sender: PhoneNumber,
	groups: ReadonlyMap<string, Group>,
): Recipient {
	const type = body.recipient_type ?? 'individual';
	if (type !== 'individual' && type !== 'group') {
		throw malformed(
			`Param recipient_type must be one of {individual, group} - got "${asText(type)}".`,
		);
	}
	const { to, recipient } = body;
	if (to === undefined || to === null || to === '') {
		if (type === 'group') throw missing('to');
		if (recipient === undefined || recipient === null || recipient === '') throw missing('to');
		if (typeof recipient !== 'string' || !USER_ID.test(recipient)) {
			throw invalid('The recipient is not a business-scoped user ID.');
		}
		return { to: undefined, userId: recipient, waId: undefined };
	}
	if (typeof to !== 'string' && typeof to !== 'number') {
		throw malformed('Param to must be a string.');
	}
	const written = String(to);
	if (type === 'group') {
		const group = groups.get(written);
		if (group?.phoneNumberId !== sender.id) {
			throw refusal(131041, 'There is no group with this ID that this number is a member of.');
		}
		return { to: written, userId: undefined, waId: group.id, group };
	}
	if (groups.has(written)) throw invalid('The recipient is a group, not an individual.');
	const digits = digitsOf(written, sender.callingCode);
	if (digits === digitsOf(sender.display_phone_number, '')) throw refusal(131021);
	return { to: written, userId: undefined, waId: waIdOf(digits) };
}

function digitsOf(written: string, callingCode: string): string {
	// Meta reads past these characters and no others.
	const plain = written.replace(/[-() ]/g, '');
	const match = /^(\+?)(\d+)$/.exec(plain);
	if (!match) throw notANumber();
	const digits = match[1] ? match[2] : callingCode + match[2];
	if (digits.length < SHORTEST_NUMBER || digits.length > LONGEST_NUMBER) throw notANumber();
	return digits;
}

function notANumber() {
	return refusal(100, 'The recipient phone number format is incorrect.');
}

/**
 * The WhatsApp ID of a number: the same digits, except where a country changed its numbers and
 * old accounts kept theirs (the extra 1 of Mexican mobiles, the extra 9 of Brazilian ones).
 */
export function waIdOf(digits: string): string {
	const mexican = /^521(\d{10})$/.exec(digits);
	if (mexican) return `52${mexican[1]}`;
	const brazilian = /^55([3-9]\d)9(\d{8})$/.exec(digits);
	return brazilian ? `55${brazilian[1]}${brazilian[2]}` : digits;
}
