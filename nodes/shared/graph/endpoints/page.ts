import { isObject, type JsonObject } from '../answer';
import type { CallOptions, GraphClient, Query } from '../client';
import { UnexpectedAnswerError } from '../errors';

/** One page of a Graph list. */
export interface Page {
	entries: JsonObject[];
	/** Where the next page starts; absent on the last one. */
	after?: string;
}

/**
 * Reads one page of a list.
 * @throws UnexpectedAnswerError when the answer is no list
 */
export async function getPage(
	client: GraphClient,
	path: string[],
	query: Query,
	options: Pick<CallOptions, 'signal'> = {},
): Promise<Page> {
	const answer = await client.get(path, { ...options, query });
	if (!Array.isArray(answer.data)) {
		throw new UnexpectedAnswerError("Meta's answer is no list", 200);
	}
	const paging = isObject(answer.paging) ? answer.paging : {};
	const cursors = isObject(paging.cursors) ? paging.cursors : {};
	return {
		entries: answer.data.filter(isObject),
		// Meta gives a cursor on the last page too: only `next` says that there is more.
		after: paging.next && typeof cursors.after === 'string' ? cursors.after : undefined,
	};
}
