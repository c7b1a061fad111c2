import { isObject, type JsonObject } from '../answer';
import type { CallOptions, GraphClient, Query } from '../client';
import { UnexpectedAnswerError } from '../errors';
import { everyEntry } from './everyEntry';
import { getPage } from './page';

/** A template as Meta gives it, whole; its other fields under Meta's names. */
export interface TemplateNode extends JsonObject {
	id: string;
	name: string;
	/** e.g. "en_US" */
	language: string;
	/** "MARKETING", "UTILITY" or "AUTHENTICATION". */
	category: string;
	/** "APPROVED", "PENDING", "REJECTED", "PAUSED", … */
	status: string;
	components: Array<JsonObject & { type: string }>;
}

/** Every field of a template; source: pywa's TemplateDetails. */
const TEMPLATE_FIELDS =
	'id,name,language,category,sub_category,status,components,parameter_format,message_send_ttl_seconds,' +
	'correct_category,previous_category,rejected_reason,library_template_name,quality_score,' +
	'cta_url_link_tracking_opted_out,degrees_of_freedom_spec,health_status';

/** Which templates to list: those that meet all that is given, and in a list any of its values. */
export interface TemplateFilter {
	status?: readonly string[];
	category?: readonly string[];
	language?: readonly string[];
	/** "GREEN", "YELLOW", "RED" or "UNKNOWN". */
	quality_score?: readonly string[];
	/** A part of the name. */
	name?: string;
	/** A part of the texts. */
	content?: string;
}

type Signal = Pick<CallOptions, 'signal'>;

/**
 * The WABA's templates, whole, page after page: `GET /{waba-id}/message_templates`. Stop asking, and no
 * further page is read.
 * @param pageSize templates to a page
 */
export function everyTemplate(
	client: GraphClient,
	businessAccountId: string,
	filter: TemplateFilter = {},
	{ pageSize = 100, ...options }: Signal & { pageSize?: number } = {},
): AsyncGenerator<TemplateNode, void, void> {
	const query = { ...commaLists(filter), fields: TEMPLATE_FIELDS, limit: pageSize };
	const path = [businessAccountId, 'message_templates'];
	return everyEntry(async (after) => {
		const page = await getPage(client, path, { ...query, after }, options);
		return { ...page, entries: page.entries.filter(isTemplate) };
	});
}

function commaLists(filter: TemplateFilter): Query {
	return Object.fromEntries(
		Object.entries(filter).map(
			([name, value]: [string, string | readonly string[] | undefined]) => [
				name,
				(typeof value === 'string' ? value.trim() : value?.join(',')) || undefined,
			],
		),
	);
}

function isTemplate(entry: JsonObject): entry is TemplateNode {
	return (
		['id', 'name', 'language', 'category', 'status'].every(
			(field) => typeof entry[field] === 'string',
		) &&
		Array.isArray(entry.components) &&
		entry.components.every((part) => isObject(part) && typeof part.type === 'string')
	);
}

/** One template, whole: `GET /{template-id}`. */
export async function getTemplate(
	client: GraphClient,
	templateId: string,
	options: Signal = {},
): Promise<TemplateNode> {
	const query = { fields: TEMPLATE_FIELDS };
	const answer = await client.get([templateId], { ...options, query });
	// An ID may be that of something else.
	if (!isTemplate(answer)) {
		throw new UnexpectedAnswerError("Meta's answer is no template", 200);
	}
	return answer;
}

/** What Meta says of a template that it took: accepted for review is not approved. */
export interface CreatedTemplate extends JsonObject {
	id: string;
	status?: string;
	/** May differ from the one asked for. */
	category?: string;
}

/** `POST /{waba-id}/message_templates`; also from Meta's library (`library_template_name`). */
export async function createTemplate(
	client: GraphClient,
	businessAccountId: string,
	template: JsonObject,
	options: Signal = {},
): Promise<CreatedTemplate> {
	const answer = await client.post([businessAccountId, 'message_templates'], template, options);
	return withId(answer);
}

