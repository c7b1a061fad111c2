import { isObject, type JsonObject } from '../graph/answer';
import { ValidationError } from '../graph/errors';
import { checkText, LIMITS } from '../messages/limits';
import { excerpt } from '../text';

/** An amount of money; phones show it as `fallback`, Meta may write it in the recipient's way. */
export interface Money {
	/** ISO 4217, e.g. "USD". */
	code: string;
	/** In whole units with decimals, e.g. 100.99. */
	amount: number | string;
	/** How it reads; without one, as English writes it. */
	fallback?: string;
}

/**
 * Meta takes no line breaks, tabs or more than four spaces in a row in a value (132018), wherever it stands.
 * @throws ValidationError for a text that has them
 */
export function checkParameterText(field: string, text: string): void {
	const found = /[\n\r]/.test(text) ? 'a line break' : text.includes('\t') ? 'a tab' : undefined;
	const what = found ?? (/ {5}/.test(text) ? 'more than four spaces in a row' : undefined);
	if (what === undefined) return;
	throw new ValidationError(
		field,
		`${field} has ${what}, which Meta takes in no value of a template`,
		'Put it on one line, e.g. with {{ $json.text.replace(/\\s+/g, " ") }}. Line breaks belong into the template itself.',
	);
}

/**
 * A currency parameter. `amount_1000` is in thousandths: what is smaller is rounded to the nearest.
 * @throws ValidationError when the code is none of three letters, or the amount no number
 */
export function currencyParameter(field: string, { code, amount, fallback }: Money): JsonObject {
	const currency = code.trim().toUpperCase();
	if (!/^[A-Z]{3}$/.test(currency)) {
		throw new ValidationError(
			field,
			currency === ''
				? `${field} has no currency`
				: `The currency of ${field} is “${excerpt(currency)}”`,
			'Give the three letters of ISO 4217, such as USD or EUR.',
		);
	}
	const written = String(amount).trim();
	const number = written === '' ? NaN : Number(written);
	const amount_1000 = Math.round(number * 1000);
	if (!Number.isSafeInteger(amount_1000)) {
		throw new ValidationError(
			field,
			written === ''
				? `${field} has no amount`
				: `The amount of ${field} is “${excerpt(written)}”, which is no amount of money`,
			'Give a number with a point before its decimals, such as 100.99.',
		);
	}
	const fallback_value =
		fallback?.trim() || new Intl.NumberFormat('en', { style: 'currency', currency }).format(number);
	checkParameterText(field, fallback_value);
	return { type: 'currency', currency: { fallback_value, code: currency, amount_1000 } };
}

/**
 * A date parameter: phones show the text.
 * @throws ValidationError when it is empty, or has more than one line
 */
export function dateTimeParameter(field: string, text: string): JsonObject {
	checkText(field, text, LIMITS.body);
	checkParameterText(field, text);
	return { type: 'date_time', date_time: { fallback_value: text } };
}

/**
 * A parameter that was given as Meta's own object, `{ type: "currency", currency: { … } }` for one.
 * @throws ValidationError when it is neither a text, nor an amount of money, nor a date, or not a whole one
 */
export function readTypedParameter(field: string, value: JsonObject): JsonObject {
	const { type } = value;
	if (type === 'text') {
		const text = typeof value.text === 'string' ? value.text : '';
		checkText(field, text, LIMITS.body);
		checkParameterText(field, text);
		return { type, text };
	}
	const inner = type === 'currency' || type === 'date_time' ? value[type] : undefined;
	if (!isObject(inner)) {
		throw new ValidationError(
			field,
			`${field} is an object that is neither text, nor currency, nor date_time`,
			'Give a text, or an object as Meta writes it: { "type": "currency", "currency": { "code": "USD", "amount_1000": 100990, "fallback_value": "$100.99" } }.',
		);
	}
	const fallback = typeof inner.fallback_value === 'string' ? inner.fallback_value : '';
	checkText(`${field} (fallback_value)`, fallback, LIMITS.body);
	checkParameterText(`${field} (fallback_value)`, fallback);
	if (type === 'date_time') return { type, date_time: inner };
	if (!Number.isSafeInteger(inner.amount_1000) || typeof inner.code !== 'string') {
		throw new ValidationError(
			field,
			`${field} is no whole amount of money`,
			'Give code (three letters) and amount_1000: the amount times 1000, without decimals.',
		);
	}
	const amount = Number(inner.amount_1000) / 1000;
	return currencyParameter(field, { code: inner.code, amount, fallback });
}

/** What a person reads in the place of a parameter. */
export function parameterText(parameter: JsonObject): string {
	if (typeof parameter.text === 'string') return parameter.text;
	const inner = parameter[String(parameter.type)];
	return isObject(inner) && typeof inner.fallback_value === 'string' ? inner.fallback_value : '';
}
