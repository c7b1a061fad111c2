import { LIMITS } from '../../shared/messages/limits';
import { showOnly } from '../../shared/n8n/fields';
import type { TemplateComponent } from '../../shared/templates/types';
import { BODY, bodyField, readBody } from './body';
import { cardButtonsField, readButtons } from './buttons';
import { examplesField } from './examples';
import type { FieldReader } from './fieldReader';
import type { Drafting, DraftPart } from './part';
import { readSample, sampleFields } from './sample';

export const carousel: DraftPart = {
	kinds: ['carousel'],
	fields: [
		{
			displayName: 'Cards Show',
			name: 'cardContent',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'Images', value: 'IMAGE' },
				{ name: 'Videos', value: 'VIDEO' },
				{
					name: 'Products',
					value: 'PRODUCT',
					description: 'Products of the catalog; each message says which',
				},
			],
			default: 'IMAGE',
			description: 'The same on all cards',
		},
		{
			displayName: 'Cards',
			name: 'cards',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true, sortable: true, maxAllowedFields: LIMITS.cards },
			placeholder: 'Add Card',
			default: {},
			required: true,
			description: `${LIMITS.leastCards} to ${LIMITS.cards} cards with the same parts: a body on all or none, the same types of buttons in the same order`,
			options: [
				{
					displayName: 'Card',
					name: 'card',
					values: [
						...showOnly({ '/cardContent': ['IMAGE', 'VIDEO'] }, [
							...sampleFields('Card', '/cardContent'),
							bodyField(LIMITS.cardBody),
							examplesField(BODY),
						]),
						cardButtonsField,
					],
				},
			],
		},
	],
	read: async (fields, drafting) => {
		const format = fields.text('cardContent', 'Cards Show') || 'IMAGE';
		const cards: Array<{ components: TemplateComponent[] }> = [];
		for (const card of fields.entries('cards.card', 'Card')) {
			cards.push({ components: await readCard(card, format, drafting) });
		}
		return [{ type: 'CAROUSEL', cards }];
	},
};

async function readCard(
	card: FieldReader,
	format: string,
	drafting: Drafting,
): Promise<TemplateComponent[]> {
	const buttons = readButtons(card);
	const below = buttons.length === 0 ? [] : [{ type: 'BUTTONS', buttons }];
	if (format === 'PRODUCT') return [{ type: 'HEADER', format }, ...below];
	const header = { type: 'HEADER', format, example: await readSample(card, drafting.samples) };
	const body = readBody(card, drafting);
	return [header, ...(body ? [body] : []), ...below];
}
