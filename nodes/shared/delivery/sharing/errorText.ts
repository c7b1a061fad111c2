import {
	GraphApiError,
	NetworkError,
	UnexpectedAnswerError,
	type GraphErrorFacts,
} from '../../graph/errors';

type Written =
	| { graph: GraphErrorFacts }
	| { network: string; requestWritten: boolean; code?: string }
	| { answer: string; httpStatus: number };

/** What one process learned from an error, as a text for the others: Meta's facts, nothing of the request. */
export function writeError(error: unknown): string {
	return JSON.stringify(written(error) ?? {});
}

/** The error again; undefined where nothing usable was written. */
export function readError(text: unknown): unknown {
	if (typeof text !== 'string' || text === '') return undefined;
	let error: Partial<Record<string, unknown>>;
	try {
		error = (JSON.parse(text) ?? {}) as Record<string, unknown>;
	} catch {
		return undefined;
	}
	if (error.graph) return new GraphApiError(error.graph as GraphErrorFacts);
	if (error.network) {
		const { network, requestWritten, code } = error as Extract<Written, { network: string }>;
		return new NetworkError(network, requestWritten, code);
	}
	if (error.answer) {
		const { answer, httpStatus } = error as Extract<Written, { answer: string }>;
		return new UnexpectedAnswerError(answer, httpStatus);
	}
	return undefined;
}

function written(error: unknown): Written | undefined {
	if (error instanceof GraphApiError) return { graph: error.facts };
	if (error instanceof NetworkError) {
		const { message, requestWritten, code } = error;
		return { network: message, requestWritten, code };
	}
	if (error instanceof UnexpectedAnswerError) {
		return { answer: error.message, httpStatus: error.httpStatus };
	}
	return undefined;
}