function withId(answer: JsonObject): CreatedTemplate {
	if (typeof answer.id !== 'string') {
		throw new UnexpectedAnswerError("Meta's answer names no template", 200);
	}
	return answer as CreatedTemplate;
}

/**
 * `POST /{template-id}`: replaces what is given of category, components (all of them), validity and link
 * tracking. Meta edits templates that are approved, rejected or paused.
 */
export async function editTemplate(
	client: GraphClient,
	templateId: string,
	changes: JsonObject,
	options: Signal = {},
): Promise<void> {
	await client.post([templateId], changes, options);
}

/** One language of a template: `DELETE /{waba-id}/message_templates?name=…&hsm_id=…`. */
export async function deleteTemplate(
	client: GraphClient,
	businessAccountId: string,
	{ id, name }: { id: string; name: string },
	options: Signal = {},
): Promise<void> {
	const query = { name, hsm_id: id };
	await client.delete([businessAccountId, 'message_templates'], { ...options, query });
}

/** All languages of a template, which cannot be undone: `DELETE /{waba-id}/message_templates?name=…`. */
export async function deleteTemplateInAllLanguages(
	client: GraphClient,
	businessAccountId: string,
	name: string,
	options: Signal = {},
): Promise<void> {
	const query = { name };
	await client.delete([businessAccountId, 'message_templates'], { ...options, query });
}

/** How to look at an authentication template before it is made. */
export interface PreviewChoices {
	/** Default: every language. */
	languages?: readonly string[];
	addSecurityRecommendation?: boolean;
	codeExpirationMinutes?: number;
}

/** Meta's texts of an authentication template: `GET /{waba-id}/message_template_previews`. */
export async function previewAuthenticationTemplate(
	client: GraphClient,
	businessAccountId: string,
	choices: PreviewChoices,
	options: Signal = {},
): Promise<JsonObject[]> {
	const query = {
		category: 'AUTHENTICATION',
		languages: choices.languages?.join(',') || undefined,
		add_security_recommendation: choices.addSecurityRecommendation,
		code_expiration_minutes: choices.codeExpirationMinutes,
		button_types: 'OTP',
	};
	const path = [businessAccountId, 'message_template_previews'];
	return entriesOf(await client.get(path, { ...options, query }));
}

/**
 * Ends a pause that pacing set: `POST /{template-id}/unpause`. Meta wants 5 minutes to pass first.
 * @returns why not, when Meta did not
 */
export async function unpauseTemplate(
	client: GraphClient,
	templateId: string,
	options: Signal = {},
): Promise<{ success: boolean; reason?: string }> {
	const { success, reason } = await client.post([templateId, 'unpause'], {}, options);
	return {
		success: success === true,
		...(typeof reason === 'string' && reason !== '' ? { reason } : {}),
	};
}

/** The spans over which Meta compares templates. */
export const COMPARISON_DAYS = [7, 30, 60, 90] as const;

/**
 * How two templates of a WABA fared; each must have been sent 1,000 times in the span:
 * `GET /{template-id}/compare`.
 * @param now milliseconds since the Unix epoch
 */
export async function compareTemplates(
	client: GraphClient,
	{ templateId, otherId }: { templateId: string; otherId: string },
	days: (typeof COMPARISON_DAYS)[number],
	now: number,
	options: Signal = {},
): Promise<JsonObject[]> {
	const end = Math.floor(now / 1000);
	const query = { template_ids: `[${otherId}]`, start: end - days * 86_400, end };
	return entriesOf(await client.get([templateId, 'compare'], { ...options, query }));
}

function entriesOf(answer: JsonObject): JsonObject[] {
	if (!Array.isArray(answer.data)) {
		throw new UnexpectedAnswerError("Meta's answer is no list", 200);
	}
	return answer.data.filter(isObject);
}
