import { rateOf } from '../account';
import type { PhoneNumber } from '../account';
import type { Conversation } from '../conversations';
import { GraphFailure, refusal } from '../graphErrors';
import type { Reply } from '../graphErrors';
import { asText, isObject } from '../json';
import type { JsonObject } from '../json';
import {
	invalid,
	optionalBoolean,
	optionalText,
	requireObject,
	requireOneOf,
	requireText,
} from '../messages/checks';
import { checkGroup, MESSAGE_KINDS, readContext } from '../messages/kinds';
import { checkMediaIds } from '../messages/mediaIds';
import type { MessageKind } from '../messages/kinds';
import { readRecipient } from '../messages/recipient';
import type { AcceptedFacts } from '../ledger';
import type { GraphRequest, Route } from '../router';
import type { Template } from '../templateTypes';
import { newMessageId } from '../wamid';
import type { World } from '../world';

/** `biz_opaque_callback_data`, in code points (reference §1.1). */
const OPAQUE_DATA = 512;

/** A typing indicator goes away by itself after this long (reference §1.5). */
const TYPING_MS = 25_000;

/** A person's message can be marked as read for 30 days. */
const READABLE_MS = 30 * 24 * 60 * 60 * 1_000;

/** Routes of sending. */
export const messageRoutes: Route[] = [
	{
		method: 'POST',
		node: 'phone number',
		edge: 'messages',
		scope: 'whatsapp_business_messaging',
		handle: postMessage,
	},
	{
		method: 'POST',
		node: 'phone number',
		edge: 'marketing_messages',
		scope: 'whatsapp_business_messaging',
		handle: postMarketingMessage,
	},
];

/** True for the edges of a phone number that messages are posted to. */
export function isMessageEdge(edge: string): boolean {
	return messageRoutes.some((route) => route.edge === edge);
}

/** True for a body that marks a message as read, which is no message and has no throughput. */
export function isReadMark(body: unknown): boolean {
	return isObject(body) && body.status !== undefined;
}

/** Messages per second that a number may have now; Infinity when nothing limits it. */
export function rateLimitOf({ settings }: World, phone: PhoneNumber): number {
	if (settings.throughput === 'byLevel') return rateOf(phone);
	return settings.throughput === 'unlimited' ? Infinity : settings.throughput;
}

function sendMessage(
	world: World,
	phone: PhoneNumber,
	request: GraphRequest,
	body: JsonObject,
	endpoint: AcceptedFacts['endpoint'] = 'messages',
): Reply {
	if (!request.withinThroughput) {
		throw refusal(130429, 'Cloud API message throughput has been reached.');
	}
	const recipient = readRecipient(body, phone, world.account.groups);
	const type = body.type === undefined ? 'text' : asText(body.type);
	const kind = Object.hasOwn(MESSAGE_KINDS, type) ? MESSAGE_KINDS[type] : undefined;
	if (!kind) throw refusal(131051, `"${type}" is not a type of message.`);
	checkGroup(type, kind, recipient.group !== undefined);
	readContext(body.context, kind);
	const opaque = optionalText(
		body.biz_opaque_callback_data,
		'biz_opaque_callback_data',
		OPAQUE_DATA,
	);
	const { template } = kind.check(body[type], { world, phone, recipient, body }) ?? {};
	if (world.settings.mediaIds === 'known') checkMediaIds(world, phone.id, { [type]: body[type] });

	const now = world.clock.now();
	if (endpoint === 'marketing_messages') checkMarketing(template, now);

	const conversation = recipient.group
		? world.conversations.openGroup(recipient.group)
		: world.conversations.open(phone.id, recipient.waId, recipient.userId);
	const windowFailure = checkWindow(world, kind, conversation, now);
	takeFromPair(world, phone.id, conversation, now);

	const message = world.ledger.accept({
		id: newMessageId(recipient.waId ?? conversation.person.userId),
		phoneNumberId: phone.id,
		to: recipient.to,
		recipient: recipient.userId,
		waId: recipient.waId,
		type,
		raw: request.raw,
		acceptedAt: now,
		bizOpaqueCallbackData: opaque,
		connectionId: request.connectionId,
		template,
		endpoint,
	});
	world.conversations.addOutbound(conversation, message);
	world.changes.emit('change', {
		kind: 'message',
		conversation: conversation.key,
		messageId: message.id,
	});
	if (windowFailure) world.statuses.fail(conversation, message, 131047, windowFailure);
	else world.statuses.start(conversation, message);

	const contact =
		recipient.userId === undefined
			? { input: recipient.to, wa_id: recipient.waId }
			: { input: recipient.userId, user_id: recipient.userId };
	return {
		status: 200,
		body: {
			messaging_product: 'whatsapp',
			contacts: [contact],
			messages: [
				{
					id: message.id,
					...(recipient.group ? { group_id: recipient.group.id } : {}),
					...(template ? { message_status: 'accepted' } : {}),
				},
			],
		},
	};
}

