import type { JsonObject } from './json';

/** A button as `GET …/message_templates` lists it. */
export interface TemplateButton extends JsonObject {
	type: string;
	text?: string;
	url?: string;
	phone_number?: string;
	otp_type?: string;
	example?: unknown;
}

/** A component as `GET …/message_templates` lists it. */
export interface TemplateComponent extends JsonObject {
	type: string;
	format?: string;
	text?: string;
	buttons?: TemplateButton[];
	cards?: { components: TemplateComponent[] }[];
}

export type TemplateStatus =
	| 'APPROVED'
	| 'PENDING'
	| 'REJECTED'
	| 'PAUSED'
	| 'DISABLED'
	| 'IN_APPEAL'
	| 'PENDING_DELETION'
	| 'DELETED'
	| 'LIMIT_EXCEEDED'
	| 'ARCHIVED';

export type TemplateCategory = 'MARKETING' | 'UTILITY' | 'AUTHENTICATION';

/** A message template of a WhatsApp Business Account, with Meta's field names. */
export interface Template {
	id: string;
	name: string;
	language: string;
	category: TemplateCategory;
	sub_category?: string;
	/** What Meta takes it for, when that is announced but not yet so. */
	correct_category?: string;
	previous_category?: string;
	status: TemplateStatus;
	parameter_format: 'POSITIONAL' | 'NAMED';
	components: TemplateComponent[];
	rejected_reason?: string;
	quality_score?: { score: string; date?: number };
	message_send_ttl_seconds?: number;
	library_template_name?: string;
	/** Until when the Marketing Messages API does not know it yet: milliseconds since the epoch. */
	marketingSyncedAt?: number;
	cta_url_link_tracking_opted_out?: boolean;
	degrees_of_freedom_spec?: JsonObject;
}

/** What a test or the control API gives to add a template; the rest has defaults. */
export type NewTemplate = Pick<Template, 'name'> & Partial<Omit<Template, 'name'>>;

/** The names of the `{{variables}}` in a text, in order, each once. */
export function variablesOf(text: string | undefined): string[] {
	const names = new Set<string>();
	for (const match of (text ?? '').matchAll(/\{\{\s*([^{}\s]+)\s*\}\}/g)) names.add(match[1]);
	return [...names];
}

/** The component of a type, whatever case it is written in. */
export function componentOf(
	components: TemplateComponent[],
	type: string,
): TemplateComponent | undefined {
	return components.find((component) => component.type.toUpperCase() === type);
}
