import { isDeepStrictEqual } from 'node:util';

import type { IExecuteFunctions } from 'n8n-workflow';

import { CodeBundle } from './codeBundle';
import {
	ASK_ENGINE,
	type Code,
	codesOf,
	type ItemSource,
	parseExpression,
	readExpression,
} from './expression';

/** Makes a parameter's value from an item; {@link ASK_ENGINE} where it cannot. */
type Read = (item: ItemSource) => unknown;

/** How a parameter is read, the same for all items. */
interface Reading {
	/** As the workflow holds it; undefined where it was never filled in, or is hidden. */
	raw: unknown;
	/** The same for all items: it holds no expression. */
	isFixed: boolean;
	/** Undefined: n8n's engine is asked for every item. */
	read?: Read;
	/** What of it is run together with the code of other parameters. */
	codes: Code[];
	/** The engine gave the same for one item. Refusals do not depend on the item, so it does for all. */
	isProven: boolean;
}

/**
 * The node's parameters in one execution. n8n evaluates each parameter for each item anew; here
 *
 * - what is fixed is taken from the workflow at once,
 * - what only names fields of the item is taken from the item,
 * - and all else is run by n8n's engine, for all parameters of an item at once.
 *
 * The engine is asked for the first value of each parameter in the usual way as well: if ours is another, it
 * is so for all items.
 */
export class ParameterReader {
	private readonly readings = new Map<string, Reading>();
	private readonly bundle: CodeBundle;
	private parameters?: unknown;
	private isInputJson?: boolean;

	constructor(private readonly context: IExecuteFunctions) {
		this.bundle = new CodeBundle((code, item) => context.evaluateExpression(code, item));
	}

	/** As `getNodeParameter` gives it. Objects are the caller's own. */
	value(name: string, itemIndex: number, fallback?: unknown): unknown {
		const reading = this.readingOf(name);
		if (reading.raw === undefined && fallback !== undefined) return fallback;
		const own = reading.read ? this.readItem(reading.read, itemIndex) : ASK_ENGINE;
		if (own !== ASK_ENGINE && (reading.isProven || reading.isFixed)) return own;
		const theirs: unknown = this.context.getNodeParameter(name, itemIndex, fallback);
		if (own !== ASK_ENGINE) {
			reading.isProven = isDeepStrictEqual(own, theirs);
			if (!reading.isProven) this.leaveToEngine(reading);
		}
		return theirs;
	}

	/** As the workflow holds it, expressions as such. */
	raw(name: string): unknown {
		return this.readingOf(name).raw;
	}

	private readingOf(name: string): Reading {
		let reading = this.readings.get(name);
		if (!reading) {
			// n8n copies the whole node each time that it is asked for it.
			this.parameters ??= this.context.getNode().parameters;
			const raw = stepsOf(name).reduce(ownField, this.parameters);
			const codes: Code[] = [];
			const read = raw === undefined ? undefined : compile(raw, codes);
			if (read) this.bundle.add(codes);
			reading = { raw, isFixed: !holdsExpression(raw), read, codes, isProven: false };
			this.readings.set(name, reading);
		}
		return reading;
	}

	private leaveToEngine(reading: Reading): void {
		reading.read = undefined;
		this.bundle.remove(reading.codes);
	}

	private readItem(read: Read, itemIndex: number): unknown {
		return read({
			json: () => this.jsonOf(itemIndex),
			valueOf: (code) => this.bundle.value(code, itemIndex),
		});
	}

	/** What `$json` stands for, unless as an agent's tool the node has other input. */
	private jsonOf(itemIndex: number): unknown {
		const json = this.context.getInputData()[itemIndex]?.json;
		this.isInputJson ??= this.proxied(itemIndex) === json;
		return this.isInputJson ? json : ASK_ENGINE;
	}

	private proxied(itemIndex: number): unknown {
		try {
			return this.context.getWorkflowDataProxy(itemIndex).$json;
		} catch {
			return ASK_ENGINE;
		}
	}
}

/** "cards.card[0].text" → "cards", "card", "0", "text" */
function stepsOf(name: string): string[] {
	return name.split(/[.[\]]+/).filter((step) => step !== '');
}

function ownField(value: unknown, name: string): unknown {
	if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
	return (value as Record<string, unknown>)[name];
}

function holdsExpression(raw: unknown): boolean {
	if (typeof raw === 'object' && raw !== null) return Object.values(raw).some(holdsExpression);
	return typeof raw === 'string' && raw.startsWith('=');
}

/** Undefined where n8n has to see it as it is. @param codes takes up all code that is in it */
function compile(raw: unknown, codes: Code[]): Read | undefined {
	if (typeof raw === 'object' && raw !== null) return compileObject(raw, codes);
	if (!holdsExpression(raw)) return () => raw;
	const expression = parseExpression(raw as string);
	if (!expression) return undefined;
	codes.push(...codesOf(expression));
	return (item) => readExpression(expression, item);
}

function compileObject(raw: object, codes: Code[]): Read | undefined {
	const fields: [string, Read][] = [];
	for (const [key, value] of Object.entries(raw)) {
		const read = compile(value, codes);
		if (!read) return undefined;
		fields.push([key, read]);
	}
	return (item) => {
		const values: Record<string, unknown> | unknown[] = Array.isArray(raw) ? [] : {};
		for (const [key, read] of fields) {
			const value = read(item);
			if (value === ASK_ENGINE) return ASK_ENGINE;
			(values as Record<string, unknown>)[key] = value;
		}
		return values;
	};
}
