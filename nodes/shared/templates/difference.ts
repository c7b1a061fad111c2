import { isObject, type JsonObject } from '../graph/answer';
import { BUTTON_KINDS } from './check/buttonKinds';
import { normaliseDraft, type TemplateDraft } from './draft';
import type { TemplateComponent } from './types';
import { textAround } from './variables';

/** One thing that a draft has otherwise than the template that stands. */
export interface Difference {
	/** As a builder says it: "Body", "Button 2", "Card 1, header", "Category". */
	place: string;
	change: 'added' | 'removed' | 'changed';
	/** Of a change within a part: Meta's name of the field, e.g. "text". */
	field?: string;
	/** As it stands; absent where something is added. */
	from?: unknown;
	/** As the draft has it; absent where something is removed. */
	to?: unknown;
}

/**
 * What a template would have to change to become as drafted; equal ones give [].
 *
 * Name and language say which template it is and are not compared. Left out is what Meta adds, rewrites or
 * keeps to itself: IDs, status, quality; sample files (it answers links for handles); the texts and the link
 * of authentication templates, and of buttons that it words itself; fields that it does not answer (a Flow's
 * JSON, a name for an ID); the case of types, line ends, and white space around texts. What the draft does
 * not state of validity, link tracking and a button's extras may stand as it is.
 * @param written a draft in which `checkTemplate` finds no error
 */
export function differences(written: JsonObject, standing: JsonObject): Difference[] {
	const draft = normaliseDraft(written);
	const stands = normaliseDraft(standing);
	return [
		...ofEnvelope(draft, stands),
		...(draft.library_template_name === undefined || draft.components.length > 0
			? ofComponents(draft, stands)
			: []),
	];
}

/** Fields of the whole, and what stands for one that is not stated. */
const ENVELOPE = [
	{ place: 'Category', field: 'category' },
	{ place: 'Parameter format', field: 'parameter_format', otherwise: 'POSITIONAL' },
	{ place: 'Validity', field: 'message_send_ttl_seconds' },
	{ place: 'Link tracking', field: 'cta_url_link_tracking_opted_out', otherwise: false },
];

function ofEnvelope(draft: TemplateDraft, stands: TemplateDraft): Difference[] {
	return ENVELOPE.flatMap(({ place, field, otherwise }) => {
		// A format is stated by leaving it out, a validity is not.
		const isStated = draft[field] !== undefined || field === 'parameter_format';
		const from = stands[field] ?? otherwise;
		const to = draft[field] ?? otherwise;
		return isStated && from !== to ? [changed(place, field, from, to)] : [];
	});
}

function changed(place: string, field: string, from: unknown, to: unknown): Difference {
	return { place, change: 'changed', field, from, to };
}

const PLACES: Readonly<Record<string, string>> = {
	HEADER: 'Header',
	BODY: 'Body',
	FOOTER: 'Footer',
	BUTTONS: 'Buttons',
	CAROUSEL: 'Carousel',
	LIMITED_TIME_OFFER: 'Limited-time offer',
	CALL_PERMISSION_REQUEST: 'Call permission request',
};

interface Whole {
	components: TemplateComponent[];
	isAuthentication: boolean;
}

function ofComponents(draft: TemplateDraft, stands: TemplateDraft): Difference[] {
	const isAuthentication = draft.category === 'AUTHENTICATION';
	return ofParts(
		{ components: draft.components, isAuthentication },
		{ components: stands.components, isAuthentication },
		(part) => part,
	);
}

/** @param placeOf the whole place of a part: "Body" → "Card 1, body" */
function ofParts(draft: Whole, stands: Whole, placeOf: (part: string) => string): Difference[] {
	const types = new Set([...stands.components, ...draft.components].map(({ type }) => type));
	return [...types].flatMap((type): Difference[] => {
		const is = stands.components.find((part) => part.type === type);
		const shallBe = draft.components.find((part) => part.type === type);
		const name = PLACES[type] ?? type;
		if (is && shallBe) return ofPart(shallBe, is, name, placeOf, draft.isAuthentication);
		return oneSided(placeOf(name), is, shallBe);
	});
}

function oneSided(place: string, from: unknown, to: unknown): Difference[] {
	if (from === undefined) return [{ place, change: 'added', to }];
	return [{ place, change: 'removed', from }];
}

