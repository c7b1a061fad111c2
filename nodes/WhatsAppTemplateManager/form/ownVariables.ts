import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * A template's variable inside of an expression: a number or a plain name, which mean nothing to n8n, whose own
 * values begin with "$". Names that Meta does not take are kept as well: the check says so, where n8n would
 * leave a hole in the text.
 */
const OWN_VARIABLE = /\{\{\s*(?!(?:true|false|null|undefined)\s*\}\})(\d+|[A-Za-z_][\w-]*)\s*\}\}/g;

/** Characters of Unicode's private use in place of the braces, while n8n evaluates what stands around them. */
const [OPEN, CLOSE] = ['\uE000', '\uE001'];
const KEPT = /\uE000([\w-]+)\uE001/g;

/**
 * What an expression gives when the variables of the template in it stay what they are. n8n's editor makes an
 * expression of a text with `{{1}}` that is pasted into an empty field, and would make a 1 of the variable.
 * @param raw the parameter as it is stored; nothing happens to one that is no expression
 * @returns nothing when there is no such variable in it, and n8n's own value is right
 */
export function evaluateAround(
	context: IExecuteFunctions,
	itemIndex: number,
	raw: unknown,
): { value: unknown } | undefined {
	if (typeof raw !== 'string' || !raw.startsWith('=')) return undefined;
	const kept = raw.slice(1).replace(OWN_VARIABLE, `${OPEN}$1${CLOSE}`);
	if (kept === raw.slice(1)) return undefined;
	return { value: restored(context.evaluateExpression(kept, itemIndex)) };
}

function restored(value: unknown): unknown {
	if (typeof value === 'string') return value.replace(KEPT, '{{$1}}');
	if (Array.isArray(value)) return value.map(restored);
	if (typeof value !== 'object' || value === null || 'toJSON' in value) return value;
	return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, restored(entry)]));
}
