import { GraphApiError } from '../graph/errors';

/** More than 24 hours have passed since the person last wrote: only templates are let through. */
const WINDOW_CLOSED = 131047;

/** Whether Meta refused a message because its 24-hour window is closed, where a template may go instead. */
export function isWindowClosed(error: unknown): error is GraphApiError {
	return error instanceof GraphApiError && error.code === WINDOW_CLOSED;
}
