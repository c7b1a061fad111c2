import type { JsonObject } from '../answer';
import type { GraphClient } from '../client';
import { getPage } from './page';

/** A business phone number; Meta's fields under Meta's names, those that we use. */
export interface PhoneNumber {
	id: string;
	/** As Meta writes it, e.g. "+1 555-010-0001". */
	display_phone_number?: string;
	verified_name?: string;
	/** "GREEN", "YELLOW", "RED" or "UNKNOWN". */
	quality_rating?: string;
	/** "STANDARD" or "HIGH". */
	throughput?: { level?: string };
	/** Also used with the WhatsApp Business app ("coexistence"). */
	is_on_biz_app?: boolean;
}

const FIELDS = 'id,display_phone_number,verified_name,quality_rating,throughput,is_on_biz_app';

/** One page of the WABA's numbers: `GET /{waba-id}/phone_numbers`. */
export async function listPhoneNumbers(
	client: GraphClient,
	businessAccountId: string,
	after?: string,
): Promise<{ phoneNumbers: PhoneNumber[]; after?: string }> {
	const page = await getPage(client, [businessAccountId, 'phone_numbers'], {
		fields: FIELDS,
		limit: 100,
		after,
	});
	return { phoneNumbers: page.entries.filter(isPhoneNumber), after: page.after };
}

/** One number: `GET /{phone-number-id}`. */
export async function getPhoneNumber(
	client: GraphClient,
	phoneNumberId: string,
): Promise<JsonObject & Omit<PhoneNumber, 'id'>> {
	return await client.get([phoneNumberId], { query: { fields: FIELDS } });
}

/**
 * Messages per second that Meta lets a number send, all types together, what it receives included.
 * Source: Meta's page "Throughput" of 21 May 2026; the mapping of the levels is inferred.
 */
export function throughputOf(phoneNumber: Omit<PhoneNumber, 'id'>): number {
	if (phoneNumber.is_on_biz_app) return 20;
	return phoneNumber.throughput?.level?.toUpperCase() === 'HIGH' ? 1000 : DEFAULT_THROUGHPUT;
}

/** Of a number of which nothing is known. */
export const DEFAULT_THROUGHPUT = 80;

function isPhoneNumber(entry: JsonObject): entry is JsonObject & PhoneNumber {
	return typeof entry.id === 'string';
}
