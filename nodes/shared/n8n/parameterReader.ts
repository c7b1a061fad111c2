import { isDeepStrictEqual } from 'node:util';

import type { IExecuteFunctions } from 'n8n-workflow';

import { ASK_ENGINE, parsePlain, readPlain } from './plainReference';

/** Makes a parameter's value from an item's JSON; {@link ASK_ENGINE} where it cannot. */
type Read = (json: unknown) => unknown;

/** How a parameter is read, the same for all items. */
interface Reading {
	/** As the workflow holds it; undefined where it was never filled in, or is hidden. */
	raw: unknown;
	/** The same for all items: it holds no expression. */
	isFixed: boolean;
	/** Undefined: only n8n's engine can tell. */
	read?: Read;
	/** The engine gave the same for one item. Refusals do not depend on the item, so it does for all. */
	isProven: boolean;
}

/**
 * The node's parameters in one execution. n8n evaluates a parameter for each item anew; here what is fixed is
 * taken from the workflow at once, and what only names fields of the item from the item. All else is the
 * engine's, and so is the first value of each parameter that names fields: if ours is another, the engine is
 * asked for all items.
 */
export class ParameterReader {
	private readonly readings = new Map<string, Reading>();
	private parameters?: unknown;
	private isInputJson?: boolean;

	constructor(private readonly context: IExecuteFunctions) {}

	/** As `getNodeParameter` gives it. Objects are the caller's own. */
	value(name: string, itemIndex: number, fallback?: unknown): unknown {
		const reading = this.readingOf(name);
		if (reading.raw === undefined && fallback !== undefined) return fallback;
		if (reading.read && reading.isFixed) return reading.read(undefined);
		const own = reading.read ? this.readItem(reading.read, itemIndex) : ASK_ENGINE;
		if (reading.isProven && own !== ASK_ENGINE) return own;
		const theirs: unknown = this.context.getNodeParameter(name, itemIndex, fallback);
		if (own !== ASK_ENGINE) {
			reading.isProven = isDeepStrictEqual(own, theirs);
			if (!reading.isProven) reading.read = undefined;
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
			const isFixed = !holdsExpression(raw);
			const read = raw === undefined ? undefined : compile(raw);
			this.readings.set(name, (reading = { raw, isFixed, read, isProven: false }));
		}
		return reading;
	}

	private readItem(read: Read, itemIndex: number): unknown {
		const json = this.context.getInputData()[itemIndex]?.json;
		this.isInputJson ??= this.jsonOf(itemIndex) === json;
		return this.isInputJson ? read(json) : ASK_ENGINE;
	}

	/** What `$json` stands for: as an agent's tool, a node has other input. */
	private jsonOf(itemIndex: number): unknown {
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

/** Undefined where any part of it is the engine's: that sees them together. */
function compile(raw: unknown): Read | undefined {
	if (typeof raw === 'object' && raw !== null) return compileObject(raw);
	if (!holdsExpression(raw)) return () => raw;
	const plain = parsePlain(raw as string);
	return plain && ((json) => readPlain(plain, json));
}

function compileObject(raw: object): Read | undefined {
	const fields: [string, Read][] = [];
	for (const [key, value] of Object.entries(raw)) {
		const read = compile(value);
		if (!read) return undefined;
		fields.push([key, read]);
	}
	return (json) => {
		const values: Record<string, unknown> | unknown[] = Array.isArray(raw) ? [] : {};
		for (const [key, read] of fields) {
			const value = read(json);
			if (value === ASK_ENGINE) return ASK_ENGINE;
			(values as Record<string, unknown>)[key] = value;
		}
		return values;
	};
}
