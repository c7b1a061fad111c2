import { setTimeout as delay } from 'node:timers/promises';

export interface WaitOptions {
	/** What is waited for; ends up in the error: "… was not there after 30 s". */
	what: string;
	/** Milliseconds after which to give up. */
	timeoutMs: number;
	/** Milliseconds between two looks. */
	intervalMs?: number;
	/** Added to the error, so that it says why (the end of a log, say). */
	explain?: () => string;
}

/**
 * Looks again and again until `probe` answers something other than undefined, null or false.
 * An exception of the probe ends the wait at once: a probe that expects failures catches them.
 *
 * @throws Error naming `what` when `timeoutMs` have passed.
 */
export async function waitFor<T>(
	probe: () => T | Promise<T>,
	{ what, timeoutMs, intervalMs = 100, explain }: WaitOptions,
): Promise<Exclude<T, undefined | null | false>> {
	const deadline = Date.now() + timeoutMs;
	for (;;) {
		const value = await probe();
		if (value !== undefined && value !== null && value !== false) {
			return value as Exclude<T, undefined | null | false>;
		}
		if (Date.now() >= deadline) {
			const why = explain ? `\n${explain()}` : '';
			throw new Error(`${what}: not there after ${Math.round(timeoutMs / 1000)} s.${why}`);
		}
		await delay(intervalMs);
	}
}
