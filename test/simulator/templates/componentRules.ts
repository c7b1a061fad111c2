import { isObject } from '../json';
import type { JsonObject } from '../json';
import { variablesOf } from '../templateTypes';
import type { Template, TemplateCategory, TemplateComponent } from '../templateTypes';
import type { Uploads } from '../uploads';
import { checkButtons, kindsOf } from './buttonRules';
import { lacks, listOf, notAllowed, refuse, SUBCODE, textOf, typed } from './refusals';
import { checkVariables } from './variables';

/** Lengths in code points and counts (reference §2). */
const HEADER = 60;
const BODY = 1_024;
const BODY_WITH_OFFER = 600;
const FOOTER = 60;
const OFFER = 16;
const CARD_BODY = 160;
const MOST_CARDS = 10;
const MOST_CARD_BUTTONS = 2;

/** What a header's example may be, by the header's format. */
const MEDIA: Readonly<Record<string, readonly string[]>> = {
	IMAGE: ['image/jpeg', 'image/jpg', 'image/png'],
	VIDEO: ['video/mp4'],
	GIF: ['video/mp4'],
	DOCUMENT: ['application/pdf'],
};

/** What a set of components is checked for. */
export interface Draft {
	category: TemplateCategory;
	format: Template['parameter_format'];
	uploads: Uploads;
	/** Where Graph keeps what was uploaded; examples are listed with an address there. */
	mediaAddress: string;
}

type Rule = (component: JsonObject, draft: Draft, all: Map<string, JsonObject>) => object;

/** The components of a template, by type. A new one is one entry. */
const RULES: Readonly<Record<string, Rule>> = {
	HEADER: checkHeader,
	BODY: checkBody,
	FOOTER: (footer) => {
		if (footer.code_expiration_minutes !== undefined) {
			throw notAllowed('code_expiration_minutes is for authentication templates.');
		}
		const text = textOf(footer, 'text', 'FOOTER', FOOTER);
		if (text.includes('{{')) {
			throw refuse(
				'Message Footer Format Incorrect',
				'The footer has no variables.',
				SUBCODE.footerFormat,
			);
		}
		return footer;
	},
	BUTTONS: ({ buttons }, { category }) => ({ buttons: checkButtons(buttons, category) }),
	LIMITED_TIME_OFFER: checkOffer,
	CAROUSEL: checkCarousel,
	CALL_PERMISSION_REQUEST: () => ({}),
};

/**
 * Checks the components of a marketing or utility template.
 *
 * @returns them as Graph lists them: types in capitals, uploads as addresses.
 */
export function checkComponents(value: unknown, draft: Draft): TemplateComponent[] {
	const all = byType(listOf(value, 'components'), RULES);
	if (!all.has('BODY')) throw lacks('BODY', 'text');
	if (all.has('CAROUSEL') && (all.has('HEADER') || all.has('FOOTER') || all.has('BUTTONS'))) {
		throw notAllowed('A carousel has its headers and buttons on its cards, and no footer.');
	}
	return check(all, RULES, draft);
}

function byType(listed: unknown[], rules: Readonly<Record<string, Rule>>): Map<string, JsonObject> {
	const all = new Map<string, JsonObject>();
	for (const entry of listed) {
		const { type, value } = typed(entry, 'components');
		if (!Object.hasOwn(rules, type)) throw notAllowed(`${type} is not a component here.`);
		if (all.has(type)) throw notAllowed(`The component ${type} is given more than once.`);
		all.set(type, value);
	}
	return all;
}

function check(
	all: Map<string, JsonObject>,
	rules: Readonly<Record<string, Rule>>,
	draft: Draft,
): TemplateComponent[] {
	return [...all].map(([type, component]) => ({
		...component,
		...rules[type](component, draft, all),
		type,
	}));
}

function checkHeader(header: JsonObject, draft: Draft): object {
	const format = textOf(header, 'format', 'HEADER', 20).toUpperCase();
	if (format === 'TEXT') {
		const text = textOf(header, 'text', 'HEADER', HEADER);
		if (variablesOf(text).length > 1) {
			throw refuse(
				'Message Header Format Incorrect',
				'The header may have one variable.',
				SUBCODE.headerFormat,
			);
		}
		checkVariables(text, header.example, { component: 'HEADER', format: draft.format });
		return { format };
	}
	if (format === 'LOCATION' || format === 'PRODUCT') return { format };
	const types = Object.hasOwn(MEDIA, format) ? MEDIA[format] : undefined;
	if (!types || (format === 'GIF' && draft.category !== 'MARKETING')) {
		throw refuse(
			'Message Header Format Incorrect',
			`${format} is not a format of a header in this category.`,
			SUBCODE.headerFormat,
		);
	}
	return { format, example: { header_handle: checkHandles(header.example, types, draft) } };
}

