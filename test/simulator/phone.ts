import type { ControlHandler } from './control';
import type { Conversation, InboundMessage } from './conversations';
import { receive, senderOf } from './inbound';
import { asText } from './json';
import type { JsonObject } from './json';
import type { AcceptedMessage } from './ledger';
import { pressButton } from './phoneButtons';
import { viewOfInbound, viewOfOutbound } from './phoneView';
import { callbackFor } from './webhooks/callbacks';
import type { World } from './world';

/** Most conversations, or messages, in one answer. */
const PAGE = 200;

/** What the page of the simulated phone asks for and does. */
export const phoneRoutes: Record<string, ControlHandler> = {
	'GET conversations': (world, query) => {
		const all = world.conversations.latestFirst();
		const limit = Math.min(PAGE, Number(query.get('limit') ?? 50) || 50);
		const search = (query.get('search') ?? '').trim().toLowerCase();
		const found = search ? all.filter((entry) => isFound(world, entry, search)) : all;
		return {
			total: found.length,
			now: world.clock.now(),
			numbers: [...world.account.phoneNumbers.values()].map((phone) => ({
				id: phone.id,
				number: phone.display_phone_number,
				name: phone.verified_name,
			})),
			conversations: found.slice(0, limit).map((entry) => summaryOf(world, entry)),
		};
	},
	'GET messages': (world, query) => {
		const conversation = find(world, query.get('conversation'));
		const { entries } = conversation;
		const end = Math.min(entries.length, Number(query.get('before') ?? entries.length));
		const limit = Math.min(PAGE, Number(query.get('limit') ?? PAGE) || PAGE);
		const start = Math.max(0, end - limit);
		return {
			...summaryOf(world, conversation),
			now: world.clock.now(),
			heard: isHeard(world, conversation),
			typing: conversation.typingUntil > world.clock.now(),
			start,
			messages: entries.slice(start, end).map(viewOf),
		};
	},
	'POST open': (world, _query, body) => {
		world.statuses.open(find(world, body.conversation));
	},
	'POST reply': (world, _query, body) => {
		const conversation = find(world, body.conversation);
		return receive(world, { ...senderOf(conversation), text: asText(body.text) });
	},
	'POST press': (world, _query, body) => pressButton(world, find(world, body.conversation), body),
	'POST begin': (world, _query, body) => {
		const given = { ...body, phoneNumberId: asText(body.phoneNumberId) };
		const message = receive(world, { ...given, from: asText(body.from), text: asText(body.text) });
		return { conversation: world.conversations.findInbound(message.id)?.conversation.key };
	},
};

function find(world: World, key: unknown): Conversation {
	const conversation = world.conversations.find(String(key));
	if (!conversation) throw new RangeError(`There is no conversation ${String(key)}`);
	return conversation;
}

function isFound(world: World, { person, phoneNumberId }: Conversation, search: string): boolean {
	const business = world.account.phoneNumbers.get(phoneNumberId)?.verified_name ?? '';
	const digits = search.replace(/\D/g, '');
	return (
		person.name.toLowerCase().includes(search) ||
		business.toLowerCase().includes(search) ||
		(digits !== '' && (person.waId ?? '').includes(digits))
	);
}

/** True when an answer reaches someone: a callback is set for this number. */
function isHeard(world: World, { phoneNumberId }: Conversation): boolean {
	const wabaId = world.account.phoneNumbers.get(phoneNumberId)?.wabaId ?? '';
	return callbackFor(world, { wabaId, phoneNumberId, field: 'messages', value: {} }) !== undefined;
}

function viewOf(entry: AcceptedMessage | InboundMessage): JsonObject {
	return entry.direction === 'out' ? viewOfOutbound(entry) : viewOfInbound(entry);
}

function summaryOf(world: World, conversation: Conversation): JsonObject {
	const { key, phoneNumberId, person, entries, unread, lastAt } = conversation;
	const phone = world.account.phoneNumbers.get(phoneNumberId);
	const last = entries[entries.length - 1];
	return {
		key,
		person: {
			name: person.name,
			number: person.waId === undefined ? null : `+${person.waId}`,
			userId: person.userId,
		},
		business: {
			id: phoneNumberId,
			name: phone?.verified_name,
			number: phone?.display_phone_number,
		},
		unread,
		at: lastAt,
		total: entries.length,
		last: last ? viewOf(last) : null,
	};
}
