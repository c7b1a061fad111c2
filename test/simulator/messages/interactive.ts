import { isObject } from '../json';
import type { JsonObject } from '../json';
import {
	invalid,
	malformed,
	missing,
	optionalText,
	requireArray,
	requireMedium,
	requireNumber,
	requireObject,
	requireOneOf,
	requireText,
	requireUrl,
} from './checks';

type ActionCheck = (action: JsonObject) => void;

interface InteractiveKind {
	/** Longest body in code points; undefined where a body is not asked for. */
	body?: number;
	bodyOptional?: boolean;
	/** True for those that have neither header nor footer, `header` for those without the former. */
	without?: 'frame' | 'header';
	action: ActionCheck;
}

/** Longest texts in code points, and most entries (reference §1.4). */
const BODY = 1_024;
const LIST_BODY = 4_096;
const HEADER = 60;
const FOOTER = 60;
const BUTTON_TITLE = 20;
const CARD_BODY = 160;
const CARD_LINE_BREAKS = 2;
const LIST_ROWS = 10;
const PRODUCTS = 30;

/** Interactive messages whose action is only a name, with its parameters unchecked for now. */
function named(
	name: string,
	check: (parameters: JsonObject) => void = () => undefined,
): ActionCheck {
	return (action) => {
		requireOneOf(action.name, "interactive['action']['name']", [name]);
		check(isObject(action.parameters) ? action.parameters : {});
	};
}

/** The types of interactive message. A new one is one entry. */
const KINDS: Readonly<Record<string, InteractiveKind>> = {
	button: { body: BODY, action: checkReplyButtons },
	list: { body: LIST_BODY, action: checkList },
	cta_url: {
		body: BODY,
		action: named('cta_url', (parameters) => {
			requireText(parameters.display_text, 'display_text', BUTTON_TITLE);
			requireUrl(parameters.url, 'url');
		}),
	},
	flow: {
		body: BODY,
		action: named('flow', (parameters) => {
			requireText(parameters.flow_cta, 'flow_cta', 30);
			if ((parameters.flow_id === undefined) === (parameters.flow_name === undefined)) {
				throw invalid('A flow is named by either flow_id or flow_name.');
			}
		}),
	},
	product: {
		body: BODY,
		bodyOptional: true,
		without: 'header',
		action(action) {
			requireText(action.catalog_id, 'catalog_id');
			requireText(action.product_retailer_id, 'product_retailer_id');
		},
	},
	product_list: { body: BODY, action: checkProductList },
	catalog_message: { body: BODY, without: 'header', action: named('catalog_message') },
	location_request_message: { body: BODY, without: 'frame', action: named('send_location') },
	address_message: {
		body: BODY,
		action: named('address_message', (parameters) => {
			requireOneOf(parameters.country, 'country', ['IN']);
		}),
	},
	call_permission_request: {
		body: BODY,
		bodyOptional: true,
		without: 'frame',
		action: named('call_permission_request'),
	},
	voice_call: {
		body: BODY,
		action: named('voice_call', (parameters) => {
			optionalText(parameters.display_text, 'display_text', BUTTON_TITLE);
			if (parameters.ttl_minutes !== undefined) {
				requireNumber(parameters.ttl_minutes, 'ttl_minutes', 1, 43_200);
			}
			optionalText(parameters.payload, 'payload', 512);
		}),
	},
	request_contact_info: { body: BODY, without: 'frame', action: named('request_contact_info') },
	carousel: { body: BODY, without: 'frame', action: checkCarousel },
	order_details: {
		body: BODY,
		action: named('review_and_pay', (parameters) => {
			requireText(parameters.reference_id, 'reference_id', 35);
		}),
	},
	order_status: {
		body: BODY,
		action: named('review_order', (parameters) => {
			requireText(parameters.reference_id, 'reference_id', 35);
		}),
	},
};

/** Checks an interactive message's frame and, by its type, its action. */
export function checkInteractive(value: unknown): void {
	const interactive = requireObject(value, 'interactive');
	const type = requireOneOf(interactive.type, "interactive['type']", Object.keys(KINDS));
	const kind = KINDS[type];
	checkBody(interactive, kind);
	checkHeader(interactive, type, kind);
	if (interactive.footer !== undefined) {
		if (kind.without === 'frame')
			throw invalid(`An interactive message of the type ${type} has no footer.`);
		const footer = requireObject(interactive.footer, "interactive['footer']");
		requireText(footer.text, "interactive['footer']['text']", FOOTER);
	}
	kind.action(requireObject(interactive.action, "interactive['action']"));
}

function checkBody(interactive: JsonObject, kind: InteractiveKind): void {
	if (interactive.body === undefined && kind.bodyOptional) return;
	const body = requireObject(interactive.body, "interactive['body']");
	requireText(body.text, "interactive['body']['text']", kind.body);
}

function checkHeader(interactive: JsonObject, type: string, { without }: InteractiveKind): void {
	if (interactive.header === undefined) {
		if (type === 'product_list') throw missing("interactive['header']");
		return;
	}
	if (without) throw invalid(`An interactive message of the type ${type} has no header.`);
	const header = requireObject(interactive.header, "interactive['header']");
	const textOnly = type === 'list' || type === 'product_list';
	const format = requireOneOf(
		header.type,
		"interactive['header']['type']",
		textOnly ? ['text'] : ['text', 'image', 'video', 'document'],
	);
	if (format === 'text') requireText(header.text, "interactive['header']['text']", HEADER);
	else requireMedium(requireObject(header[format], `header['${format}']`), `header['${format}']`);
}

