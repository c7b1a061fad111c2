import { rateLimitOf } from './endpoints/messages';
import type { Conversation, InboundMessage } from './conversations';
import { waIdOf } from './messages/recipient';
import { newMessageId } from './wamid';
import { messageUpdate } from './webhooks/payloads';
import type { World } from './world';

/** A message that a person sends to the business. */
export interface NewInbound {
	/** Defaults to the account's STANDARD number. */
	phoneNumberId?: string;
	/** The person's number in any writing, country code included. */
	from: string;
	/** Profile name; people without one get an invented one. */
	name?: string;
	/** For a text message. */
	text?: string;
	/** For any other message: its type, and what stands under the type's name in the webhook. */
	type?: string;
	content?: unknown;
	/** The wamid that it answers. */
	contextId?: string;
}

/**
 * Lets a person write to the business: opens the 24-hour window, counts for the number's
 * throughput and leaves as a signed webhook.
 *
 * @throws RangeError when the number does not exist or the message says nothing.
 */
export function receive(world: World, given: NewInbound): InboundMessage {
	const phoneNumberId = given.phoneNumberId ?? world.account.phoneNumberIds.standard;
	const phone = world.account.phoneNumbers.get(phoneNumberId);
	if (!phone) throw new RangeError(`There is no phone number ${phoneNumberId}`);
	const digits = String(given.from ?? '').replace(/\D/g, '');
	if (digits.length < 7 || digits.length > 15) {
		throw new RangeError('A person needs a number of 7 to 15 digits, country code included');
	}
	const type = given.type ?? 'text';
	if (type === 'text' && !given.text && given.content === undefined) {
		throw new RangeError('A text message needs a text');
	}
	const now = world.clock.now();
	const conversation = world.conversations.open(phoneNumberId, waIdOf(digits));
	if (given.name) conversation.person.name = given.name;
	const message: InboundMessage = {
		direction: 'in',
		id: newMessageId(digits),
		at: now,
		type,
		content: given.content ?? { body: given.text },
		contextId: given.contextId,
		read: false,
	};
	// Meta counts what comes in as well; what is over the limit is not refused, only late.
	world.throughput.arrive(phoneNumberId, now, rateLimitOf(world, phone));
	world.conversations.addInbound(conversation, message);
	world.webhooks.send(messageUpdate(world, conversation, message), conversation.key);
	world.changes.emit('change', {
		kind: 'message',
		conversation: conversation.key,
		messageId: message.id,
	});
	return message;
}

/** The part of an inbound message that says who writes to whom. */
export function senderOf({ phoneNumberId, person }: Conversation): {
	phoneNumberId: string;
	from: string;
} {
	if (person.waId === undefined) {
		throw new RangeError('Someone who is known by user ID alone cannot answer here');
	}
	return { phoneNumberId, from: person.waId };
}
