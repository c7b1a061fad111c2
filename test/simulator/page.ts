import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';

const TYPES: Record<string, string> = {
	html: 'text/html',
	css: 'text/css',
	js: 'text/javascript',
	svg: 'image/svg+xml',
};

const FOLDER = join(__dirname, 'page');

/** The files by path. They are listed once, so that no path can lead out of the folder. */
const FILES = new Map(
	readdirSync(FOLDER).map((name) => [
		name === 'index.html' ? '/' : `/page/${name}`,
		{ name, type: TYPES[name.split('.').pop() ?? ''] ?? 'application/octet-stream' },
	]),
);

/** Nothing but the page's own files, and no other site may put the page into a frame. */
const POLICY = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'";

/** Answers a request for one of the page's files; false when it is for something else. */
export function answerPage(request: IncomingMessage, response: ServerResponse): boolean {
	if (request.method !== 'GET' && request.method !== 'HEAD') return false;
	const url = request.url ?? '/';
	const query = url.indexOf('?');
	const path = query === -1 ? url : url.slice(0, query);
	const file = FILES.get(path);
	if (!file) return false;
	response.writeHead(200, {
		'content-type': `${file.type}; charset=utf-8`,
		'content-security-policy': POLICY,
		'cache-control': 'no-cache',
		'x-content-type-options': 'nosniff',
	});
	response.end(request.method === 'HEAD' ? undefined : readFileSync(join(FOLDER, file.name)));
	return true;
}
