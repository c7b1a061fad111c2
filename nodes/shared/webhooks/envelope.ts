import { isObject, objectsIn, type JsonObject } from '../graph/answer';
import { objectOf, textOf } from './values';

/** What one webhook field reports in a delivery: one `changes` entry, with what stands around it. */
export interface Change {
	/** Meta's name of the field, e.g. "messages". */
	field: string;
	value: JsonObject;
	/** The entry's ID: the WhatsApp Business Account. */
	wabaId?: string;
	/** The entry's time, in seconds since the Unix epoch; not on all deliveries. */
	time?: unknown;
	/** The number concerned; template and account events name none. */
	phoneNumberId?: string;
}

/**
 * Reads a delivery's body.
 * @returns undefined when it is no JSON object
 */
export function parseEnvelope(body: Buffer): JsonObject | undefined {
	try {
		const parsed: unknown = JSON.parse(withExactIds(body.toString('utf8')));
		return isObject(parsed) ? parsed : undefined;
	} catch {
		return undefined;
	}
}

/**
 * All changes of all entries, in their order: one delivery carries up to 1,000 (source: Meta's page
 * "Create a webhook endpoint"). Other objects than `whatsapp_business_account` have none: an app may have
 * one callback for all its products, and theirs is not ours to read.
 */
export function changesOf(envelope: JsonObject): Change[] {
	if (envelope.object !== 'whatsapp_business_account') return [];
	return objectsIn(envelope.entry).flatMap((entry) =>
		objectsIn(entry.changes).map((change) => {
			const value = objectOf(change.value);
			return {
				field: textOf(change.field) ?? '',
				value,
				wabaId: textOf(entry.id),
				time: entry.time,
				phoneNumberId: textOf(objectOf(value.metadata).phone_number_id),
			};
		}),
	);
}

/**
 * Template IDs are JSON numbers, and of 17 digits JavaScript keeps 16: long ones become texts. Inside of a
 * text the quotes would be escaped, so nothing that a person wrote looks like this.
 */
function withExactIds(json: string): string {
	return json.includes('"message_template_id"')
		? json.replace(
				/"message_template_id"\s*:\s*(\d{16,})(?=\s*[,}])/g,
				'"message_template_id":"$1"',
			)
		: json;
}
