/**
 * Expressions that only name fields of the item, such as `={{ $json.phone }}` or `=Hello {{ $json.name }}`.
 * n8n 2 evaluates each one in an isolate, which costs some hundred microseconds; reading the fields costs
 * less than one.
 */
export interface PlainExpression {
	/** Texts as they are, and references between them. */
	parts: (string | Path)[];
	/** One reference and nothing around it: its value keeps its type. Otherwise all becomes one text. */
	isWhole: boolean;
}

/** Keys of objects and places in lists, from the item's JSON inwards. */
type Path = (string | number)[];

/** Says that n8n's own engine has to tell the value. */
export const ASK_ENGINE = Symbol('ask the engine');

/** One step inwards: `.name`, `["key"]`, `['key']` or `[0]`, each also after `?.`. */
const STEP =
	/\??\.(?<name>[\p{ID_Start}_$][\p{ID_Continue}$]*)|(?:\?\.)?\[(?:"(?<double>[^"\\{}()\p{Cc}\u2028\u2029]*)"|'(?<single>[^'\\{}()\p{Cc}\u2028\u2029]*)'|(?<index>0|[1-9]\d{0,8}))\]/gu;

/** n8n refuses whatever looks like an access to a constructor, in texts as well. */
const REFUSED = /\.\s*constructor/;

/**
 * @param raw the parameter as the workflow holds it, with its equals sign
 * @returns undefined where it does more than to name fields, or is not sure to
 */
export function parsePlain(raw: string): PlainExpression | undefined {
	if (!raw.startsWith('=') || REFUSED.test(raw)) return undefined;
	// Texts at even places, what stands in braces at odd ones.
	const pieces = raw.slice(1).split(/\{\{(.*?)\}\}/s);
	const parts: PlainExpression['parts'] = [];
	for (const [place, piece] of pieces.entries()) {
		const part = place % 2 === 0 ? parseText(piece) : parsePath(piece.trim());
		if (part === undefined) return undefined;
		parts.push(part);
	}
	return { parts, isWhole: pieces.length === 3 && pieces[0] === '' && pieces[2] === '' };
}

/** Backslashes and single braces have rules of their own. */
function parseText(text: string): string | undefined {
	return /[\\{}]/.test(text) ? undefined : text;
}

function parsePath(code: string): Path | undefined {
	if (!code.startsWith('$json')) return undefined;
	const inwards = code.slice('$json'.length);
	const steps = [...inwards.matchAll(STEP)];
	if (steps.length === 0 || steps.map(([step]) => step).join('') !== inwards) return undefined;
	const path = steps.map(({ groups = {} }) =>
		groups.index === undefined
			? (groups.name ?? groups.double ?? groups.single)
			: Number(groups.index),
	);
	// What every object inherits, engines treat each in its own way.
	return path.some((key) => key in Object.prototype) ? undefined : path;
}

/**
 * What n8n's engine would give for an item.
 * @param json of the item
 * @returns {@link ASK_ENGINE} for anything but a text, a finite number, true, false, null and undefined: n8n
 *   copies and converts other values in its own way
 */
export function readPlain({ parts, isWhole }: PlainExpression, json: unknown): unknown {
	const values = parts.map((part) => (typeof part === 'string' ? part : follow(part, json)));
	if (values.includes(ASK_ENGINE)) return ASK_ENGINE;
	return isWhole ? values[1] : values.join('');
}

/** Where the way ends early, the engine gives undefined as well, with and without `?.`. */
function follow(path: Path, json: unknown): unknown {
	let value = json;
	for (const key of path) {
		if (value === undefined || value === null) return undefined;
		if (typeof key === 'number' ? !Array.isArray(value) : !isPlainObject(value)) return ASK_ENGINE;
		value = Object.hasOwn(value, key)
			? (value as Record<string | number, unknown>)[key]
			: undefined;
	}
	return isSimple(value) ? value : ASK_ENGINE;
}

function isPlainObject(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}

function isSimple(value: unknown): boolean {
	if (typeof value === 'number') return Number.isFinite(value);
	return value === undefined || value === null || ['string', 'boolean'].includes(typeof value);
}
