import type { JsonObject } from '../../graph/answer';
import { compact } from '../../objects';
import { eventOf } from '../event';
import { languageOf, objectOf, textOf } from '../values';
import type { EventKind } from './kind';

/** What Meta decides about templates. */
export const template: EventKind = {
	name: 'template',
	choice: {
		name: 'Template Events',
		value: 'templates',
		description: 'A template is approved, rejected, paused, edited, or changes quality or category',
	},
	fields: [
		'message_template_status_update',
		'message_template_quality_update',
		'message_template_components_update',
		'template_category_update',
	],
	read(change) {
		const { value } = change;
		const type = typeOf(change.field, value);
		return [
			eventOf(change, {
				kind: 'template',
				type,
				body: value,
				facts: {
					template: compact({
						id: textOf(value.message_template_id),
						name: textOf(value.message_template_name),
						language: languageOf(value.message_template_language),
						category: textOf(value.message_template_category ?? value.new_category),
					}),
					...details(type, value),
				},
			}),
		];
	},
};

/** By what it says: Meta's own example of a quality update comes under the field of status updates. */
function typeOf(field: string, value: JsonObject): string {
	if ('new_quality_score' in value) return 'quality';
	if (field === 'template_category_update') return 'category';
	return field === 'message_template_components_update' ? 'components' : 'status';
}

function details(type: string, value: JsonObject): JsonObject {
	switch (type) {
		case 'quality':
			return {
				previous: textOf(value.previous_quality_score),
				current: textOf(value.new_quality_score),
			};
		case 'category':
			return {
				previous: textOf(value.previous_category),
				current: textOf(value.new_category),
				// Announced a day before: what Meta will make of it.
				upcoming: textOf(value.correct_category),
			};
		case 'status':
			return { status: textOf(value.event), ...reasonOf(value) };
		default:
			return {};
	}
}

function reasonOf(value: JsonObject): JsonObject {
	const rejection = objectOf(value.rejection_info);
	const other = objectOf(value.other_info);
	const reason = textOf(value.reason);
	return {
		reason: reason === 'NONE' ? undefined : (reason ?? textOf(other.title)),
		details: textOf(rejection.reason) ?? textOf(other.description),
		recommendation: textOf(rejection.recommendation),
	};
}
