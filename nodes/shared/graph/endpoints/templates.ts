import type { JsonObject } from '../answer';
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
