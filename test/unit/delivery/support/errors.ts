import {
	GraphApiError,
	type GraphErrorFacts,
	NetworkError,
} from '../../../../nodes/shared/graph/errors';

/** An answer of Meta's as the client throws it. */
export function graphError(
	code: number,
	httpStatus = 400,
	more: Partial<GraphErrorFacts> = {},
): GraphApiError {
	return new GraphApiError({ title: `Error ${code}`, code, httpStatus, ...more });
}

/** Codes by what they mean; their classes stand in the error catalogue. */
export const tooFast = (more?: Partial<GraphErrorFacts>) => graphError(130429, 400, more);
export const pairLimit = (more?: Partial<GraphErrorFacts>) => graphError(131056, 400, more);
export const quotaUsedUp = (more?: Partial<GraphErrorFacts>) => graphError(80007, 400, more);
export const maintenance = () => graphError(131057, 500);
export const serviceDown = (more?: Partial<GraphErrorFacts>) => graphError(131016, 500, more);
export const deadToken = () => graphError(190, 401);
export const lockedAccount = () => graphError(131031, 403);
export const undeliverable = () => graphError(131026, 400);

export const refusedConnection = () => new NetworkError('No connection', false, 'ECONNREFUSED');
export const timedOut = () => new NetworkError('No answer', true, 'UND_ERR_HEADERS_TIMEOUT');
