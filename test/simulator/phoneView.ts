import type { InboundMessage } from './conversations';
import { asText, isObject } from './json';
import type { JsonObject } from './json';
import type { AcceptedMessage } from './ledger';
import { fill } from './messages/templateParameters';
import { componentOf } from './templateTypes';
import type { Template, TemplateButton, TemplateComponent } from './templateTypes';

/** A button as a phone shows it. */
export interface ShownButton {
	/** `reply` and `row` can be pressed and answer the business; the others only look the part. */
	kind: 'reply' | 'row' | 'link' | 'call' | 'copy' | 'other';
	text: string;
	/** What a link opens, a call dials or a copy button copies. */
	target?: string;
	/** Where it stands: among the buttons, or among all rows of a list. */
	index: number;
	/** The card that it is on. */
	card?: number;
	description?: string;
}

/** A message as a phone shows it: plain texts, to be put on a page without interpreting them. */
export interface ShownContent {
	header?: string;
	/** A medium's kind and where it is from. */
	media?: { kind: string; source: string };
	body?: string;
	footer?: string;
	buttons?: ShownButton[];
	cards?: ShownContent[];
	/** What stands where the phone would show something that this page does not. */
	note?: string;
}

/** The view of a message from the business. */
export function viewOfOutbound(message: AcceptedMessage): JsonObject {
	const { payload } = message;
	const context = isObject(payload.context) ? payload.context.message_id : undefined;
	return {
		id: message.id,
		direction: 'out',
		type: message.type,
		at: message.acceptedAt,
		status: message.status,
		failure: message.failure,
		quotes: context,
		template: message.template?.name,
		content: contentOf(message, payload),
	};
}

/** The view of a message from the person. */
export function viewOfInbound(message: InboundMessage): JsonObject {
	return {
		id: message.id,
		direction: 'in',
		type: message.type,
		at: message.at,
		status: message.read ? 'read' : 'delivered',
		quotes: message.contextId,
		content: plainContent(message.type, message.content),
	};
}

function contentOf(message: AcceptedMessage, payload: JsonObject): ShownContent {
	const value = payload[message.type];
	if (message.template && isObject(value)) {
		const components = Array.isArray(value.components) ? value.components.filter(isObject) : [];
		return templateContent(message.template, message.template.components, components);
	}
	if (message.type === 'interactive' && isObject(value)) return interactiveContent(value);
	return plainContent(message.type, value);
}

const MEDIA = new Set(['image', 'video', 'audio', 'document', 'sticker']);

function text(value: unknown): string | undefined {
	return value === undefined || value === null ? undefined : asText(value);
}

function plainContent(type: string, value: unknown): ShownContent {
	if (Array.isArray(value)) {
		const names = value.map((entry) =>
			isObject(entry) && isObject(entry.name) ? text(entry.name.formatted_name) : undefined,
		);
		return { note: 'Contact', body: names.filter(Boolean).join('\n') };
	}
	const given = isObject(value) ? value : {};
	if (MEDIA.has(type)) return { media: mediumOf(type, given), body: text(given.caption) };
	switch (type) {
		case 'text':
			return { body: text(given.body) };
		case 'button':
			return { body: text(given.text) };
		case 'reaction':
			return { body: text(given.emoji), note: given.emoji ? 'Reaction' : 'Reaction removed' };
		case 'location':
			return {
				note: 'Location',
				body: [given.name, given.address, `${asText(given.latitude)}, ${asText(given.longitude)}`]
					.filter(Boolean)
					.join('\n'),
			};
		case 'interactive': {
			const chosen = given.button_reply ?? given.list_reply;
			return { body: isObject(chosen) ? text(chosen.title) : text(given.type) };
		}
		default:
			return { note: type };
	}
}

function mediumOf(kind: string, medium: JsonObject): { kind: string; source: string } {
	return { kind, source: text(medium.filename ?? medium.link ?? medium.id) ?? '' };
}

