import type { PhoneNumber } from '../account';
import { refusal } from '../graphErrors';
import { isObject } from '../json';
import type { JsonObject } from '../json';
import type { Template } from '../templateTypes';
import type { World } from '../world';
import {
	invalid,
	onlyKeys,
	optionalBoolean,
	optionalText,
	requireArray,
	requireMedium,
	requireNumber,
	requireObject,
	requireOneOf,
	requireText,
} from './checks';
import { checkInteractive } from './interactive';
import type { Recipient } from './recipient';
import { checkTemplate } from './template';

/** What a kind's check may look at besides the message itself. */
export interface MessageContext {
	world: World;
	phone: PhoneNumber;
	recipient: Recipient;
	/** The whole request body. */
	body: JsonObject;
}

/** What a check found out that the rest needs. */
export interface Checked {
	template?: Template;
}

export interface MessageKind {
	/** Checks the object that stands under the type's name; throws a GraphFailure. */
	check(value: unknown, context: MessageContext): Checked | void;
	/** True when it may be sent although the person has not written for 24 hours. */
	outsideWindow?: boolean;
	/** True for kinds that cannot quote another message. */
	withoutContext?: boolean;
	/** True for kinds that groups do not take, `only` for those that nobody else takes. */
	inGroups?: false | 'only';
}

/** Longest texts in code points (reference §2). */
const TEXT_BODY = 4_096;
const CAPTION = 1_024;
const CONTACTS = 257;

function media(name: string, keys: string[]): MessageKind {
	const allowed = new Set(['id', 'link', ...keys]);
	return {
		check(value) {
			const medium = requireObject(value, name);
			onlyKeys(medium, name, allowed);
			requireMedium(medium, name);
			optionalText(medium.caption, `${name}['caption']`, CAPTION);
			optionalText(medium.filename, `${name}['filename']`);
			optionalBoolean(medium.voice, `${name}['voice']`);
		},
	};
}

const TEXT_KEYS = new Set(['body', 'preview_url']);
const LOCATION_KEYS = new Set(['latitude', 'longitude', 'name', 'address']);
const PIN_KEYS = new Set(['type', 'message_id', 'expiration_days']);
const REACTION_KEYS = new Set(['message_id', 'emoji']);

/** The types of message. A new one is one entry. */
export const MESSAGE_KINDS: Readonly<Record<string, MessageKind>> = {
	text: {
		check(value) {
			const text = requireObject(value, 'text');
			onlyKeys(text, 'text', TEXT_KEYS);
			requireText(text.body, "text['body']", TEXT_BODY);
			optionalBoolean(text.preview_url, "text['preview_url']");
		},
	},
	image: media('image', ['caption']),
	video: media('video', ['caption']),
	audio: media('audio', ['voice']),
	document: media('document', ['caption', 'filename']),
	sticker: media('sticker', []),
	location: {
		inGroups: false,
		check(value) {
			const location = requireObject(value, 'location');
			onlyKeys(location, 'location', LOCATION_KEYS);
			requireNumber(location.latitude, "location['latitude']", -90, 90);
			requireNumber(location.longitude, "location['longitude']", -180, 180);
			optionalText(location.name, "location['name']");
			optionalText(location.address, "location['address']");
		},
	},
	contacts: {
		inGroups: false,
		check(value) {
			for (const [index, entry] of requireArray(value, 'contacts', 1, CONTACTS).entries()) {
				const contact = requireObject(entry, `contacts[${index}]`);
				const name = requireObject(contact.name, `contacts[${index}]['name']`);
				requireText(name.formatted_name, `contacts[${index}]['name']['formatted_name']`);
				for (const list of ['phones', 'emails', 'urls', 'addresses']) {
					if (contact[list] !== undefined && !Array.isArray(contact[list])) {
						throw invalid(`contacts[${index}]['${list}'] must be an array.`);
					}
				}
			}
		},
	},
	reaction: {
		inGroups: false,
		withoutContext: true,
		check(value) {
			const reaction = requireObject(value, 'reaction');
			onlyKeys(reaction, 'reaction', REACTION_KEYS);
			requireText(reaction.message_id, "reaction['message_id']");
			optionalText(reaction.emoji, "reaction['emoji']");
		},
	},
	template: {
		outsideWindow: true,
		check: (value, context) => ({ template: checkTemplate(value, context) }),
	},
	interactive: { inGroups: false, check: (value) => checkInteractive(value) },
	pin: {
		inGroups: 'only',
		withoutContext: true,
		check(value) {
			const pin = requireObject(value, 'pin');
			onlyKeys(pin, 'pin', PIN_KEYS);
			const action = requireOneOf(pin.type, "pin['type']", ['pin', 'unpin']);
			requireText(pin.message_id, "pin['message_id']");
			if (action === 'unpin') return;
			requireNumber(pin.expiration_days, "pin['expiration_days']", 1, 30);
		},
	},
};

/** The wamid that a message quotes. */
export function readContext(context: unknown, kind: MessageKind): void {
	if (context === undefined || context === null) return;
	if (kind.withoutContext) throw invalid('context cannot be used with this type of message.');
	if (!isObject(context)) throw invalid('context must be a JSON object.');
	requireText(context.message_id, "context['message_id']");
}

/** Groups take text, media, templates and pins; pins go to groups only (reference §1.3 and §1.4). */
export function checkGroup(type: string, { inGroups }: MessageKind, isGroup: boolean): void {
	if (isGroup ? inGroups !== false : inGroups !== 'only') return;
	throw refusal(
		131051,
		`A message of the type ${type} is not supported in ${isGroup ? 'groups' : 'individual chats'}.`,
	);
}
