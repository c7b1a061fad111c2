import type { JsonObject } from '../answer';
import { GraphApiError } from '../errors';
import type { Page } from './page';

/** Meta's code for a cursor that is damaged or has expired; since v24.0. */
const BAD_CURSOR = 131059;

/**
 * The entries of a list, page after page, in Meta's order and each once; the next page is read when it is
 * asked for. A cursor that went bad starts the list anew, once: what was given already is left out.
 * @param readPage reads the page behind a cursor; the first one without
 */
export async function* everyEntry<T extends JsonObject & { id: string }>(
	readPage: (after?: string) => Promise<Page & { entries: T[] }>,
): AsyncGenerator<T, void, void> {
	const given = new Set<string>();
	let after: string | undefined;
	let mayRestart = true;
	for (;;) {
		let page: Page & { entries: T[] };
		try {
			page = await readPage(after);
		} catch (error) {
			const isBadCursor = error instanceof GraphApiError && error.code === BAD_CURSOR;
			if (!isBadCursor || after === undefined || !mayRestart) throw error;
			mayRestart = false;
			after = undefined;
			continue;
		}
		for (const entry of page.entries) {
			if (given.has(entry.id)) continue;
			given.add(entry.id);
			yield entry;
		}
		if (page.after === undefined) return;
		after = page.after;
	}
}