function interactiveContent(interactive: JsonObject): ShownContent {
	const action = isObject(interactive.action) ? interactive.action : {};
	const shown: ShownContent = {};
	const { header, body, footer } = interactive;
	if (isObject(header)) {
		const type = String(header.type);
		if (type === 'text') shown.header = text(header.text);
		else if (isObject(header[type])) shown.media = mediumOf(type, header[type]);
	}
	if (isObject(body)) shown.body = text(body.text);
	if (isObject(footer)) shown.footer = text(footer.text);
	shown.buttons = interactiveButtons(interactive.type, action);
	if (shown.buttons.length === 0) shown.note = text(interactive.type);
	return shown;
}

function interactiveButtons(type: unknown, action: JsonObject): ShownButton[] {
	if (type === 'button') {
		return objects(action.buttons).map(({ reply }, index) => ({
			kind: 'reply' as const,
			text: isObject(reply) ? (text(reply.title) ?? '') : '',
			index,
		}));
	}
	if (type === 'list') {
		return rowsOf(action).map((row, index) => ({
			kind: 'row' as const,
			text: text(row.title) ?? '',
			description: text(row.description),
			index,
		}));
	}
	const parameters = isObject(action.parameters) ? action.parameters : {};
	const label = text(parameters.display_text ?? parameters.flow_cta);
	if (label === undefined) return [];
	return [
		{
			kind: type === 'cta_url' ? 'link' : 'other',
			text: label,
			target: text(parameters.url),
			index: 0,
		},
	];
}

/** All rows of a list message, over its sections. */
export function rowsOf(action: JsonObject): JsonObject[] {
	return objects(action.sections).flatMap((section) => objects(section.rows));
}

/** The objects in something that should be an array of them. */
export function objects(value: unknown): JsonObject[] {
	return Array.isArray(value) ? value.filter(isObject) : [];
}

function templateContent(
	template: Template,
	components: TemplateComponent[],
	given: JsonObject[],
): ShownContent {
	const format = template.parameter_format;
	const parametersOf = (type: string): JsonObject[] =>
		objects(given.find((entry) => String(entry.type).toLowerCase() === type)?.parameters);
	const shown: ShownContent = {};
	const header = componentOf(components, 'HEADER');
	if (header?.format?.toUpperCase() === 'TEXT') {
		shown.header = fill(header.text ?? '', parametersOf('header'), format);
	} else if (header) {
		const [parameter] = parametersOf('header');
		const type = asText(parameter?.type ?? header.format).toLowerCase();
		const medium = parameter?.[type];
		shown.media = isObject(medium) ? mediumOf(type, medium) : { kind: type, source: '' };
	}
	const body = componentOf(components, 'BODY');
	if (body) shown.body = fill(body.text ?? '', parametersOf('body'), format);
	shown.footer = componentOf(components, 'FOOTER')?.text;
	shown.buttons = (componentOf(components, 'BUTTONS')?.buttons ?? []).map((button, index) =>
		templateButton(button, index, given, format),
	);
	const carousel = given.find((entry) => String(entry.type).toLowerCase() === 'carousel');
	const cards = componentOf(components, 'CAROUSEL')?.cards;
	if (cards) {
		shown.cards = cards.map((card, index) => {
			const own = objects(carousel?.cards).find((entry) => Number(entry.card_index) === index);
			const content = templateContent(template, card.components, objects(own?.components));
			for (const button of content.buttons ?? []) button.card = index;
			return content;
		});
	}
	return shown;
}

function templateButton(
	button: TemplateButton,
	index: number,
	given: JsonObject[],
	format: Template['parameter_format'],
): ShownButton {
	const component = given.find(
		(entry) => String(entry.type).toLowerCase() === 'button' && Number(entry.index) === index,
	);
	const parameters = objects(component?.parameters);
	const shown = { text: button.text ?? button.type, index };
	switch (button.type.toUpperCase()) {
		case 'QUICK_REPLY':
			return { ...shown, kind: 'reply' };
		case 'URL':
			// The one variable of an address is always the last part of it, and has no name.
			return {
				...shown,
				kind: 'link',
				target: fill(button.url ?? '', parameters, format === 'NAMED' ? 'POSITIONAL' : format),
			};
		case 'PHONE_NUMBER':
			return { ...shown, kind: 'call', target: button.phone_number };
		case 'COPY_CODE':
			return { ...shown, kind: 'copy', target: text(parameters[0]?.coupon_code) };
		default:
			return { ...shown, kind: 'other' };
	}
}
