import type { INodeProperties } from 'n8n-workflow';

import { LIMITS } from '../../shared/messages/limits';
import { compact } from '../../shared/objects';
import { upTo } from '../../shared/n8n/values';
import type { TemplateComponent } from '../../shared/templates/types';
import { examplesField, readExamples } from './examples';
import type { FieldReader } from './fieldReader';
import type { DraftPart } from './part';

const NAME = 'bodyText';

/**
 * A body and its examples; also of a card.
 * @param limit in code points
 */
export function bodyFields(limit: string, more: Partial<INodeProperties>): INodeProperties[] {
	return [
		{
			displayName: 'Body Text',
			name: NAME,
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			placeholder: 'e.g. Hello {{1}}, your order {{2}} is on its way to you.',
			hint: `${limit}. Variables stay variables, also where n8n previews them as an expression.`,
			description:
				'What the message says, with *bold* and _italic_. Variables such as {{1}} or {{order_id}} stand between words: neither first nor last.',
			...more,
		},
		examplesField(NAME),
	];
}

/** @returns nothing where there is no text */
export function readBody(fields: FieldReader, isNamed: boolean): TemplateComponent | undefined {
	const text = fields.templateText(NAME, 'Body Text');
	if (text.trim() === '') return undefined;
	return {
		type: 'BODY',
		text,
		...compact({ example: readExamples(fields, NAME, text, isNamed) }),
	};
}

export const body: DraftPart = {
	kinds: ['standard', 'carousel', 'limitedTimeOffer', 'callPermissionRequest'],
	fields: bodyFields(
		`${upTo(LIMITS.templateBody)}, ${LIMITS.offerBody} with a limited-time offer`,
		{ required: true },
	),
	read: (fields, { isNamed }) => {
		const component = readBody(fields, isNamed);
		return component ? [component] : [];
	},
};
