import type { INodeProperties } from 'n8n-workflow';

import type { JsonObject } from '../../shared/graph/answer';
import { variablesIn } from '../../shared/templates/variables';
import { AS_IT_IS } from './category';
import type { FieldReader } from './fieldReader';

/**
 * An example for each variable of a text. Shown with every text: of one that n8n takes for an expression, its
 * editor knows only the result, in which no variable is left.
 */
export function examplesField(text: string): INodeProperties {
	return {
		displayName: 'Variable Examples',
		name: `${text}Examples`,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Example',
		default: {},
		description:
			'One for each variable of the text, in the order {{1}}, {{2}} … or by name. Meta’s review reads the text with them; nobody gets it.',
		options: [
			{
				displayName: 'Example',
				name: 'example',
				values: [
					{
						displayName: 'Variable',
						name: 'variable',
						type: 'string',
						default: '',
						placeholder: 'e.g. order_id',
						displayOptions: { show: { '/parameterFormat': ['NAMED', AS_IT_IS] } },
						description:
							'The name in the double braces. Left empty, the order of the text decides.',
					},
					{
						displayName: 'Example',
						name: 'value',
						type: 'string',
						default: '',
						placeholder: 'e.g. CL-2048',
						description: 'What a message may have in its place, with no personal data of anybody',
					},
				],
			},
		],
	};
}

/** The `example` of a body; nothing where none was given. */
export function readExamples(
	fields: FieldReader,
	name: string,
	text: string,
	isNamed: boolean,
): JsonObject | undefined {
	const entries = fields.entries(`${name}Examples.example`, 'Example');
	if (entries.length === 0) return undefined;
	const values = entries.map((entry) => entry.text('value', 'Example'));
	if (!isNamed) return { body_text: [values] };
	const inText = variablesIn(text);
	return {
		body_text_named_params: entries.map((entry, index) => ({
			param_name: nameIn(entry.text('variable', 'Variable')) || (inText[index] ?? ''),
			example: values[index],
		})),
	};
}

/** A variable's name, however it was written: "order_id" or "{{order_id}}". */
function nameIn(written: string): string {
	return written.replace(/[{}\s]/g, '');
}
