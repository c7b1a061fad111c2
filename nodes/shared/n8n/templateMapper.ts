import {
	isResourceLocatorValue,
	NodeApiError,
	tryToParseDateTime,
	type IDataObject,
	type ILoadOptionsFunctions,
	type INodeProperties,
	type ResourceMapperField,
	type ResourceMapperFields,
} from 'n8n-workflow';

import { isObject } from '../graph/answer';
import { ValidationError } from '../graph/errors';
import { slotsOf } from '../templates/compose';
import { parseTemplateReference } from '../templates/sendTime';
import type { SlotKind, SlotValue, TemplateSlot } from '../templates/slot';
import { templateCache } from '../templates/templateCache';
import type { TemplateDefinition } from '../templates/types';
import { excerpt } from '../text';
import { isDate, toText, type ItemParameters } from './itemParameters';
import { toNodeError } from './errors';
import { readAccount } from './lists/readAccount';
import { readJson, readNumber } from './values';

/** What of n8n's form each kind is typed into. */
const INPUT: Record<SlotKind, ResourceMapperField['type']> = {
	text: 'string',
	number: 'number',
	time: 'dateTime',
	json: 'object',
};

/**
 * The form that shows a template's own variables.
 * @param name of the parameter
 * @param template the name of the parameter that chooses the template
 * @param method the name under which the node has {@link loadTemplateSlots}
 */
export function mapperField(name: string, template: string, method: string): INodeProperties {
	return {
		displayName: 'Variables',
		name,
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		description:
			'What this message fills into the template. “Map Automatically” takes each from the field of the item that has the ID of the variable, such as header_1, body_1, button_0_url or card_0_body_1, or its name.',
		typeOptions: {
			loadOptionsDependsOn: [`${template}.value`],
			resourceMapper: {
				resourceMapperMethod: method,
				mode: 'add',
				fieldWords: { singular: 'variable', plural: 'variables' },
				addAllFields: true,
				multiKeyMatch: false,
				supportAutoMap: true,
				// Why there is nothing to fill in, the method says itself.
				hideNoDataError: true,
			},
		},
	};
}

/** A method of the node that n8n's editor asks for a form's fields. */
export type LoadSlots = (this: ILoadOptionsFunctions) => Promise<ResourceMapperFields>;

/** Makes the method that lists the variables of the template which the parameter `template` chooses. */
export function loadTemplateSlots(template: string): LoadSlots {
	return async function () {
		const chosen = this.getCurrentNodeParameter(template);
		const plain = isResourceLocatorValue(chosen) ? chosen.value : chosen;
		const value = typeof plain === 'string' ? plain.trim() : '';
		if (value === '') return nothing('Choose a template to see its variables.');
		if (value.startsWith('=')) {
			return nothing(
				'The template is an expression, so its variables are not known yet. Map them automatically, or give components.',
			);
		}
		try {
			return await readAccount(this, async (client, businessAccountId) => {
				const reference = parseTemplateReference(value);
				// Whoever opens the form wants to see what has just been changed.
				templateCache.forget(reference);
				const definition = await templateCache.of(client, businessAccountId, reference);
				if (!definition) return nothing('The account has no such template.');
				const fields = slotsOf(definition).map(toField);
				return fields.length > 0 ? { fields } : nothing('This template has no variables.');
			});
		} catch (error) {
			const known = toNodeError(this.getNode(), error);
			// What can be mended here. For all else n8n says that it failed, and offers to try again.
			if (known instanceof NodeApiError) throw known;
			return nothing([known.message, known.description].filter(Boolean).join('. '));
		}
	};
}

function nothing(emptyFieldsNotice: string): ResourceMapperFields {
	return { fields: [], emptyFieldsNotice };
}

function toField({ id, label, kind, required, rare }: TemplateSlot): ResourceMapperField {
	return {
		id,
		displayName: label,
		type: INPUT[kind],
		required,
		display: true,
		defaultMatch: false,
		canBeUsedToMatch: false,
		...(rare ? { removed: true } : {}),
	};
}

/**
 * The values of one item for the template's slots, by slot ID; what is empty is left out.
 * @throws ValidationError when a value has no text, or is no number, date or JSON where one is wanted
 */
export function readMapper(
	parameters: ItemParameters,
	name: string,
	definition: TemplateDefinition,
): Map<string, SlotValue> {
	// Whole, not its `value`: n8n would check that by the types of the form, which may be out of date.
	const mapper = parameters.value(name, {}) as IDataObject;
	const slots = slotsOf(definition);
	const values = new Map<string, SlotValue>();
	const put = (slot: TemplateSlot, given: unknown): void => {
		const value = readSlot(slot, given, parameters.timezone());
		if (value !== undefined) values.set(slot.id, value);
	};
	if (mapper.mappingMode === 'autoMapInputData') {
		const json = parameters.json();
		for (const slot of slots) put(slot, fieldOf(json, slot.id) ?? fieldOf(json, slot.variable));
		return values;
	}
	const byId = new Map(slots.map((slot) => [slot.id, slot]));
	for (const [id, given] of Object.entries(isObject(mapper.value) ? mapper.value : {})) {
		// What the template has no place for is refused where the message is made, by its name.
		put(byId.get(id) ?? { id, name: id, label: id, kind: 'text', required: false }, given);
	}
	return values;
}

function fieldOf(json: IDataObject, name: string | undefined): unknown {
	return name !== undefined && Object.hasOwn(json, name) ? json[name] : undefined;
}

function readSlot(slot: TemplateSlot, given: unknown, timezone: string): SlotValue | undefined {
	if (given === undefined || given === null) return undefined;
	if (slot.kind === 'json') return readJson(given, slot.name) as SlotValue | undefined;
	// An amount of money, a list of sections: the slot itself says whether it takes it.
	if (slot.kind === 'text' && typeof given === 'object' && !isDate(given))
		return given as SlotValue;
	const text = toText(given, slot.name);
	if (text.trim() === '') return undefined;
	if (slot.kind === 'number') return readNumber(text, slot.name);
	return slot.kind === 'time' ? readTime(text, slot.name, timezone) : text;
}

/** Milliseconds since the Unix epoch; a date without a zone is one of the workflow's. */
function readTime(text: string, field: string, timezone: string): number {
	if (/^\d{11,}$/.test(text.trim())) return Number(text);
	const time = parseTime(text, timezone);
	if (time !== undefined) return time;
	throw new ValidationError(
		field,
		`${field} is no date: “${excerpt(text)}”`,
		'Give a date with its time, such as 2026-12-24T18:00:00+01:00, or milliseconds since 1970.',
	);
}

function parseTime(text: string, timezone: string): number | undefined {
	try {
		return tryToParseDateTime(text, timezone).toMillis();
	} catch {
		return undefined;
	}
}
