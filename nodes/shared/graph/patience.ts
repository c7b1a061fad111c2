import type { Clock } from '../clock';
import { GraphApiError, NetworkError, UnexpectedAnswerError } from './errors';

/** Waits before the 2nd and 3rd attempt, in milliseconds. */
const WAITS_MS = [1_000, 3_000];

const PASSING = new Set(['transient', 'brief', 'maintenance']);

/** Whether Meta never spoke: no answer came, or a gateway before it answered with a page of its own. */
export function isUnanswered(error: unknown): boolean {
	if (error instanceof NetworkError) return true;
	return error instanceof UnexpectedAnswerError && error.httpStatus >= 500;
}

/** Whether the same call may well succeed in a moment. */
export function isPassing(error: unknown): boolean {
	if (isUnanswered(error)) return true;
	return error instanceof GraphApiError && PASSING.has(error.advice.retry);
}

/**
 * Calls until it succeeds, fails for good, or three attempts are used up. Only for what may be done twice.
 * @throws what the last call threw
 */
export async function insist<T>(
	clock: Clock,
	call: () => Promise<T>,
	isWorthIt: (error: unknown) => boolean = isPassing,
): Promise<T> {
	for (const wait of WAITS_MS) {
		try {
			return await call();
		} catch (error) {
			if (!isWorthIt(error)) throw error;
			await new Promise<void>((resolve) => void clock.after(wait, resolve));
		}
	}
	return await call();
}
