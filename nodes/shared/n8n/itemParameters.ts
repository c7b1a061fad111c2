import { isResourceLocatorValue, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';

import { ValidationError } from '../graph/errors';
import { excerpt } from '../text';
import { ParameterReader } from './parameterReader';

/** The node's parameters as one item has them: expressions come out with that item's values. */
export class ItemParameters {
	/** @param reader the same for all items of an execution, where there are many */
	constructor(
		private readonly context: IExecuteFunctions,
		readonly itemIndex: number,
		private readonly reader = new ParameterReader(context),
	) {}

	/**
	 * As it is; of a resource locator, what was chosen. Names with dots reach into collections; `fallback`
	 * stands for what was never filled in, or does not show with this operation.
	 */
	value(name: string, fallback?: unknown): unknown {
		const value = this.reader.value(name, this.itemIndex, fallback);
		return isResourceLocatorValue(value) ? value.value : value;
	}

	/**
	 * A text. Numbers become text, since expressions often give them; nothing becomes "".
	 * @param label the field as the user knows it
	 * @throws ValidationError for objects and lists, which would be sent as "[object Object]"
	 */
	text(name: string, label: string): string {
		return toText(this.value(name, ''), label);
	}

	/** What the item itself holds. */
	json(): IDataObject {
		return this.context.getInputData()[this.itemIndex]?.json ?? {};
	}

	/** The time zone of the workflow, e.g. "Europe/Zurich". */
	timezone(): string {
		return this.context.getTimezone();
	}

	/** As the workflow holds it: expressions are not evaluated. */
	raw(name: string): unknown {
		return this.reader.raw(name);
	}

	/** Whether a resource locator's value differs from item to item. */
	isExpression(name: string): boolean {
		const raw = this.raw(name);
		const value = typeof raw === 'object' && raw !== null && 'value' in raw ? raw.value : raw;
		return typeof value === 'string' && value.startsWith('=');
	}

	/**
	 * @param label the field as the user knows it
	 * @throws ValidationError for what is neither true nor false
	 */
	boolean(name: string, label: string): boolean {
		return toBoolean(this.value(name, false), label);
	}

	/** The entries of a fixed collection that may be repeated. */
	entries(name: string): IDataObject[] {
		return toEntries(this.value(name, []));
	}
}

/**
 * A text of what an expression gave; dates become ISO 8601, as in the middle of a text.
 * @throws ValidationError for what has no text: objects, lists, dates and numbers that are none
 */
export function toText(value: unknown, label: string): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return value;
	if (typeof value === 'number' && !Number.isFinite(value)) throw noText(label, 'no number');
	if (['number', 'boolean', 'bigint'].includes(typeof value)) return `${value as number}`;
	if (typeof value !== 'object') throw noText(label, `a ${typeof value}`);
	if (Array.isArray(value)) throw noText(label, 'a list');
	if (!isDate(value)) throw noText(label, 'an object');
	const written = value.toJSON();
	if (typeof written !== 'string') throw noText(label, 'no valid date');
	return written;
}

/**
 * True or false, also where expressions or AI models wrote it as a text; nothing is false.
 * @throws ValidationError for anything else
 */
export function toBoolean(value: unknown, label: string): boolean {
	if (typeof value === 'boolean') return value;
	const text = toText(value, label).trim().toLowerCase();
	if (text === 'true') return true;
	if (text === 'false' || text === '') return false;
	throw new ValidationError(
		label,
		`${label} is “${excerpt(text)}”, which is neither true nor false`,
		'Give true or false.',
	);
}

/**
 * A list of texts: what is between the commas, or the entries of a list that an expression gave.
 * @throws ValidationError when an entry has no text
 */
export function toTexts(value: unknown, label: string): string[] {
	const texts: unknown[] = Array.isArray(value) ? value : toText(value, label).split(',');
	return texts.map((text) => toText(text, label).trim()).filter((text) => text !== '');
}

function noText(label: string, what: string): ValidationError {
	return new ValidationError(
		label,
		`${label} is ${what}, not a text`,
		'Check what the expression gives for this item; point it at one value.',
	);
}

/** JavaScript's dates and those of Luxon, which `$now` gives. */
export function isDate(value: object): value is { toJSON(): unknown } {
	return value instanceof Date || typeof (value as { toISO?: unknown }).toISO === 'function';
}

/** A repeatable collection that was never opened is no list, and one that may not repeat is its only entry. */
export function toEntries(value: unknown): IDataObject[] {
	if (Array.isArray(value)) return value as IDataObject[];
	return typeof value === 'object' && value !== null ? [value as IDataObject] : [];
}
