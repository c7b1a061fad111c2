import { isObject, type JsonObject } from '../answer';
import type { GraphClient, Query } from '../client';
import { getPage } from './page';

/** A message template as the list gives it; Meta's fields, those that we use. */
export interface TemplateSummary {
	id: string;
	name: string;
	/** e.g. "en_US" */
	language: string;
	/** "MARKETING", "UTILITY" or "AUTHENTICATION". */
	category: string;
	/** "APPROVED", "PENDING", "REJECTED", "PAUSED", … */
	status: string;
}

/** One page of the WABA's templates: `GET /{waba-id}/message_templates`. */
export async function listTemplates(
	client: GraphClient,
	businessAccountId: string,
	query: Query = {},
): Promise<{ templates: TemplateSummary[]; after?: string }> {
	const page = await getPage(client, [businessAccountId, 'message_templates'], {
		fields: 'id,name,language,category,status',
		limit: 100,
		...query,
	});
	return { templates: page.entries.filter(isTemplate), after: page.after };
}

function isTemplate(entry: JsonObject): entry is JsonObject & TemplateSummary {
	return ['id', 'name', 'language', 'category', 'status'].every(
		(field) => typeof entry[field] === 'string',
	);
}

/** A template with all that it is made of; Meta's fields. */
export interface TemplateEntry extends TemplateSummary, JsonObject {
	/** "POSITIONAL" or "NAMED"; absent means positional. */
	parameter_format?: string;
	components: Array<JsonObject & { type: string }>;
}

/**
 * The template of that name in that language, with its components; nothing where there is none. Meta's filter also
 * finds names that the given one is a part of, so all pages are read until it comes.
 */
export async function findTemplate(
	client: GraphClient,
	businessAccountId: string,
	{ name, language }: { name: string; language: string },
): Promise<TemplateEntry | undefined> {
	let after: string | undefined;
	do {
		const page = await getPage(client, [businessAccountId, 'message_templates'], {
			fields: 'id,name,language,category,status,parameter_format,components',
			limit: 100,
			name,
			language,
			after,
		});
		const found = page.entries
			.filter(isEntry)
			.find((entry) => entry.name === name && entry.language === language);
		if (found) return found;
		after = page.after;
	} while (after !== undefined);
	return undefined;
}

function isEntry(entry: JsonObject): entry is TemplateEntry {
	return (
		isTemplate(entry) &&
		Array.isArray(entry.components) &&
		entry.components.every((part) => isObject(part) && typeof part.type === 'string')
	);
}
