import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { lockHolder, tryLock } from './lock';
import type { Log } from './progress';
import { waitFor } from './wait';

/** Written last of all: a folder without it is a remnant. */
const MARKER = '.complete';

/** How long one process waits for another's install, in ms. */
const OTHERS_INSTALL_MS = 30 * 60_000;

/** True when `dir` was filled to its end by {@link installOnce}. */
export function isComplete(dir: string): boolean {
	return existsSync(join(dir, MARKER));
}

/**
 * Fills a folder once, whatever happens in between: `fill` works in a folder beside it, which is
 * renamed when it is complete. An interrupted run leaves a remnant that the next one clears; a
 * second process waits for the first.
 */
export async function installOnce(
	dir: string,
	log: Log,
	fill: (partial: string) => Promise<void>,
): Promise<void> {
	if (isComplete(dir)) return;
	const lockPath = `${dir}.lock`;
	const unlock = tryLock(lockPath) ?? (await waitForOther(dir, lockPath, log));
	if (!unlock) return;
	try {
		if (isComplete(dir)) return;
		clearRemnants(dir);
		const partial = `${dir}.partial-${process.pid}`;
		mkdirSync(partial, { recursive: true });
		try {
			await fill(partial);
		} catch (error) {
			rmSync(partial, { recursive: true, force: true, maxRetries: 3 });
			throw error;
		}
		writeFileSync(join(partial, MARKER), `${new Date().toISOString()}\n`);
		renameSync(partial, dir);
	} finally {
		unlock.release();
	}
}

/** Answers a lock when the other process gave up, undefined when it finished the work. */
async function waitForOther(dir: string, lockPath: string, log: Log) {
	log(
		`Another process (${lockHolder(lockPath) ?? 'unknown'}) is installing this; waiting for it …`,
	);
	const outcome = await waitFor(
		() => {
			const lock = tryLock(lockPath);
			if (lock) return { lock };
			return isComplete(dir) && { lock: undefined };
		},
		{
			what: `The install of ${dir} by another process`,
			timeoutMs: OTHERS_INSTALL_MS,
			intervalMs: 500,
			explain: () => `If no such process lives, delete ${lockPath}.`,
		},
	);
	return outcome.lock;
}

/** Called with the lock held, so whatever lies there belongs to a process that died. */
function clearRemnants(dir: string): void {
	const parent = dirname(dir);
	for (const name of readdirSync(parent)) {
		const isRemnant = name === basename(dir) || name.startsWith(`${basename(dir)}.partial-`);
		if (isRemnant) rmSync(join(parent, name), { recursive: true, force: true, maxRetries: 3 });
	}
}
