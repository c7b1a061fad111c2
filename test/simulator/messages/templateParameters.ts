import type { GraphFailure } from '../graphErrors';
import { refusal } from '../graphErrors';
import { asText, isObject } from '../json';
import type { JsonObject } from '../json';
import type { Template } from '../templateTypes';
import {
	onlyKeys,
	optionalText,
	requireMedium,
	requireNumber,
	requireObject,
	requireText,
} from './checks';

type ParameterFormat = Template['parameter_format'];

/** 132000 with Meta's details: how many values came and how many the template has. */
export function refuseCount(place: string, given: number, expected: number): GraphFailure {
	return refusal(
		132000,
		`${place}: number of localizable_params (${given}) does not match the expected number of params (${expected})`,
	);
}

/** 132012 for a value of another kind than the template's. */
export function refuseFormat(place: string, expected: string, received: string): GraphFailure {
	return refusal(132012, `${place}: Format mismatch, expected ${expected}, received ${received}`);
}

/** Checks the values of a header's, a body's or a button's text variables. */
export function checkTexts(
	place: string,
	names: string[],
	given: JsonObject[],
	format: ParameterFormat,
): void {
	if (given.length !== names.length) throw refuseCount(place, given.length, names.length);
	const seen = new Set<string>();
	for (const parameter of given) {
		valueOf(place, parameter);
		const name = parameter.parameter_name;
		if (format === 'POSITIONAL') {
			if (name !== undefined) {
				throw refusal(132012, `${place}: Parameter names are not used by this template`);
			}
			continue;
		}
		if (typeof name !== 'string' || name === '') {
			throw refusal(132012, `${place}: Parameter name is missing or empty`);
		}
		if (!names.includes(name) || seen.has(name)) {
			throw refusal(132012, `${place}: Parameter name (${name}) does not match the template`);
		}
		seen.add(name);
	}
}

/** Meta refuses these in a value: line breaks, tabs, more than four spaces in a row. */
const FORBIDDEN = /[\n\r\t]| {5}/;

/**
 * The text that a parameter puts into its place.
 *
 * @throws GraphFailure 131008 for an empty one, 132012 for one of no known kind, 132018 for a
 * text with line breaks.
 */
export function valueOf(place: string, parameter: JsonObject): string {
	const { type } = parameter;
	if (type === undefined) throw refusal(131008, `${place}: Parameter type is missing`);
	if (type === 'text') {
		const { text } = parameter;
		if (text === undefined || text === null || text === '') {
			throw refusal(131008, `${place}: Parameter of type text is missing text value`);
		}
		if (typeof text === 'object') throw refuseFormat(place, 'TEXT', 'OBJECT');
		if (FORBIDDEN.test(asText(text))) {
			throw refusal(
				132018,
				`${place}: Param text cannot have new-line/tab characters or more than 4 consecutive spaces`,
			);
		}
		return asText(text);
	}
	if (type === 'currency' || type === 'date_time') {
		const value = requireObject(parameter[type], type);
		const fallback = value.fallback_value;
		if (typeof fallback !== 'string' || fallback === '') {
			throw refusal(131008, `${place}: Parameter of type ${type} is missing fallback_value`);
		}
		if (type === 'currency') {
			if (!Number.isInteger(value.amount_1000) || typeof value.code !== 'string') {
				throw refusal(132012, `${place}: currency needs a code and a whole amount_1000`);
			}
		}
		return fallback;
	}
	throw refuseFormat(place, 'TEXT', asText(type).toUpperCase());
}

/** Checks the one value of a header that is a medium, a location or a product. */
export function checkMediaHeader(format: string, given: JsonObject[]): void {
	if (given.length === 0) throw refuseFormat('header', format, 'UNKNOWN');
	if (given.length > 1) throw refuseCount('header', given.length, 1);
	const type = format.toLowerCase();
	const [parameter] = given;
	if (parameter.type !== type) {
		throw refuseFormat('header', format, (asText(parameter.type) || 'UNKNOWN').toUpperCase());
	}
	const name = `header['${type}']`;
	const value = requireObject(parameter[type], name);
	if (type === 'location') checkLocation(value, name);
	else if (type === 'product') checkProduct(value, name);
	else checkFile(value, name, type === 'document');
}

const LOCATION_KEYS = new Set(['latitude', 'longitude', 'name', 'address']);
const PRODUCT_KEYS = new Set(['product_retailer_id', 'catalog_id']);
const FILE_KEYS = new Set(['id', 'link']);
const DOCUMENT_KEYS = new Set([...FILE_KEYS, 'filename']);

function checkLocation(value: JsonObject, name: string): void {
	onlyKeys(value, name, LOCATION_KEYS);
	requireNumber(value.latitude, `${name}['latitude']`, -90, 90);
	requireNumber(value.longitude, `${name}['longitude']`, -180, 180);
	optionalText(value.name, `${name}['name']`);
	optionalText(value.address, `${name}['address']`);
}

function checkProduct(value: JsonObject, name: string): void {
	onlyKeys(value, name, PRODUCT_KEYS);
	requireText(value.product_retailer_id, `${name}['product_retailer_id']`);
	requireText(value.catalog_id, `${name}['catalog_id']`);
}

function checkFile(value: JsonObject, name: string, isDocument: boolean): void {
	onlyKeys(value, name, isDocument ? DOCUMENT_KEYS : FILE_KEYS);
	requireMedium(value, name);
	optionalText(value.filename, `${name}['filename']`);
}

/** A template's text with the values in their places; a place without one stays as it is. */
export function fill(text: string, given: JsonObject[], format: ParameterFormat): string {
	if (given.length === 0) return text;
	return text.replace(/\{\{\s*([^{}\s]+)\s*\}\}/g, (whole, name: string) => {
		const parameter =
			format === 'NAMED'
				? given.find((candidate) => candidate.parameter_name === name)
				: given[Number(name) - 1];
		return isObject(parameter) ? valueOf('text', parameter) : whole;
	});
}
