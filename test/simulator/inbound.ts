import { rateLimitOf } from './endpoints/messages';
import type { Conversation, InboundMessage } from './conversations';
import type { JsonObject } from './json';
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
	/** For a message with a file, which Meta then keeps for 7 days; its type follows from `mimeType`. */
	file?: InboundFile;
	/** The wamid that it answers. */
	contextId?: string;
}

export interface InboundFile {
	/** Bytes, or Base64 where they come as JSON. */
	data: Buffer | string;
	mimeType: string;
	/** Of a document. */
	fileName?: string;
	caption?: string;
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
	const now = world.clock.now();
	const type = given.type ?? (given.file ? typeOf(given.file) : 'text');
	const file = given.file && keep(world, phoneNumberId, type, given.file);
	if (type === 'text' && !given.text && given.content === undefined) {
		throw new RangeError('A text message needs a text');
	}
	const conversation = world.conversations.open(phoneNumberId, waIdOf(digits));
	if (given.name) conversation.person.name = given.name;
	const message: InboundMessage = {
		direction: 'in',
		id: newMessageId(digits),
		at: now,
		type,
		content: given.content ?? file ?? { body: given.text },
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

function typeOf({ mimeType }: InboundFile): string {
	if (mimeType === 'image/webp') return 'sticker';
	const [family] = mimeType.split('/');
	return ['image', 'video', 'audio'].includes(family) ? family : 'document';
}

/** Stores a file and describes it as webhooks do: with the hash in Base64 (reference §4). */
function keep(world: World, phoneNumberId: string, type: string, file: InboundFile): JsonObject {
	const { data, mimeType, fileName, caption } = file;
	const bytes = typeof data === 'string' ? Buffer.from(data, 'base64') : data;
	const now = world.clock.now();
	const medium = world.media.add({ phoneNumberId, mimeType, bytes, fileName, inbound: true }, now);
	return {
		id: medium.id,
		mime_type: mimeType,
		sha256: Buffer.from(medium.sha256, 'hex').toString('base64'),
		url: world.media.addressOf(medium, world.origin, now),
		...(type === 'document' && fileName !== undefined ? { filename: fileName } : {}),
		...(caption === undefined ? {} : { caption }),
	};
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
