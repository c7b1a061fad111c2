import { isObject, type JsonObject } from '../graph/answer';
import { compact } from '../messages/checks';
import type { TemplateComponent } from './types';
import { tidyVariables } from './variables';

/** A template that is to be: what `POST /{waba-id}/message_templates` takes; Meta's names. */
export interface TemplateDraft extends JsonObject {
	name: string;
	/** e.g. "en_US" */
	language: string;
	/** "MARKETING", "UTILITY" or "AUTHENTICATION". */
	category: string;
	/** "POSITIONAL" or "NAMED"; absent means positional. */
	parameter_format?: string;
	/** Empty for a template from Meta's library. */
	components: TemplateComponent[];
	/** Seconds for which Meta tries to deliver a message; -1: 30 days. */
	message_send_ttl_seconds?: number;
	/** Whether Meta may give it another category instead of rejecting it. */
	allow_category_change?: boolean;
	cta_url_link_tracking_opted_out?: boolean;
	/** Names a template of Meta's library: its texts are taken, and no components given. */
	library_template_name?: string;
}

/** What Meta adds to a template that stands, and does not take back. */
const ADDED_BY_META = new Set([
	'id',
	'status',
	'quality_score',
	'rejected_reason',
	'correct_category',
	'previous_category',
	'health_status',
]);

/**
 * The one form of what somebody wrote: types in capitals, language codes with "_", `{{ 1 }}` as `{{1}}`,
 * without what Meta adds itself (so that a template that was read can be created anew). What is of the
 * wrong kind stays as it is: `checkTemplate` says so.
 */
export function normaliseDraft(written: JsonObject): TemplateDraft {
	const draft: JsonObject = Object.fromEntries(
		Object.entries(written).filter(
			([field, value]) => value !== undefined && !ADDED_BY_META.has(field),
		),
	);
	for (const field of ['category', 'parameter_format']) capitals(draft, field);
	if (typeof draft.name === 'string') draft.name = draft.name.trim();
	if (typeof draft.language === 'string') draft.language = draft.language.trim().replace('-', '_');
	draft.components = draft.components === undefined ? [] : componentsIn(draft.components);
	return draft as TemplateDraft;
}

/** The body of the call that creates the template. */
export function asCreateRequest(written: JsonObject): JsonObject {
	const request = normaliseDraft(written);
	const isFromLibrary = request.library_template_name !== undefined;
	return isFromLibrary && request.components.length === 0
		? compact({ ...request, components: undefined })
		: request;
}

function componentsIn(value: unknown): unknown {
	return Array.isArray(value) ? value.map(componentOf) : value;
}

function componentOf(value: unknown): unknown {
	if (!isObject(value)) return value;
	const copy: JsonObject = { ...value };
	for (const field of ['type', 'format']) capitals(copy, field);
	if (typeof copy.text === 'string') copy.text = tidyVariables(copy.text);
	if (Array.isArray(copy.buttons)) copy.buttons = copy.buttons.map(buttonOf);
	if (Array.isArray(copy.cards)) {
		copy.cards = copy.cards.map((card: unknown) =>
			isObject(card) ? { ...card, components: componentsIn(card.components) } : card,
		);
	}
	return copy;
}

function buttonOf(value: unknown): unknown {
	if (!isObject(value)) return value;
	const { package_name: packageName, signature_hash: signatureHash, ...rest } = value;
	const copy: JsonObject = { ...rest };
	for (const field of ['type', 'otp_type', 'flow_action']) capitals(copy, field);
	if (typeof copy.url === 'string') copy.url = tidyVariables(copy.url.trim());
	// Meta's older form, for one app only.
	if (packageName !== undefined || signatureHash !== undefined) {
		copy.supported_apps ??= [{ package_name: packageName, signature_hash: signatureHash }];
	}
	return copy;
}

function capitals(object: JsonObject, field: string): void {
	const value = object[field];
	if (typeof value === 'string') object[field] = value.trim().toUpperCase();
}
