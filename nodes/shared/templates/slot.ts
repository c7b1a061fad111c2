import type { JsonObject } from '../graph/answer';
import { ValidationError } from '../graph/errors';
import { checkNumber } from '../messages/checks';
import { checkText } from '../messages/limits';

/** What a value is: a text, a number, milliseconds since the Unix epoch, or an object or list as JSON has it. */
export type SlotKind = 'text' | 'number' | 'time' | 'json';

export type SlotValue = string | number | JsonObject | unknown[];

/** One thing that a message fills into a template. */
export interface TemplateSlot {
	/**
	 * Stable over the template's life, e.g. "header_1", "body_order_id", "button_1_url", "card_0_body_1". Buttons
	 * and cards count from 0, as at Meta.
	 */
	id: string;
	/** What errors call it, e.g. "Body {{1}}"; people count cards from 1. */
	name: string;
	/** The name with what helps to fill it in: the words around it, Meta's example, the limit. */
	label: string;
	kind: SlotKind;
	required: boolean;
	/** The variable's own name in a template with named ones, by which an item may fill it too. */
	variable?: string;
	/** Seldom filled in: a form shows it only when asked for it. */
	rare?: boolean;
}

/** One component of a message: what it takes, and what it becomes. */
export interface TemplatePart {
	/** Where its component stands in the message, as `placeOf` says it: "body", "button 1". */
	place: string;
	slots: TemplateSlot[];
	/**
	 * Meta's component; nothing where the message need not say anything about it.
	 * @throws ValidationError when a value is missing, too long or of the wrong kind
	 */
	compose(values: SlotValues): JsonObject | undefined;
}

/** The values of one message, by slot ID. What is empty is as good as not there. */
export class SlotValues {
	constructor(private readonly values: ReadonlyMap<string, SlotValue>) {}

	has({ id }: TemplateSlot): boolean {
		return this.raw(id) !== undefined;
	}

	/**
	 * A text that must be there.
	 * @param limit in code points
	 * @throws ValidationError when it is missing, too long or no text
	 */
	text(slot: TemplateSlot, limit = Infinity): string {
		const text = this.optionalText(slot, limit) ?? '';
		checkText(slot.name, text, limit);
		return text;
	}

	/** As {@link text}, of what may be left out. */
	optionalText(slot: TemplateSlot, limit = Infinity): string | undefined {
		const value = this.raw(slot.id);
		if (value === undefined) return undefined;
		if (typeof value === 'object') throw wrongKind(slot, 'an object or a list', 'a text');
		const text = String(value);
		checkText(slot.name, text, limit);
		return text;
	}

	/** @throws ValidationError when it is out of bounds, no number, or missing where it is required */
	number(slot: TemplateSlot, bounds: readonly [number, number]): number | undefined {
		const value = this.raw(slot.id);
		if (value === undefined) {
			if (slot.required) checkText(slot.name, '', 0);
			return undefined;
		}
		if (typeof value !== 'number') throw wrongKind(slot, 'no number', 'a number');
		checkNumber(slot.name, value, bounds);
		return value;
	}

	/** The value as it is. */
	any({ id }: TemplateSlot): SlotValue | undefined {
		return this.raw(id);
	}

	private raw(id: string): SlotValue | undefined {
		const value = this.values.get(id);
		return typeof value === 'string' && value.trim() === '' ? undefined : value;
	}
}

export function wrongKind(slot: TemplateSlot, what: string, wanted: string): ValidationError {
	return new ValidationError(slot.name, `${slot.name} is ${what}`, `Give ${wanted}.`);
}
