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

type ActionCheck = (action: JsonObject, interactive: JsonObject) => void;

interface InteractiveKind {
	/** Longest body in code points; undefined where a body is not asked for. */
	body?: number;
	bodyOptional?: boolean;
	action: ActionCheck;
}

/** Longest texts in code points, and most entries (reference §1.4). */
const BODY = 1_024;
const LIST_BODY = 4_096;
const HEADER = 60;
const FOOTER = 60;
const BUTTON_TITLE = 20;
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
		action(action, interactive) {
			requireText(action.catalog_id, 'catalog_id');
			requireText(action.product_retailer_id, 'product_retailer_id');
			if (interactive.header !== undefined) throw invalid('A product message has no header.');
		},
	},
	product_list: { body: BODY, action: checkProductList },
	catalog_message: { body: BODY, action: named('catalog_message') },
	location_request_message: { body: BODY, action: named('send_location') },
	address_message: {
		body: BODY,
		action: named('address_message', (parameters) => {
			requireOneOf(parameters.country, 'country', ['IN']);
		}),
	},
	call_permission_request: {
		body: BODY,
		bodyOptional: true,
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
	request_contact_info: { body: BODY, action: named('request_contact_info') },
	carousel: {
		body: BODY,
		bodyOptional: true,
		action: (action) => void requireArray(action.cards, 'cards', 2, 10),
	},
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
	checkHeader(interactive, type);
	if (interactive.footer !== undefined) {
		const footer = requireObject(interactive.footer, "interactive['footer']");
		requireText(footer.text, "interactive['footer']['text']", FOOTER);
	}
	kind.action(requireObject(interactive.action, "interactive['action']"), interactive);
}

function checkBody(interactive: JsonObject, kind: InteractiveKind): void {
	if (interactive.body === undefined && kind.bodyOptional) return;
	const body = requireObject(interactive.body, "interactive['body']");
	requireText(body.text, "interactive['body']['text']", kind.body);
}

function checkHeader(interactive: JsonObject, type: string): void {
	if (interactive.header === undefined) {
		if (type === 'product_list') throw missing("interactive['header']");
		return;
	}
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
	for (const [index, entry] of requireArray(action.sections, 'sections', 1, 10).entries()) {
		const section = requireObject(entry, `sections[${index}]`);
		optionalText(section.title, `sections[${index}]['title']`, 24);
		products += requireArray(section.product_items, 'product_items', 1, PRODUCTS).length;
	}
	if (products > PRODUCTS) throw invalid(`At most ${PRODUCTS} products may be listed.`);
}
