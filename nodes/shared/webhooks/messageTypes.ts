import { objectsIn, type JsonObject } from '../graph/answer';
import { compact } from '../objects';
import { isoTimeOf, numberOf, objectOf, textOf } from './values';

/** What the content of a message type says, in terms that are the same for all types. */
type ContentReader = (content: JsonObject, message: JsonObject) => JsonObject;

/** A media message: what to download, and its caption. */
const media: ContentReader = (content) => ({
	text: textOf(content.caption),
	media: compact({
		id: textOf(content.id),
		mimeType: textOf(content.mime_type),
		fileName: textOf(content.filename),
		sha256: textOf(content.sha256),
		url: textOf(content.url),
		voice: typeof content.voice === 'boolean' ? content.voice : undefined,
	}),
});

/** What was tapped, of which the title is what the person sees as said. */
function tapped(id: unknown, title: unknown, description?: unknown): JsonObject {
	return {
		text: textOf(title),
		tapped: compact({
			id: textOf(id),
			title: textOf(title),
			description: textOf(description),
		}),
	};
}

/** Answers to interactive messages, by `interactive.type`. */
const interactive: Record<string, ContentReader> = {
	button_reply: ({ id, title }) => tapped(id, title),
	list_reply: ({ id, title, description }) => tapped(id, title, description),
	nfm_reply: ({ name, body, response_json }) => ({
		text: textOf(body),
		form: compact({ name: textOf(name), answer: parsed(response_json) }),
	}),
	call_permission_reply: ({ response, is_permanent, expiration_timestamp }) => ({
		text: textOf(response),
		callPermission: compact({
			allowed: response === 'accept',
			permanent: typeof is_permanent === 'boolean' ? is_permanent : undefined,
			until: isoTimeOf(expiration_timestamp),
		}),
	}),
};

/** By message type; a type that is not here has no more than what all have. */
const types: Record<string, ContentReader> = {
	text: ({ body }) => ({ text: textOf(body) }),
	image: media,
	video: media,
	audio: media,
	document: media,
	sticker: media,
	button: ({ payload, text }) => tapped(payload, text),
	interactive: (content) => {
		const subtype = textOf(content.type);
		return {
			subtype,
			...reader(interactive, subtype)?.(objectOf(content[subtype ?? '']), content),
		};
	},
	reaction: ({ emoji, message_id }) => ({
		// One that was taken back has none: "" tells it from a message without a text.
		text: textOf(emoji) ?? '',
		replyTo: textOf(message_id),
	}),
	location: ({ latitude, longitude, name, address }) => ({
		text:
			[textOf(name), textOf(address)].filter(Boolean).join(', ') ||
			[textOf(latitude), textOf(longitude)].filter(Boolean).join(', ') ||
			undefined,
	}),
	contacts: (_content, message) => ({
		text:
			objectsIn(message.contacts)
				.map(({ name }) => textOf(objectOf(name).formatted_name))
				.filter(Boolean)
				.join(', ') || undefined,
	}),
	order: ({ text, product_items }) => ({
		text: textOf(text),
		items: objectsIn(product_items).map((item) =>
			compact({
				id: textOf(item.product_retailer_id),
				quantity: item.quantity,
				price: item.item_price,
				currency: textOf(item.currency),
			}),
		),
	}),
	system: ({ body, type, wa_id }) => ({
		text: textOf(body),
		subtype: textOf(type),
		newNumber: numberOf(wa_id),
	}),
	edit: ({ original_message_id, message }) => {
		const edited = objectOf(message);
		const type = textOf(edited.type);
		// An edit of an edit is none of WhatsApp's; nested deep enough it would be a trap.
		const content = type === 'edit' ? {} : contentOf(edited);
		return { ...content, subtype: type, originalId: textOf(original_message_id) };
	},
	revoke: ({ original_message_id }) => ({ originalId: textOf(original_message_id) }),
	unsupported: ({ type }) => ({ subtype: textOf(type) }),
};

/** What a message says: of its type's own content. */
export function contentOf(message: JsonObject): JsonObject {
	const type = textOf(message.type);
	return reader(types, type)?.(objectOf(message[type ?? '']), message) ?? {};
}

/** Message types that people send, for choosing among them. */
export const MESSAGE_TYPES = Object.keys(types);

/** Names come from outside: "constructor" is none of the table's. */
function reader(table: Record<string, ContentReader>, name = ''): ContentReader | undefined {
	return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** A form's answer comes as JSON in a text; one that is none stays what it was. */
function parsed(json: unknown): unknown {
	if (typeof json !== 'string') return json;
	try {
		return JSON.parse(json) as unknown;
	} catch {
		return json;
	}
}