function ofPart(
	draft: TemplateComponent,
	stands: TemplateComponent,
	name: string,
	placeOf: (part: string) => string,
	isAuthentication: boolean,
): Difference[] {
	if (draft.type === 'BUTTONS') return ofButtons(draft, stands, placeOf, isAuthentication);
	if (draft.type === 'CAROUSEL') return ofCards(draft, stands, isAuthentication);
	return ofFields(
		comparable(draft, isAuthentication),
		comparable(stands, isAuthentication),
		placeOf(name),
	);
}

function ofCards(
	draft: TemplateComponent,
	stands: TemplateComponent,
	isAuthentication: boolean,
): Difference[] {
	return pairs(draft.cards, stands.cards).flatMap(([to, from], index) => {
		const place = `Card ${index + 1}`;
		if (!to || !from) return oneSided(place, from, to);
		return ofParts(
			{ components: to.components ?? [], isAuthentication },
			{ components: from.components ?? [], isAuthentication },
			(part) => `${place}, ${part.charAt(0).toLowerCase()}${part.slice(1)}`,
		);
	});
}

function ofButtons(
	draft: TemplateComponent,
	stands: TemplateComponent,
	placeOf: (part: string) => string,
	isAuthentication: boolean,
): Difference[] {
	return pairs(draft.buttons, stands.buttons).flatMap(([to, from], index) => {
		const place = placeOf(`Button ${index + 1}`);
		if (!to || !from) return oneSided(place, from, to);
		// Meta answers the button for a one-time code as a link of its own.
		if (!isAuthentication && to.type !== from.type) {
			return [{ place, change: 'changed' as const, from, to }];
		}
		return ofFields(comparable(to, isAuthentication), comparable(from, isAuthentication), place);
	});
}

function pairs<T>(draft: T[] = [], stands: T[] = []): Array<[T | undefined, T | undefined]> {
	const length = Math.max(draft.length, stands.length);
	return Array.from({ length }, (_, index) => [draft[index], stands[index]]);
}

/** What Meta always answers; anything else counts only where both state it. */
const ALWAYS_ANSWERED = new Set(['format', 'text', 'url', 'phone_number']);

function ofFields(draft: JsonObject, stands: JsonObject, place: string): Difference[] {
	return Object.keys(draft).flatMap((field) => {
		const [from, to] = [stands[field], draft[field]];
		if (from === undefined && !ALWAYS_ANSWERED.has(field)) return [];
		return isEqual(from, to) ? [] : [changed(place, field, from, to)];
	});
}

/** Without what cannot be compared, and in one writing. */
function comparable(part: JsonObject, isAuthentication: boolean): JsonObject {
	const { type, example, limited_time_offer: offer, ...rest } = part;
	const fields: JsonObject = { ...rest };
	if (isObject(offer)) Object.assign(fields, { has_expiration: false }, offer);
	if (isAuthentication) {
		// Meta words it, in each language; what was chosen stands in other fields.
		delete fields.text;
		delete fields.url;
		if (type === 'BODY') fields.add_security_recommendation ??= false;
	}
	const kind = Object.hasOwn(BUTTON_KINDS, String(type)) ? BUTTON_KINDS[String(type)] : undefined;
	if (kind && kind.label !== 'own') delete fields.text;
	fields.example = sampleOf(example, fields.url);
	for (const [field, value] of Object.entries(fields)) {
		if (value === undefined) delete fields[field];
		if (typeof value === 'string') fields[field] = value.replace(/\r\n?/g, '\n').trim();
	}
	if (typeof fields.phone_number === 'string') {
		fields.phone_number = fields.phone_number.replace(/\D/g, '');
	}
	return fields;
}

/** Texts come back as they were, a link's with the whole link, files not at all. */
function sampleOf(example: unknown, url: unknown): unknown {
	if (isObject(example)) return 'header_handle' in example ? undefined : example;
	if (example === undefined) return undefined;
	const beginning = typeof url === 'string' ? textAround(url)[0] : '';
	return [example]
		.flat()
		.map((sample: unknown) =>
			typeof sample === 'string' && sample.startsWith(beginning)
				? sample.slice(beginning.length)
				: sample,
		);
}

/** Equal as JSON, whatever the order of the keys. */
function isEqual(a: unknown, b: unknown): boolean {
	return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([key, entry]) => [key, sorted(entry)]),
	);
}