function checkReplyButtons(action: JsonObject): void {
	const buttons = requireArray(action.buttons, 'buttons', 1, 3);
	const seen = new Set<string>();
	for (const [index, entry] of buttons.entries()) {
		const button = requireObject(entry, `buttons[${index}]`);
		requireOneOf(button.type, `buttons[${index}]['type']`, ['reply']);
		const reply = requireObject(button.reply, `buttons[${index}]['reply']`);
		const id = requireText(reply.id, `buttons[${index}]['reply']['id']`, 256);
		const title = requireText(reply.title, `buttons[${index}]['reply']['title']`, BUTTON_TITLE);
		if (seen.has(`id ${id}`) || seen.has(`title ${title}`)) {
			throw invalid('Buttons must have unique ids and titles.');
		}
		seen.add(`id ${id}`).add(`title ${title}`);
	}
}

function checkList(action: JsonObject): void {
	requireText(action.button, "action['button']", BUTTON_TITLE);
	const sections = requireArray(action.sections, 'sections', 1, 10);
	const ids = new Set<string>();
	for (const [index, entry] of sections.entries()) {
		const section = requireObject(entry, `sections[${index}]`);
		const title = optionalText(section.title, `sections[${index}]['title']`, 24);
		if (sections.length > 1 && !title) throw missing(`sections[${index}]['title']`);
		for (const [place, rowEntry] of requireArray(section.rows, 'rows', 1, LIST_ROWS).entries()) {
			const name = `sections[${index}]['rows'][${place}]`;
			const row = requireObject(rowEntry, name);
			const id = requireText(row.id, `${name}['id']`, 200);
			requireText(row.title, `${name}['title']`, 24);
			optionalText(row.description, `${name}['description']`, 72);
			if (ids.has(id)) throw invalid(`The row id "${id}" is used twice.`);
			ids.add(id);
		}
	}
	if (ids.size > LIST_ROWS) throw malformed(`A list has at most ${LIST_ROWS} rows in all.`);
}

function checkProductList(action: JsonObject): void {
	requireText(action.catalog_id, 'catalog_id');
	let products = 0;
	const sections = requireArray(action.sections, 'sections', 1, 10);
	for (const [index, entry] of sections.entries()) {
		const section = requireObject(entry, `sections[${index}]`);
		const title = optionalText(section.title, `sections[${index}]['title']`, 24);
		if (sections.length > 1 && !title) throw missing(`sections[${index}]['title']`);
		products += requireArray(section.product_items, 'product_items', 1, PRODUCTS).length;
	}
	if (products > PRODUCTS) throw invalid(`At most ${PRODUCTS} products may be listed.`);
}

/** Cards of one kind, media or products, each at its place (reference §1.4). */
function checkCarousel(action: JsonObject): void {
	const shapes = new Set<string>();
	for (const [index, entry] of requireArray(action.cards, 'cards', 2, 10).entries()) {
		const name = `cards[${index}]`;
		const card = requireObject(entry, name);
		if (requireNumber(card.card_index, `${name}['card_index']`, 0, 9) !== index) {
			throw invalid(`${name}['card_index'] must be ${index}.`);
		}
		shapes.add(card.type === 'product' ? checkProductCard(card, name) : checkMediaCard(card, name));
	}
	if (shapes.size > 1)
		throw invalid('All cards must have the same type of header or the same catalog.');
}

function checkProductCard(card: JsonObject, name: string): string {
	const action = requireObject(card.action, `${name}['action']`);
	requireText(action.product_retailer_id, `${name}['action']['product_retailer_id']`);
	return `catalog ${requireText(action.catalog_id, `${name}['action']['catalog_id']`)}`;
}

function checkMediaCard(card: JsonObject, name: string): string {
	const header = requireObject(card.header, `${name}['header']`);
	const format = requireOneOf(header.type, `${name}['header']['type']`, ['image', 'video']);
	requireMedium(requireObject(header[format], `${name}['header']`), `${name}['header']`);
	if (card.body !== undefined) {
		const body = requireObject(card.body, `${name}['body']`);
		const text = requireText(body.text, `${name}['body']['text']`, CARD_BODY);
		if (text.split('\n').length - 1 > CARD_LINE_BREAKS) {
			throw invalid(`${name}['body'] has more than ${CARD_LINE_BREAKS} line breaks.`);
		}
	}
	const action = requireObject(card.action, `${name}['action']`);
	if (action.buttons === undefined) {
		const parameters = requireObject(action.parameters, `${name}['action']['parameters']`);
		requireText(parameters.display_text, 'display_text', BUTTON_TITLE);
		requireUrl(parameters.url, 'url');
		return format;
	}
	for (const entry of requireArray(action.buttons, `${name}['action']['buttons']`, 1, 3)) {
		const { quick_reply: quickReply } = requireObject(entry, `${name}['action']['buttons']`);
		const reply = requireObject(quickReply, 'quick_reply');
		requireText(reply.id, "quick_reply['id']", 256);
		requireText(reply.title, "quick_reply['title']", BUTTON_TITLE);
	}
	return format;
}
