import { isObject, objectsIn, type JsonObject } from '../graph/answer';

import type { MessageContent } from './types';

type Render = (part: JsonObject) => Lines;

/** Lines of what a person reads; those that are missing are left out. */
type Lines = Array<string | undefined>;

/**
 * What a person would read of a message, for a look before it is sent: its texts as they are, and in
 * brackets what is no text. Knows any message that could be sent; of types that it does not know it names
 * the type.
 */
export function renderMessage(content: MessageContent): string {
	const part = content[content.type];
	return linesOf(content.type, part)
		.filter((line) => line !== undefined && line !== '')
		.join('\n');
}

function linesOf(type: string, part: unknown): Lines {
	if (type === 'contacts') return objectsIn(part).flatMap(contact);
	const render = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
	return render && isObject(part) ? render(part) : [`[${type}]`];
}

const KINDS: Readonly<Record<string, Render>> = {
	text: ({ body }) => [text(body)],
	image: (part) => [medium('Image', part), text(part.caption)],
	video: (part) => [medium('Video', part), text(part.caption)],
	document: (part) => [medium('Document', part), text(part.caption)],
	audio: (part) => [medium(part.voice === true ? 'Voice note' : 'Audio', part)],
	sticker: (part) => [medium('Sticker', part)],
	location: (part) => [`[Location: ${located(part)}]`],
	reaction: ({ emoji }) => [emoji ? `[Reaction] ${text(emoji)}` : '[Reaction removed]'],
	pin: ({ type, message_id: id }) => [`[${type === 'unpin' ? 'Unpin' : 'Pin'}: ${text(id)}]`],
	template: ({ name, language }) => [
		`[Template: ${text(name)} (${text((language as JsonObject | undefined)?.code)})]`,
	],
	interactive,
};

function interactive(part: JsonObject): Lines {
	const { header, body, footer, action } = part;
	return [
		...heading(header),
		textOf(body),
		textOf(footer),
		...(isObject(action) ? actionLines(action, text(part.type)) : []),
	];
}

/** A header, of a message or a card: a text, or a medium. */
function heading(header: unknown): Lines {
	if (!isObject(header)) return [];
	const type = text(header.type) ?? '';
	if (type === 'text') return [text(header.text)];
	return linesOf(type, header[type]);
}

/** What there is to tap; where nothing of it is a text, what the message is. */
function actionLines(action: JsonObject, type: string | undefined): Lines {
	const lines = [
		...objectsIn(action.buttons).map(replyButton),
		button(action.button),
		...objectsIn(action.sections).flatMap(section),
		...parameterLines(action.parameters),
		product(action),
		...objectsIn(action.cards).flatMap(card),
	];
	return lines.some((line) => line !== undefined) ? lines : [`[${type}]`];
}

function replyButton({ reply, quick_reply: quickReply }: JsonObject): string | undefined {
	const given = reply ?? quickReply;
	return isObject(given) ? button(given.title) : undefined;
}

function section({ title, rows, product_items: products }: JsonObject): Lines {
	return [text(title), ...objectsIn(rows).map(row), ...objectsIn(products).map(product)];
}

function row({ title, description }: JsonObject): string {
	return `- ${[title, description].map(text).filter(Boolean).join(': ')}`;
}

/** A link, a Flow, a call, an order. */
function parameterLines(parameters: unknown): Lines {
	if (!isObject(parameters)) return [];
	const { display_text: label, flow_cta: flow, url, reference_id: order } = parameters;
	return [
		button(label ?? flow, text(url)),
		order === undefined ? undefined : `[Order: ${text(order)}]`,
	];
}

function product({ product_retailer_id: id }: JsonObject): string | undefined {
	return id === undefined ? undefined : `[Product: ${text(id)}]`;
}

function card({ header, body, action }: JsonObject, place: number): Lines {
	return [
		`[Card ${place + 1}]`,
		...heading(header),
		textOf(body),
		...(isObject(action) ? actionLines(action, 'card') : []),
	];
}

function contact({ name, phones }: JsonObject): Lines {
	const numbers = objectsIn(phones).map(({ phone }) => text(phone));
	const formatted = isObject(name) ? text(name.formatted_name) : undefined;
	return [`[Contact: ${[formatted, ...numbers].filter(Boolean).join(', ')}]`];
}

function located({ name, address, latitude, longitude }: JsonObject): string {
	return [name, address, `${text(latitude)}, ${text(longitude)}`]
		.map(text)
		.filter(Boolean)
		.join(', ');
}

function medium(kind: string, { filename, link, id }: JsonObject): string {
	return `[${kind}: ${text(filename ?? link ?? id)}]`;
}

function button(label: unknown, target?: string): string | undefined {
	if (label === undefined) return undefined;
	return target === undefined ? `[${text(label)}]` : `[${text(label)}] ${target}`;
}

function textOf(part: unknown): string | undefined {
	return isObject(part) ? text(part.text) : undefined;
}

function text(value: unknown): string | undefined {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
