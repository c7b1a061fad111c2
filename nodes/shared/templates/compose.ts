import type { JsonObject } from '../graph/answer';
import { ValidationError } from '../graph/errors';
import { excerpt } from '../text';
import { partsOf } from './parts';
import { SlotValues, type SlotValue, type TemplateSlot } from './slot';
import type { TemplateDefinition } from './types';

/** All that a message must or may fill into a template, each once, in the order in which it is seen. */
export function slotsOf(definition: TemplateDefinition): TemplateSlot[] {
	const slots = new Map<string, TemplateSlot>();
	for (const slot of partsOf(definition).flatMap((part) => part.slots)) slots.set(slot.id, slot);
	return [...slots.values()];
}

/**
 * The components of a message, out of the values for the template's slots.
 * @param values by slot ID
 * @param except places that somebody else fills, such as "header" or "button 1"
 * @throws ValidationError when a value is missing, empty, too long, of the wrong kind, or for nothing in the template
 */
export function composeComponents(
	definition: TemplateDefinition,
	values: ReadonlyMap<string, SlotValue>,
	except: ReadonlySet<string> = new Set(),
): JsonObject[] {
	refuseExtra(definition, values);
	const given = new SlotValues(values);
	return partsOf(definition)
		.filter((part) => !except.has(part.place))
		.map((part) => part.compose(given))
		.filter((component) => component !== undefined);
}

function refuseExtra(definition: TemplateDefinition, values: ReadonlyMap<string, SlotValue>): void {
	const known = new Set(slotsOf(definition).map(({ id }) => id));
	const extra = [...values.keys()].find((id) => !known.has(id));
	if (extra === undefined) return;
	throw new ValidationError(
		'Template Variables',
		`The template ${definition.name} (${definition.language}) has no variable “${excerpt(extra)}”`,
		known.size === 0
			? 'It has none at all: leave all values out.'
			: `It has ${[...known].join(', ')}. If it was changed, choose it again from the list to load its fields anew.`,
	);
}
