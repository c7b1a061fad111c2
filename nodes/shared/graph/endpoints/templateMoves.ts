import { isObject, type JsonObject } from '../answer';
import type { CallOptions, GraphClient } from '../client';

type Signal = Pick<CallOptions, 'signal'>;

/** Of one call. */
const MIGRATED_AT_ONCE = 500;
const ARCHIVED_AT_ONCE = 100;

/** What became of each of several templates. */
export interface TemplatesDone {
	done: string[];
	/** Why, by ID. */
	failed: Record<string, unknown>;
}

/**
 * Copies templates from another WABA of the business: `POST /{waba-id}/migrate_message_templates`, as often
 * as it takes.
 * @param templateIds none: all, a page of Meta's after the other
 */
export async function migrateTemplates(
	client: GraphClient,
	{ from, to, templateIds = [] }: { from: string; to: string; templateIds?: readonly string[] },
	options: Signal = {},
): Promise<TemplatesDone> {
	const migrate = async (body: JsonObject) => {
		const path = [to, 'migrate_message_templates'];
		const answer = await client.post(path, { source_waba_id: from, ...body }, options);
		return readDone(answer, 'migrated_templates');
	};
	const results: TemplatesDone[] = [];
	if (templateIds.length > 0) {
		for (const ids of chunks(templateIds, MIGRATED_AT_ONCE)) {
			results.push(await migrate({ template_ids: ids }));
		}
		return joined(results);
	}
	const seen = new Set<string>();
	for (let page = 0; ; page++) {
		const result = await migrate({ page_number: page, count: MIGRATED_AT_ONCE });
		const ids = [...result.done, ...Object.keys(result.failed)];
		// Where nothing on it is new, Meta knows no pages: it would give the same one for ever.
		if (ids.every((id) => seen.has(id))) return joined(results);
		results.push(result);
		if (ids.length < MIGRATED_AT_ONCE) return joined(results);
		for (const id of ids) seen.add(id);
	}
}

/** `POST https://api.facebook.com/{waba-id}/message_templates/archive`; after 28 days Meta deletes them. */
export async function archiveTemplates(
	client: GraphClient,
	businessAccountId: string,
	templateIds: readonly string[],
	options: Signal = {},
): Promise<TemplatesDone> {
	return await moveTemplates(client, businessAccountId, templateIds, 'archive', options);
}

/** `POST https://api.facebook.com/{waba-id}/message_templates/unarchive` */
export async function unarchiveTemplates(
	client: GraphClient,
	businessAccountId: string,
	templateIds: readonly string[],
	options: Signal = {},
): Promise<TemplatesDone> {
	return await moveTemplates(client, businessAccountId, templateIds, 'unarchive', options);
}

async function moveTemplates(
	client: GraphClient,
	businessAccountId: string,
	templateIds: readonly string[],
	verb: 'archive' | 'unarchive',
	options: Signal,
): Promise<TemplatesDone> {
	const results: TemplatesDone[] = [];
	for (const ids of chunks(templateIds, ARCHIVED_AT_ONCE)) {
		const path = [businessAccountId, 'message_templates', verb];
		const answer = await client.post(
			path,
			{ hsm_ids: ids.join(',') },
			{ ...options, host: 'api.facebook.com' },
		);
		results.push(readDone(answer, `${verb}d_templates`));
	}
	return joined(results);
}

function readDone(answer: JsonObject, field: string): TemplatesDone {
	const done = answer[field];
	return {
		done: Array.isArray(done) ? done.map(String) : [],
		failed: isObject(answer.failed_templates) ? answer.failed_templates : {},
	};
}

function joined(results: TemplatesDone[]): TemplatesDone {
	return {
		done: results.flatMap(({ done }) => done),
		failed: Object.assign({}, ...results.map(({ failed }) => failed)) as TemplatesDone['failed'],
	};
}

function chunks<T>(list: readonly T[], size: number): T[][] {
	return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
		list.slice(index * size, (index + 1) * size),
	);
}
