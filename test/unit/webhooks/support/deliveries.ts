/** Deliveries as Meta builds them, for invented accounts, numbers and people. */

export const WABA = '310000000000001';
export const NUMBER = '220000000000001';
export const OTHER_NUMBER = '220000000000002';

type Json = Record<string, unknown>;

export function delivery(...changes: Json[]): Json {
	return {
		object: 'whatsapp_business_account',
		entry: [{ id: WABA, time: 1_780_000_000, changes }],
	};
}

export function change(field: string, value: Json): Json {
	return { field, value };
}

/** A change about a number. */
export function numberChange(field: string, value: Json, phoneNumberId = NUMBER): Json {
	return change(field, {
		messaging_product: 'whatsapp',
		metadata: { display_phone_number: '12025550101', phone_number_id: phoneNumberId },
		...value,
	});
}

export const PERSON = {
	profile: { name: 'Zoë Novák', username: '@zoe' },
	wa_id: '12025550150',
	user_id: 'US.11111111111111111111',
};

export function message(fields: Json): Json {
	return {
		from: PERSON.wa_id,
		from_user_id: PERSON.user_id,
		id: 'wamid.in-1',
		timestamp: '1780000100',
		...fields,
	};
}

/** A delivery of one message of {@link PERSON}. */
export function oneMessage(fields: Json): Json {
	return delivery(numberChange('messages', { contacts: [PERSON], messages: [message(fields)] }));
}

export function textMessage(id: string, body = 'Hello'): Json {
	return oneMessage({ id, type: 'text', text: { body } });
}

/** A delivery of one status. */
export function oneStatus(fields: Json): Json {
	return delivery(
		numberChange('messages', {
			statuses: [
				{ id: 'wamid.out-1', timestamp: '1780000200', recipient_id: PERSON.wa_id, ...fields },
			],
		}),
	);
}

/** A delivery of many text messages in one change. */
export function manyMessages(count: number, body = 'Hello'): Json {
	return delivery(
		numberChange('messages', {
			contacts: [PERSON],
			messages: Array.from({ length: count }, (_, index) =>
				message({ id: `wamid.many-${index}`, type: 'text', text: { body } }),
			),
		}),
	);
}
