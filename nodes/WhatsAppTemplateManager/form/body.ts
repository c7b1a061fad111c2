import type { INodeProperties } from 'n8n-workflow';

import { LIMITS } from '../../shared/messages/limits';
import { compact } from '../../shared/objects';
import { showOnly } from '../../shared/n8n/fields';
import { upTo } from '../../shared/n8n/values';
import type { TemplateComponent } from '../../shared/templates/types';
import { examplesField, readExamples } from './examples';
import type { FieldReader } from './fieldReader';
import type { Drafting, DraftPart, TemplateKind } from './part';

/** The parameter's name, also in a card. */
export const BODY = 'bodyText';

/** @param limit in code points */
export function bodyField(limit: number): INodeProperties {
	return {
		displayName: 'Body Text',
		name: BODY,
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'e.g. Hello {{1}}, your order {{2}} is on its way to you.',
		hint: `${upTo(limit)}, variables between words`,
		description:
			'What the message says, with *bold* and _italic_. Variables such as {{1}} or {{order_id}} are neither first nor last; they stay variables where n8n takes the text for an expression.',
	};
}

/** @returns nothing where there is no text */
export function readBody(
	fields: FieldReader,
	{ isNamed }: Drafting,
): TemplateComponent | undefined {
	const text = fields.templateText(BODY, 'Body Text');
	if (text.trim() === '') return undefined;
	return {
		type: 'BODY',
		text,
		...compact({ example: readExamples(fields, BODY, text, isNamed(text)) }),
	};
}

const WITHOUT_OFFER: TemplateKind[] = ['standard', 'carousel', 'callPermissionRequest'];

export const body: DraftPart = {
	kinds: [...WITHOUT_OFFER, 'limitedTimeOffer'],
	fields: [
		...showOnly({ templateKind: WITHOUT_OFFER }, [
			{ ...bodyField(LIMITS.templateBody), required: true },
		]),
		...showOnly({ templateKind: ['limitedTimeOffer'] }, [
			{ ...bodyField(LIMITS.offerBody), required: true },
		]),
		examplesField(BODY),
	],
	read: (fields, drafting) => {
		const component = readBody(fields, drafting);
		return component ? [component] : [];
	},
};
