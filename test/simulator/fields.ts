import { unknownField } from './graphErrors';
import { isObject } from './json';
import type { JsonObject } from './json';

interface Field {
	name: string;
	/** The part in braces, e.g. `level` of `throughput{level}`. */
	inner?: string;
}

/** Splits Graph's `fields` value at the commas that are not inside braces. */
function parseFields(text: string): Field[] {
	const fields: Field[] = [];
	let depth = 0;
	let start = 0;
	for (let index = 0; index <= text.length; index++) {
		const char = text[index];
		if (char === '{' || char === '(') depth++;
		else if (char === '}' || char === ')') depth--;
		else if (char === undefined || (char === ',' && depth === 0)) {
			const part = text.slice(start, index).trim();
			start = index + 1;
			const match = /^([A-Za-z0-9_]+)[^{]*(?:\{(.*)\})?$/s.exec(part);
			if (match) fields.push({ name: match[1], inner: match[2] });
		}
	}
	return fields;
}

/** What a node type can be asked for. */
export interface NodeShape {
	/** Graph's name of the type, as its errors say it. */
	typeName: string;
	fields: readonly string[];
	/** What an answer holds when `fields` is not given. `id` always comes. */
	defaults: readonly string[];
}

/**
 * The fields of a node that a call asked for.
 *
 * @throws GraphFailure 100 for a field that the node type does not have.
 */
export function selectFields(node: object, requested: string | null, shape: NodeShape): JsonObject {
	const source = node as JsonObject;
	const wanted: Field[] = requested
		? parseFields(requested)
		: shape.defaults.map((name) => ({ name }));
	const answer: JsonObject = {};
	for (const { name, inner } of wanted) {
		if (!shape.fields.includes(name) && name !== 'id') throw unknownField(name, shape.typeName);
		const value = source[name];
		if (value === undefined) continue;
		answer[name] = inner === undefined ? value : selectInner(value, inner);
	}
	answer.id = source.id;
	return answer;
}

function selectInner(value: unknown, inner: string): unknown {
	if (Array.isArray(value)) return value.map((item) => selectInner(item, inner));
	if (!isObject(value)) return value;
	const answer: JsonObject = {};
	for (const { name } of parseFields(inner)) if (name in value) answer[name] = value[name];
	return answer;
}
