import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';

/** A holder touches its lock this often (ms); one untouched for longer than STALE_MS is dead. */
const TOUCH_MS = 5_000;
const STALE_MS = 60_000;

interface LockFile {
	pid: number;
	host: string;
	token: string;
}

/** A lock that this process holds. */
export interface Lock {
	release(): void;
}

function read(path: string): LockFile | undefined {
	try {
		return JSON.parse(readFileSync(path, 'utf8')) as LockFile;
	} catch {
		return undefined;
	}
}

function isAbandoned(path: string): boolean {
	const holder = read(path);
	if (holder && holder.host === hostname()) {
		try {
			process.kill(holder.pid, 0);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'ESRCH') return true;
		}
	}
	// A pid may have been given to another program since, or live on another machine.
	try {
		return Date.now() - statSync(path).mtimeMs > STALE_MS;
	} catch {
		return false;
	}
}

/**
 * Takes a lock file, or answers undefined when a living process holds it. A lock whose holder
 * died is taken over. Two processes that take over the same dead lock in the same millisecond
 * could both succeed; so the lock saves double work, and what it guards is written to a place
 * of its own and renamed into place.
 */
export function tryLock(path: string): Lock | undefined {
	mkdirSync(dirname(path), { recursive: true });
	const token = randomUUID();
	const content = JSON.stringify({ pid: process.pid, host: hostname(), token } satisfies LockFile);
	for (let attempt = 0; attempt < 3; attempt += 1) {
		try {
			writeFileSync(path, content, { flag: 'wx' });
			const timer = setInterval(() => {
				try {
					utimesSync(path, new Date(), new Date());
				} catch {
					// The cache was deleted under us; there is nothing left to guard.
				}
			}, TOUCH_MS);
			timer.unref();
			return {
				release: () => {
					clearInterval(timer);
					if (read(path)?.token === token) rmSync(path, { force: true });
				},
			};
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
			if (!isAbandoned(path)) return undefined;
			rmSync(path, { force: true });
		}
	}
	return undefined;
}

/** The process id of whoever holds the lock, for messages. */
export function lockHolder(path: string): number | undefined {
	return read(path)?.pid;
}
