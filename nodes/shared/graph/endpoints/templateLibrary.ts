import type { JsonObject } from '../answer';
import type { CallOptions, GraphClient } from '../client';
import { everyEntry } from './everyEntry';
import { getPage } from './page';

/** What to look for in Meta's library; its words, such as topic "ORDER_MANAGEMENT". */
export interface LibraryFilter {
	search?: string;
	topic?: string;
	usecase?: string;
	industry?: string;
	language?: string;
}

/** Templates that Meta has written, page after page: `GET /message_template_library`. */
export function everyLibraryTemplate(
	client: GraphClient,
	{ search, topic, usecase, industry, language }: LibraryFilter,
	options: Pick<CallOptions, 'signal'> = {},
): AsyncGenerator<JsonObject & { id: string }, void, void> {
	const query = { search, topic, usecase, industry, language };
	return everyEntry(async (after) => {
		const page = await getPage(client, ['message_template_library'], { ...query, after }, options);
		return { ...page, entries: page.entries.filter(hasId) };
	});
}

function hasId(entry: JsonObject): entry is JsonObject & { id: string } {
	return typeof entry.id === 'string';
}