/** A handle is several, one a line, when the file came in several pieces. */
function checkHandles(example: unknown, types: readonly string[], draft: Draft): string[] {
	const handles = isObject(example) ? example.header_handle : undefined;
	const [handle] = Array.isArray(handles) ? (handles as unknown[]) : [];
	if (typeof handle !== 'string' || handle === '') throw lacks('HEADER', 'example');
	const uploads = handle.split('\n').map((line) => draft.uploads.ofHandle(line));
	if (uploads.some((upload) => upload === undefined)) {
		throw refuse(
			'Invalid media sample',
			'The header_handle is not known. Upload the sample with the Resumable Upload API.',
		);
	}
	const wrong = uploads.find((upload) => !types.includes(upload?.fileType ?? ''));
	if (wrong) {
		throw refuse(
			'Message Header Format Incorrect',
			`The sample is ${wrong.fileType}; this header takes ${types.join(', ')}.`,
			SUBCODE.headerFormat,
		);
	}
	return [`${draft.mediaAddress}/${handle.slice(-12)}`];
}

function checkBody(body: JsonObject, draft: Draft, all: Map<string, JsonObject>): object {
	if (body.add_security_recommendation !== undefined) {
		throw notAllowed('add_security_recommendation is for authentication templates.');
	}
	const most = all.has('LIMITED_TIME_OFFER') ? BODY_WITH_OFFER : BODY;
	const text = textOf(body, 'text', 'BODY', most);
	checkVariables(text, body.example, { component: 'BODY', format: draft.format });
	return body;
}

function checkOffer(offer: JsonObject, draft: Draft, all: Map<string, JsonObject>): object {
	if (draft.category !== 'MARKETING') {
		throw notAllowed('A limited-time offer needs category MARKETING.');
	}
	if (all.has('FOOTER')) throw notAllowed('A template with a limited-time offer has no footer.');
	const given = offer.limited_time_offer;
	if (!isObject(given)) throw lacks('LIMITED_TIME_OFFER', 'limited_time_offer');
	textOf(given, 'text', 'LIMITED_TIME_OFFER', OFFER);
	return offer;
}

const CARD_RULES: Readonly<Record<string, Rule>> = {
	HEADER: (header, draft) => {
		if (!/^(image|video|product)$/i.test(String(header.format))) {
			throw notAllowed('The header of a card is an image, a video or a product.');
		}
		return checkHeader(header, draft);
	},
	BODY: (body, { format }) => {
		const text = textOf(body, 'text', 'BODY', CARD_BODY);
		checkVariables(text, body.example, { component: 'BODY', format });
		return body;
	},
	BUTTONS: ({ buttons }, { category }) => ({
		buttons: checkButtons(buttons, category, MOST_CARD_BUTTONS),
	}),
};

function checkCarousel(carousel: JsonObject, draft: Draft): object {
	const cards = listOf(carousel.cards, "components['cards']");
	if (cards.length === 0 || cards.length > MOST_CARDS) {
		throw notAllowed(`A carousel has 1 to ${MOST_CARDS} cards, not ${cards.length}.`);
	}
	const checked = cards.map((card) => {
		const { components } = isObject(card) ? card : {};
		const all = byType(listOf(components, "cards['components']"), CARD_RULES);
		if (!all.has('HEADER')) throw lacks('CAROUSEL', 'header');
		if (!all.has('BUTTONS')) throw lacks('CAROUSEL', 'buttons');
		return { components: check(all, CARD_RULES, draft) };
	});
	const shapes = new Set(checked.map(({ components }) => shapeOf(components)));
	if (shapes.size > 1) throw notAllowed('All cards must have the same components.');
	return { cards: checked };
}

function shapeOf(components: TemplateComponent[]): string {
	return components
		.map(({ type, format, buttons }) => `${type} ${format ?? ''} ${kindsOf(buttons)}`)
		.sort()
		.join('; ');
}
