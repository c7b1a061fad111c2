import { contactOf } from '../conversations';
import type { Conversation, InboundMessage } from '../conversations';
import type { JsonObject } from '../json';
import type { AcceptedMessage, MessageStatus } from '../ledger';
import type { World } from '../world';

/** One change of one account: the unit that a delivery carries one or many of. */
export interface Update {
	wabaId: string;
	/** The number concerned; undefined for updates about templates and the account. */
	phoneNumberId?: string;
	field: string;
	value: JsonObject;
}

/** An update as a test asks for it. */
export interface NewUpdate {
	/** e.g. `message_template_status_update` */
	field: string;
	value: JsonObject;
	/** Defaults to the account. */
	wabaId?: string;
	/** The number that `metadata` of the value names. */
	phoneNumberId?: string;
}

/** @throws RangeError for an account that does not exist. */
export function updateFor({ account }: World, given: NewUpdate): Update {
	const waba = account.accountOf(given.wabaId ?? account.businessAccountId);
	return { ...given, wabaId: waba.id };
}

/** `value` of a `messages` update up to what happened (reference §5.7). */
function frame(
	world: World,
	{ phoneNumberId, person }: Conversation,
	withContact: boolean,
): Update {
	const phone = world.account.phoneNumbers.get(phoneNumberId);
	return {
		wabaId: phone?.wabaId ?? world.account.businessAccountId,
		phoneNumberId,
		field: 'messages',
		value: {
			messaging_product: 'whatsapp',
			metadata: {
				display_phone_number: phone?.display_phone_number.replace(/\D/g, '') ?? '',
				phone_number_id: phoneNumberId,
			},
			...(withContact ? { contacts: [contactOf(person)] } : {}),
		},
	};
}

/** Webhooks carry times as strings of whole seconds. */
function seconds(epochMs: number): string {
	return String(Math.floor(epochMs / 1_000));
}

/** The update for a message that a person sent. */
export function messageUpdate(
	world: World,
	conversation: Conversation,
	message: InboundMessage,
): Update {
	const { person, phoneNumberId } = conversation;
	const update = frame(world, conversation, true);
	const phone = world.account.phoneNumbers.get(phoneNumberId);
	update.value.messages = [
		{
			...(message.contextId === undefined
				? {}
				: {
						context: {
							from: phone?.display_phone_number.replace(/\D/g, '') ?? '',
							id: message.contextId,
						},
					}),
			...(person.waId === undefined ? {} : { from: person.waId }),
			from_user_id: person.userId,
			id: message.id,
			timestamp: seconds(message.at),
			type: message.type,
			[message.type]: message.content,
		},
	];
	return update;
}

/** The update for a status that a message of the business reached. */
export function statusUpdate(
	world: World,
	conversation: Conversation,
	message: AcceptedMessage,
	status: MessageStatus,
): Update {
	const { person, isGroup } = conversation;
	const failed = status === 'failed';
	// A failed one carries no contact, and no user ID when it was sent to a number; nor does a group's.
	const update = frame(world, conversation, !failed && !isGroup);
	const namesUser = !isGroup && (!failed || message.waId === undefined);
	update.value.statuses = [
		{
			id: message.id,
			status,
			timestamp: seconds(world.clock.now()),
			...(person.waId === undefined ? {} : { recipient_id: person.waId }),
			...(isGroup ? { recipient_type: 'group' } : {}),
			...(namesUser ? { recipient_user_id: person.userId } : {}),
			...(message.bizOpaqueCallbackData === undefined
				? {}
				: { biz_opaque_callback_data: message.bizOpaqueCallbackData }),
			...(failed ? { errors: [errorOf(message)] } : { pricing: pricingOf(message) }),
		},
	];
	return update;
}

function pricingOf({ template, endpoint }: AcceptedMessage): JsonObject {
	return template
		? {
				billable: true,
				pricing_model: 'PMP',
				type: 'regular',
				category:
					endpoint === 'marketing_messages' ? 'marketing_lite' : template.category.toLowerCase(),
			}
		: {
				billable: false,
				pricing_model: 'PMP',
				type: 'free_customer_service',
				category: 'service',
			};
}

function errorOf({ failure }: AcceptedMessage): JsonObject {
	return {
		code: failure?.code ?? 131000,
		title: failure?.title ?? 'Something went wrong',
		message: failure?.title ?? 'Something went wrong',
		...(failure?.details === undefined ? {} : { error_data: { details: failure.details } }),
		href: 'https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes',
	};
}

/** The body of a delivery: updates grouped by account, in their order. */
export function envelope(updates: readonly Update[], now: number): JsonObject {
	const entries = new Map<string, JsonObject[]>();
	for (const { wabaId, field, value } of updates) {
		const changes = entries.get(wabaId) ?? [];
		entries.set(wabaId, changes);
		changes.push({ value, field });
	}
	return {
		object: 'whatsapp_business_account',
		entry: [...entries].map(([id, changes]) => ({
			id,
			time: Math.floor(now / 1_000),
			changes,
		})),
	};
}
