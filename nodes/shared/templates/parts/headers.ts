import type { JsonObject } from '../../graph/answer';
import { compact } from '../../messages/checks';
import { LIMITS } from '../../messages/limits';
import { linkOrId } from '../linkOrId';
import type { TemplatePart, TemplateSlot } from '../slot';
import type { TemplateComponent } from '../types';
import { textPart, type TextPlace } from './texts';

type HeaderPlace = Omit<TextPlace, 'type' | 'limit'>;

/** What makes a header of each format; a new one is one more entry. */
const FORMATS: Record<string, (place: HeaderPlace) => TemplatePart> = {
	IMAGE: (place) => mediaHeader('image', place),
	VIDEO: (place) => mediaHeader('video', place),
	// Only in Marketing Messages.
	GIF: (place) => mediaHeader('gif', place),
	DOCUMENT: documentHeader,
	LOCATION: locationHeader,
	PRODUCT: productHeader,
};

/** A header's part; nothing where a message has nothing to say about it. */
export function headerPart(
	component: TemplateComponent,
	place: HeaderPlace,
): TemplatePart | undefined {
	const format = component.format?.toUpperCase() ?? 'TEXT';
	if (format === 'TEXT') return textPart(component, { ...place, type: 'header' });
	return FORMATS[format]?.(place);
}

function header(parameter: JsonObject): JsonObject {
	return { type: 'header', parameters: [parameter] };
}

function mediaSlot(type: string, { prefix, title }: HeaderPlace, what: string): TemplateSlot {
	const name = `${title}Header ${what}`;
	return {
		id: `${prefix}header_${type}`,
		name,
		label: `${name}: link or media ID`,
		kind: 'text',
		required: true,
	};
}

const WORD = { image: 'Image', video: 'Video', gif: 'GIF' } as const;

function mediaHeader(type: 'image' | 'video' | 'gif', place: HeaderPlace): TemplatePart {
	const slot = mediaSlot(type, place, WORD[type]);
	return {
		place: 'header',
		slots: [slot],
		compose: (values) => header({ type, [type]: linkOrId(slot.name, values.text(slot)) }),
	};
}

function documentHeader(place: HeaderPlace): TemplatePart {
	const slot = mediaSlot('document', place, 'Document');
	const fileName: TemplateSlot = {
		id: `${place.prefix}header_document_name`,
		name: `${place.title}Header File Name`,
		label: `${place.title}Header File Name: as the person sees it (e.g. invoice.pdf)`,
		kind: 'text',
		required: false,
	};
	return {
		place: 'header',
		slots: [slot, fileName],
		compose: (values) =>
			header({
				type: 'document',
				document: {
					...linkOrId(slot.name, values.text(slot)),
					...compact({ filename: values.optionalText(fileName) }),
				},
			}),
	};
}

function locationHeader({ prefix, title }: HeaderPlace): TemplatePart {
	const slot = (what: string, hint: string, isNumber: boolean): TemplateSlot => ({
		id: `${prefix}header_${what.toLowerCase()}`,
		name: `${title}Header ${what}`,
		label: `${title}Header ${what}: ${hint}`,
		kind: isNumber ? 'number' : 'text',
		required: isNumber,
	});
	const latitude = slot('Latitude', 'degrees north of the equator (e.g. 37.758056)', true);
	const longitude = slot('Longitude', 'degrees east of Greenwich (e.g. -122.425332)', true);
	const name = slot('Name', 'of the place (e.g. Head Office)', false);
	const address = slot('Address', 'of the place (e.g. 1 Hacker Way, Menlo Park)', false);
	return {
		place: 'header',
		slots: [latitude, longitude, name, address],
		compose: (values) =>
			header({
				type: 'location',
				location: compact({
					// As texts, the way Meta's documentation writes a header's.
					latitude: String(values.number(latitude, [-LIMITS.latitude, LIMITS.latitude])),
					longitude: String(values.number(longitude, [-LIMITS.longitude, LIMITS.longitude])),
					name: values.optionalText(name),
					address: values.optionalText(address),
				}),
			}),
	};
}

function productHeader({ prefix, title }: HeaderPlace): TemplatePart {
	const catalog: TemplateSlot = {
		id: `${prefix}header_catalog`,
		name: `${title}Header Catalog ID`,
		label: `${title}Header Catalog ID: of the catalog that has the product`,
		kind: 'text',
		required: true,
	};
	const product: TemplateSlot = {
		id: `${prefix}header_product`,
		name: `${title}Header Product ID`,
		label: `${title}Header Product ID: as the catalog names it (SKU, content ID)`,
		kind: 'text',
		required: true,
	};
	return {
		place: 'header',
		slots: [catalog, product],
		compose: (values) =>
			header({
				type: 'product',
				product: {
					product_retailer_id: values.text(product).trim(),
					catalog_id: values.text(catalog).trim(),
				},
			}),
	};
}