/** Returns why the message will be reported as failed, or undefined when the window is open. */
function checkWindow(
	world: World,
	kind: MessageKind,
	conversation: Conversation,
	now: number,
): string | undefined {
	const { enforceWindow } = world.settings;
	if (enforceWindow === false || kind.outsideWindow) return undefined;
	if (world.conversations.isWindowOpen(conversation, now)) return undefined;
	const details =
		'Message failed to send because more than 24 hours have passed since the customer last ' +
		'replied to this number.';
	if (enforceWindow === 'refuse') throw refusal(131047, details);
	return details;
}

function takeFromPair(
	{ pairLimits, settings }: World,
	phoneNumberId: string,
	{ person }: Conversation,
	now: number,
): void {
	if (settings.pairLimit === 'unlimited') return;
	const who = person.waId ?? person.userId;
	if (pairLimits.take(phoneNumberId, who, now, settings.pairLimit)) return;
	throw refusal(
		131056,
		'Too many messages sent from this phone number to the same recipient in a short time.',
	);
}

function markAsRead(world: World, phone: PhoneNumber, body: JsonObject): Reply {
	requireOneOf(body.status, 'status', ['read']);
	const id = requireText(body.message_id, 'message_id');
	const typing = body.typing_indicator !== undefined;
	if (typing) {
		const indicator = requireObject(body.typing_indicator, 'typing_indicator');
		requireOneOf(indicator.type, "typing_indicator['type']", ['text']);
	}
	const now = world.clock.now();
	const found = world.conversations.findInbound(id);
	if (
		!found ||
		found.conversation.phoneNumberId !== phone.id ||
		now - found.message.at > READABLE_MS
	) {
		throw invalid('There is no message with this ID that this number has received.');
	}
	const { conversation } = found;
	// Marking a message marks those before it too.
	for (const entry of conversation.entries) {
		if (entry.direction === 'in') entry.read = true;
		if (entry === found.message) break;
	}
	if (typing) conversation.typingUntil = now + TYPING_MS;
	world.ledger.reads.push({ at: now, phoneNumberId: phone.id, messageId: id, typing });
	world.changes.emit('change', {
		kind: 'typing',
		conversation: conversation.key,
		messageId: id,
	});
	return { status: 200, body: { success: true } };
}

/** What is not for this endpoint (reference §1.6). */
function checkMarketing(template: Template | undefined, now: number): void {
	if (!template) throw refusal(131055, 'This endpoint takes template messages only.');
	if (template.category !== 'MARKETING') {
		throw refusal(134100, `Template "${template.name}" is not of the category MARKETING.`);
	}
	if ((template.marketingSyncedAt ?? now) > now) {
		throw refusal(134101, 'The template is still being synced: wait up to 10 minutes.');
	}
}

function postMessage(world: World, request: GraphRequest, id: string): Reply {
	const phone = world.account.phoneNumbers.get(id) as PhoneNumber;
	const body = whatsAppBody(request);
	return isReadMark(body)
		? markAsRead(world, phone, body)
		: sendMessage(world, phone, request, body);
}

function postMarketingMessage(world: World, request: GraphRequest, id: string): Reply {
	const phone = world.account.phoneNumbers.get(id) as PhoneNumber;
	const body = whatsAppBody(request);
	if (body.product_policy !== undefined) {
		requireOneOf(body.product_policy, 'product_policy', ['CLOUD_API_FALLBACK', 'STRICT']);
	}
	optionalBoolean(body.message_activity_sharing, 'message_activity_sharing');
	return sendMessage(world, phone, request, body, 'marketing_messages');
}

function whatsAppBody({ body }: GraphRequest): JsonObject {
	if (!isObject(body) || body.messaging_product === undefined) {
		throw new GraphFailure(100, {
			message: '(#100) The parameter messaging_product is required.',
		});
	}
	requireOneOf(body.messaging_product, 'messaging_product', ['whatsapp']);
	return body;
}
