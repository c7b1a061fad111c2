import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { ValidationError } from '../graph/errors';
import { excerpt } from '../text';

/** Shows fields only where they matter: their own conditions hold on top of `show`. */
export function showOnly(
	show: NonNullable<IDisplayOptions['show']>,
	fields: INodeProperties[],
): INodeProperties[] {
	return fields.map((field) => ({
		...field,
		displayOptions: { ...field.displayOptions, show: { ...show, ...field.displayOptions?.show } },
	}));
}

/** Something to choose in the form, with the fields that come with it. */
export interface Choice {
	option: INodePropertyOptions;
	fields: INodeProperties[];
}

/** The choice of that value. */
export function choose<T extends Choice>(choices: T[], value: string): T | undefined {
	return choices.find((choice) => choice.option.value === value);
}

/**
 * The choice of that value, in a field whose value may be an expression's.
 * @param field as the user knows it, e.g. "Message Type"
 * @throws ValidationError when there is none
 */
export function chooseIn<T extends Choice>(field: string, choices: T[], value: string): T {
	const choice = choose(choices, value);
	if (choice) return choice;
	throw new ValidationError(
		field,
		`There is no ${field.toLowerCase()} “${excerpt(value)}”`,
		'Choose one from the list.',
	);
}
