import type { JsonObject } from '../../../nodes/shared/graph/answer';
import { composeComponents } from '../../../nodes/shared/templates/compose';
import type { SlotValue } from '../../../nodes/shared/templates/slot';
import type { TemplateComponent, TemplateDefinition } from '../../../nodes/shared/templates/types';

export function template(
	components: TemplateComponent[],
	more: Partial<TemplateDefinition> = {},
): TemplateDefinition {
	return {
		id: '1',
		name: 'order_update',
		language: 'en_US',
		category: 'MARKETING',
		status: 'APPROVED',
		components,
		...more,
	};
}

export const header = (format: string): TemplateComponent => ({ type: 'HEADER', format });

export const body = (text: string): TemplateComponent => ({ type: 'BODY', text });

export const buttons = (...listed: Array<JsonObject & { type: string }>): TemplateComponent => ({
	type: 'BUTTONS',
	buttons: listed,
});

/** The components of a message with these values. */
export const compose = (
	definition: TemplateDefinition,
	values: Record<string, SlotValue> = {},
): JsonObject[] => composeComponents(definition, new Map(Object.entries(values)));

const card = (...components: TemplateComponent[]) => ({ components });

export const MEDIA_CAROUSEL = template([
	body('Two evenings, {{1}}'),
	{
		type: 'CAROUSEL',
		cards: [1, 2].map(() =>
			card(
				header('IMAGE'),
				body('{{1}} places left'),
				buttons(
					{ type: 'QUICK_REPLY', text: 'Book' },
					{ type: 'URL', text: 'Details', url: 'https://shop.example/w/{{1}}' },
				),
			),
		),
	},
]);

export const PRODUCT_CAROUSEL = template([
	body('For you'),
	{
		type: 'CAROUSEL',
		cards: [1, 2].map(() => card(header('PRODUCT'), buttons({ type: 'SPM', text: 'View' }))),
	},
]);

export const SIGN_IN = template(
	[
		{ type: 'BODY', text: '*{{1}}* is your code.', add_security_recommendation: true },
		buttons({
			type: 'URL',
			text: 'Copy code',
			url: 'https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}',
		}),
	],
	{ category: 'AUTHENTICATION' },
);
