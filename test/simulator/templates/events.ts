import type { JsonObject } from '../json';
import { componentOf } from '../templateTypes';
import type { Template } from '../templateTypes';
import type { Update } from '../webhooks/payloads';
import type { World } from '../world';

// The updates about templates (reference §5.8). They have no number; they always go to the app's
// callback.

function update(world: World, template: Template, field: string, value: JsonObject): Update {
	const { webhookLanguage } = world.settings.templates;
	const { language } = template;
	return {
		wabaId: world.account.ownerOfTemplate(template).id,
		field,
		value: {
			...value,
			message_template_id: Number(template.id),
			message_template_name: template.name,
			message_template_language:
				webhookLanguage === 'dashed' ? language.replace('_', '-') : language,
		},
	};
}

/** What else a status update says, by what happened. */
export interface StatusDetails {
	reason?: string;
	recommendation?: string;
	/** `FIRST_PAUSE`, `SECOND_PAUSE`, `RATE_LIMITING_PAUSE` … with a sentence about it. */
	pause?: { title: string; description: string };
	/** Milliseconds since the epoch. */
	disabledAt?: number;
}

/** A decision about a template: `APPROVED`, `REJECTED`, `PAUSED` … */
export function statusEvent(
	world: World,
	template: Template,
	event: string,
	{ reason, recommendation, pause, disabledAt }: StatusDetails = {},
): Update {
	return update(world, template, 'message_template_status_update', {
		event,
		reason: reason ?? 'NONE',
		message_template_category: template.category,
		...(pause ? { other_info: pause } : {}),
		...(recommendation === undefined ? {} : { rejection_info: { reason, recommendation } }),
		...(disabledAt === undefined
			? {}
			: { disable_info: { disable_date: Math.floor(disabledAt / 1_000) } }),
	});
}

export function qualityEvent(world: World, template: Template, from: string, to: string): Update {
	return update(world, template, 'message_template_quality_update', {
		previous_quality_score: from,
		new_quality_score: to,
	});
}

/** A category that was changed. */
export function categoryEvent(world: World, template: Template, previous: string): Update {
	return update(world, template, 'template_category_update', {
		previous_category: previous,
		new_category: template.category,
	});
}

/** A change of category that is to come. @param at milliseconds since the epoch. */
export function categoryNotice(
	world: World,
	template: Template,
	correct: string,
	at: number,
): Update {
	return update(world, template, 'template_category_update', {
		new_category: template.category,
		correct_category: correct,
		category_update_timestamp: Math.floor(at / 1_000),
	});
}

/** New components. */
export function componentsEvent(world: World, template: Template): Update {
	const header = componentOf(template.components, 'HEADER')?.text;
	const footer = componentOf(template.components, 'FOOTER')?.text;
	const buttons = componentOf(template.components, 'BUTTONS')?.buttons;
	return update(world, template, 'message_template_components_update', {
		...(header === undefined ? {} : { message_template_title: header }),
		message_template_element: componentOf(template.components, 'BODY')?.text ?? '',
		...(footer === undefined ? {} : { message_template_footer: footer }),
		...(buttons === undefined
			? {}
			: {
					message_template_buttons: buttons.map((button) => ({
						message_template_button_type: button.type,
						...(button.text === undefined ? {} : { message_template_button_text: button.text }),
						...(button.url === undefined ? {} : { message_template_button_url: button.url }),
						...(button.phone_number === undefined
							? {}
							: { message_template_button_phone_number: button.phone_number }),
					})),
				}),
	});
}
