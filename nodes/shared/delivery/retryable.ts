import { GraphApiError, NetworkError, UnexpectedAnswerError } from '../graph/errors';
import { NotSentError, UploadFailedError } from './errors';

/**
 * Whether a message that was given up may well go through in a later execution: nothing is wrong with the message or
 * its recipient. Says nothing about whether it went out after all.
 */
export function isRetryable(error: unknown): boolean {
	if (error instanceof UploadFailedError) return isRetryable(error.cause);
	if (error instanceof GraphApiError) return error.advice.retry !== 'never';
	return (
		error instanceof NotSentError ||
		error instanceof NetworkError ||
		error instanceof UnexpectedAnswerError
	);
}
