import type { Group } from './account';
import type { JsonObject } from './json';
import type { AcceptedMessage } from './ledger';

/** Someone who writes to, or is written to by, the business. All of them are made up. */
export interface Person {
	/** Number without `+`; undefined for one who is known by user ID alone. */
	waId: string | undefined;
	/** Business-scoped user ID. */
	userId: string;
	name: string;
}

/** A message from a person to the business. */
export interface InboundMessage {
	readonly direction: 'in';
	readonly id: string;
	/** Milliseconds since the epoch. */
	readonly at: number;
	readonly type: string;
	/** What stands under the type's name in the webhook. */
	readonly content: unknown;
	/** The wamid that it answers. */
	readonly contextId: string | undefined;
	/** True once the business has marked it as read. */
	read: boolean;
}

export interface Conversation {
	/** `{phone number id}:{number or user ID}`, unique within a simulator. */
	readonly key: string;
	readonly phoneNumberId: string;
	readonly person: Person;
	/** The person stands for a group: its ID and subject. */
	isGroup: boolean;
	readonly entries: (AcceptedMessage | InboundMessage)[];
	/** Messages of the business that the person has not opened. */
	unread: number;
	/** When the person last wrote, in milliseconds since the epoch. */
	lastInboundAt: number | undefined;
	/** When the last message came or went, in milliseconds since the epoch. */
	lastAt: number;
	/** Until when the business shows that it is typing, in milliseconds since the epoch. */
	typingUntil: number;
}

/** Free-form messages are allowed this long after a person's last message (reference §1.3). */
const WINDOW_MS = 24 * 60 * 60 * 1_000;

const FIRST_NAMES = 'Amara Bruno Chiyo Dele Elif Femi Greta Hana Ines Jonas Kaya Liam'.split(' ');
const LAST_NAMES = 'Adeyemi Berg Costa Duarte Eriksen Fuchs Grant Haddad Ito Jensen'.split(' ');

/** A number that is the same for the same text (FNV-1a). */
function hash(text: string): number {
	let value = 0x811c9dc5;
	for (let index = 0; index < text.length; index++) {
		value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
	}
	return value >>> 0;
}

function inventName(key: string): string {
	const value = hash(key);
	const first = FIRST_NAMES[value % FIRST_NAMES.length];
	return `${first} ${LAST_NAMES[(value >>> 8) % LAST_NAMES.length]}`;
}

/** The conversations between the business's numbers and people, the latest last. */
export class Conversations {
	/** Kept in order of the last message: one that gets a message moves to the end. */
	private readonly byKey = new Map<string, Conversation>();

	private readonly inbound = new Map<
		string,
		{ conversation: Conversation; message: InboundMessage }
	>();

	private readonly waIdByUserId = new Map<string, string>();

	private readonly ordered: { list: Conversation[] | undefined } = { list: undefined };

	/** The conversation of a number and a person, begun if there is none. */
	open(phoneNumberId: string, waId: string | undefined, userId?: string): Conversation {
		const number = waId ?? (userId === undefined ? undefined : this.waIdByUserId.get(userId));
		const who = number ?? userId ?? '';
		const key = `${phoneNumberId}:${who}`;
		let conversation = this.byKey.get(key);
		if (!conversation) {
			const id = userId ?? this.userIdOf(who);
			if (number !== undefined) this.waIdByUserId.set(id, number);
			conversation = {
				key,
				phoneNumberId,
				isGroup: false,
				person: { waId: number, userId: id, name: inventName(who) },
				entries: [],
				unread: 0,
				lastInboundAt: undefined,
				lastAt: 0,
				typingUntil: 0,
			};
			this.byKey.set(key, conversation);
			this.ordered.list = undefined;
		}
		return conversation;
	}

	/** The conversation in a group, begun if there is none. */
	openGroup(group: Group): Conversation {
		const conversation = this.open(group.phoneNumberId, group.id);
		conversation.isGroup = true;
		conversation.person.name = group.subject;
		return conversation;
	}

	find(key: string): Conversation | undefined {
		return this.byKey.get(key);
	}

	/** Adds a message of the business. */
	addOutbound(conversation: Conversation, message: AcceptedMessage): void {
		conversation.entries.push(message);
		conversation.unread++;
		conversation.typingUntil = 0;
		this.touch(conversation, message.acceptedAt);
	}

	/** Adds a message of the person, which opens the 24-hour window. */
	addInbound(conversation: Conversation, message: InboundMessage): void {
		conversation.entries.push(message);
		conversation.lastInboundAt = message.at;
		this.inbound.set(message.id, { conversation, message });
		this.touch(conversation, message.at);
	}

	/** A person's message by its wamid. */
	findInbound(id: string): { conversation: Conversation; message: InboundMessage } | undefined {
		return this.inbound.get(id);
	}

	/** True while free-form messages to this person are allowed. */
	isWindowOpen(conversation: Conversation | undefined, now: number): boolean {
		const last = conversation?.lastInboundAt;
		return last !== undefined && now - last < WINDOW_MS;
	}

	/** All conversations with at least one message, the latest first. */
	latestFirst(): Conversation[] {
		this.ordered.list ??= [...this.byKey.values()]
			.filter((conversation) => conversation.entries.length > 0)
			.reverse();
		return this.ordered.list;
	}

	clear(): void {
		this.byKey.clear();
		this.inbound.clear();
		this.waIdByUserId.clear();
		this.ordered.list = undefined;
	}

	private touch(conversation: Conversation, at: number): void {
		conversation.lastAt = at;
		this.byKey.delete(conversation.key);
		this.byKey.set(conversation.key, conversation);
		this.ordered.list = undefined;
	}

	private userIdOf(who: string): string {
		return `US.${hash(who)}${hash(`user ${who}`)}`;
	}
}

/** The `contacts` entry that webhooks carry for a person. */
export function contactOf(person: Person): JsonObject {
	return {
		profile: { name: person.name },
		...(person.waId === undefined ? {} : { wa_id: person.waId }),
		user_id: person.userId,
	};
}
