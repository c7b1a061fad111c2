/** What a parsed JSON object is before anyone has checked it. */
export type JsonObject = Record<string, unknown>;

/** True for an object that is neither null nor an array. */
export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const NEEDS_ESCAPE = /[^\0-~]|\//;
const ESCAPED = /[^\0-~]|\//g;

/**
 * JSON as Meta writes it on the wire: every UTF-16 unit beyond ASCII as `\uXXXX` in lowercase
 * hex, every slash as `\/`. Webhook signatures are over these bytes.
 */
export function stringifyAsMeta(value: unknown): string {
	const json = JSON.stringify(value);
	if (!NEEDS_ESCAPE.test(json)) return json;
	return json.replace(ESCAPED, (unit) =>
		unit === '/' ? '\\/' : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}

/** Length in code points, the unit of all of Meta's text limits: an emoji counts once. */
export function codePoints(text: string): number {
	// Each surrogate pair is two UTF-16 units and one code point.
	let count = text.length;
	for (let index = 0; index < text.length - 1; index++) {
		const unit = text.charCodeAt(index);
		if (unit >= 0xd800 && unit < 0xdc00) {
			const next = text.charCodeAt(index + 1);
			if (next >= 0xdc00 && next < 0xe000) {
				count--;
				index++;
			}
		}
	}
	return count;
}

/** A scalar as text, the way Graph reads `5` where it expects `"5"`; empty for anything else. */
export function asText(value: unknown): string {
	switch (typeof value) {
		case 'string':
			return value;
		case 'number':
		case 'boolean':
			return String(value);
		default:
			return '';
	}
}
