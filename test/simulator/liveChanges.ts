import type { ServerResponse } from 'node:http';
import type { Change, World } from './world';

/** Changes are gathered this long before they are sent, so that a campaign does not flood a page. */
const GATHER_MS = 100;

/** A browser and proxies between take a silent stream for a dead one. */
const HEARTBEAT_MS = 20_000;

/** More conversations than this in one go: the page is told to look at everything anew. */
const MANY = 200;

/**
 * Server-Sent Events: `change` with the keys of the conversations in which something happened,
 * or `all` when that is too many to name; `templates` when something happened to one of them.
 */
export function streamChanges(world: World, response: ServerResponse): void {
	response.writeHead(200, {
		'content-type': 'text/event-stream; charset=utf-8',
		'cache-control': 'no-store',
	});
	response.write('retry: 1000\n\n');
	const changed = new Set<string>();
	let everything = false;
	let templates = false;
	// Real timers even where the simulator's clock stands still: a person is watching.
	let gathering: NodeJS.Timeout | undefined;

	const flush = (): void => {
		gathering = undefined;
		const all = everything || changed.size > MANY;
		const data = JSON.stringify({
			...(all ? { all } : { conversations: [...changed] }),
			...(templates ? { templates } : {}),
		});
		response.write(`event: change\ndata: ${data}\n\n`);
		changed.clear();
		everything = false;
		templates = false;
	};
	const note = (change: Change): void => {
		if ('conversation' in change) changed.add(change.conversation);
		else if (change.kind === 'reset') everything = true;
		else if (change.kind === 'template') templates = true;
		else return;
		gathering ??= setTimeout(flush, GATHER_MS);
	};
	const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
	world.changes.on('change', note);
	response.once('close', () => {
		world.changes.off('change', note);
		clearInterval(heartbeat);
		clearTimeout(gathering);
	});
}
