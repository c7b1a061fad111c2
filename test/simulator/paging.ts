import { GraphFailure, refusal } from './graphErrors';
import type { JsonObject } from './json';

/** Graph's default and largest page. */
const DEFAULT_LIMIT = 25;
const LARGEST_LIMIT = 1_000;

/** One entry of an edge with a number that only grows, so that cursors survive additions. */
export interface Positioned<T> {
	sequence: number;
	item: T;
}

export interface PageRequest {
	query: URLSearchParams;
	/** The address of the edge without its query, for `paging.next`. */
	address: string;
	accessToken: string;
}

/**
 * One page of an edge: `data` and, unless that is empty, `paging` with cursors; `next` and
 * `previous` only where there is more.
 *
 * @throws GraphFailure 131059 for a cursor that this edge did not hand out (Graph v24 and later).
 */
export function page<T>(all: Positioned<T>[], request: PageRequest): JsonObject & { data: T[] } {
	const { query } = request;
	const limit = readLimit(query.get('limit'));
	const after = readCursor(query.get('after'));
	const before = readCursor(query.get('before'));

	let start = 0;
	let end = all.length;
	if (after !== undefined) start = firstAfter(all, after);
	else if (before !== undefined) {
		end = firstAfter(all, before - 1);
		start = Math.max(0, end - limit);
	}
	const shown = all.slice(start, Math.min(end, start + limit));
	if (shown.length === 0) return { data: [] };

	const cursors = {
		before: writeCursor(shown[0].sequence),
		after: writeCursor(shown[shown.length - 1].sequence),
	};
	const paging: JsonObject = { cursors };
	const hasNext = start + shown.length < all.length;
	if (hasNext) paging.next = link(request, limit, 'after', cursors.after);
	if (start > 0) paging.previous = link(request, limit, 'before', cursors.before);
	return { data: shown.map(({ item }) => item), paging };
}

function readLimit(text: string | null): number {
	if (text === null || text === '') return DEFAULT_LIMIT;
	if (!/^\d+$/.test(text)) {
		throw new GraphFailure(100, { message: '(#100) Param limit must be an integer' });
	}
	return Math.min(LARGEST_LIMIT, Math.max(1, Number(text)));
}

function writeCursor(sequence: number): string {
	return Buffer.from(`position:${sequence}`).toString('base64url');
}

function readCursor(text: string | null): number | undefined {
	if (text === null || text === '') return undefined;
	const match = /^position:(\d{1,9})$/.exec(Buffer.from(text, 'base64url').toString('latin1'));
	if (!match || writeCursor(Number(match[1])) !== text) {
		throw refusal(131059, 'The cursor is not valid. Request the first page again.');
	}
	return Number(match[1]);
}

function firstAfter<T>(all: Positioned<T>[], sequence: number): number {
	const index = all.findIndex((entry) => entry.sequence > sequence);
	return index === -1 ? all.length : index;
}

/** Graph repeats the whole query, the access token included, in the address of the next page. */
function link(request: PageRequest, limit: number, name: 'after' | 'before', cursor: string) {
	const query = new URLSearchParams(request.query);
	query.delete('after');
	query.delete('before');
	query.set('access_token', request.accessToken);
	query.set('limit', String(limit));
	query.set(name, cursor);
	return `${request.address}?${query.toString()}`;
}
