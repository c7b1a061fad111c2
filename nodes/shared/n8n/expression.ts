/**
 * Expressions as a workflow holds them, in their parts. n8n 2 evaluates each one in an isolate, which costs
 * some hundred microseconds; reading a field of the item, as in `={{ $json.phone }}`, costs less than one.
 */
export interface Expression {
	/** Texts as they are; fields of the item; code, of which only n8n's engine knows the value. */
	parts: (string | Path | Code)[];
	/** One pair of braces and nothing around it: the value keeps its type. Otherwise all becomes one text. */
	isWhole: boolean;
}

/** Keys of objects and places in lists, from the item's JSON inwards. */
type Path = (string | number)[];

/** JavaScript between braces. */
export class Code {
	constructor(readonly source: string) {}
}

/** Says that n8n's own engine has to tell the value. */
export const ASK_ENGINE = Symbol('ask the engine');

/** One step inwards: `.name`, `["key"]`, `['key']` or `[0]`, each also after `?.`. */
const STEP =
	/\??\.(?<name>[\p{ID_Start}_$][\p{ID_Continue}$]*)|(?:\?\.)?\[(?:"(?<double>[^"\\{}()\p{Cc}\u2028\u2029]*)"|'(?<single>[^'\\{}()\p{Cc}\u2028\u2029]*)'|(?<index>0|[1-9]\d{0,8}))\]/gu;

/** n8n refuses whatever looks like an access to a constructor, in texts as well. */
const REFUSED = /\.\s*constructor/;

/**
 * @param raw the parameter as the workflow holds it, with its equals sign
 * @returns undefined where it is not sure what n8n makes of it
 */
export function parseExpression(raw: string): Expression | undefined {
	if (!raw.startsWith('=') || REFUSED.test(raw)) return undefined;
	// Texts at even places, what stands in braces at odd ones.
	const pieces = raw.slice(1).split(/\{\{(.*?)\}\}/s);
	const parts: Expression['parts'] = [];
	for (const [place, piece] of pieces.entries()) {
		const part = place % 2 === 0 ? parseText(piece) : parseBraces(piece.trim());
		if (part === undefined) return undefined;
		parts.push(part);
	}
	return { parts, isWhole: pieces.length === 3 && pieces[0] === '' && pieces[2] === '' };
}

/** Backslashes and single braces have rules of their own. */
function parseText(text: string): string | undefined {
	return /[\\{}]/.test(text) ? undefined : text;
}

function parseBraces(source: string): Path | Code | undefined {
	if (source === '' || source.includes('{{')) return undefined;
	return parsePath(source) ?? new Code(source);
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

/** What stands in its braces and only n8n's engine can tell. */
export function codesOf({ parts }: Expression): Code[] {
	return parts.filter((part) => part instanceof Code);
}

/** What an item gives to an expression; each {@link ASK_ENGINE} where that is not known. */
export interface ItemSource {
	/** What `$json` stands for. */
	json(): unknown;
	/** What n8n's engine gives for a piece of code. */
	valueOf(code: Code): unknown;
}

/**
 * What n8n's engine would give for an item.
 * @returns {@link ASK_ENGINE} for anything but a text, a finite number, true, false, null and undefined: n8n
 *   copies and converts other values in its own way
 */
export function readExpression({ parts, isWhole }: Expression, item: ItemSource): unknown {
	const values = parts.map((part) => {
		if (typeof part === 'string') return part;
		const value = part instanceof Code ? item.valueOf(part) : follow(part, item.json());
		return isSimple(value) ? value : ASK_ENGINE;
	});
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
	return value;
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
