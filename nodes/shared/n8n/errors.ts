import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type INode,
	type JsonObject,
} from 'n8n-workflow';

import { NotSentError, UnknownOutcomeError, UploadFailedError } from '../delivery';
import {
	DamagedFileError,
	GraphApiError,
	NetworkError,
	UnexpectedAnswerError,
	ValidationError,
	WhatsAppError,
} from '../graph/errors';
import { KeyClaimedError, KeysAwayError } from '../idempotency/errors';
import { compact } from '../messages/checks';
import { StoreAwayError } from '../store/store';

/** An error in the words that a builder reads: in n8n's panel, or as an item on the error output. */
export interface ErrorReport {
	/** What happened. */
	message: string;
	/** What to do about it, and what Meta's support wants to know. */
	description?: string;
	/** The facts for machines; absent ones are left out. */
	details: IDataObject;
}

/** Puts any error of ours into words. Surprises keep their own message. */
export function reportError(error: unknown): ErrorReport {
	if (error instanceof GraphApiError) return reportGraphApiError(error);
	if (error instanceof ValidationError) {
		return {
			message: error.message,
			description: error.fix,
			details: { kind: error.kind, field: error.field, whatToDo: error.fix },
		};
	}
	if (error instanceof NetworkError) {
		const whatToDo = error.requestWritten
			? 'The request had already left, so Meta may have acted on it. Check before you repeat it.'
			: 'Nothing was sent. Check that n8n can reach the host of the credential, and its proxy settings.';
		return {
			message: error.message,
			description: whatToDo,
			details: compact({ kind: error.kind, code: error.code, whatToDo }),
		};
	}
	if (error instanceof DamagedFileError) {
		const whatToDo =
			'Download it again. If it stays so, something between n8n and Meta changes files: look at the proxies on the way.';
		return {
			message: error.message,
			description: whatToDo,
			details: { kind: error.kind, whatToDo },
		};
	}
	if (error instanceof UnexpectedAnswerError) {
		const whatToDo = `This was no answer of the Graph API. Check the Base URL of the credential and any proxy on the way${
			error.httpStatus < 300 ? '; Meta may have acted on the request' : ''
		}.`;
		return {
			message: error.message,
			description: whatToDo,
			details: { kind: error.kind, httpStatus: error.httpStatus, whatToDo },
		};
	}
	if (
		error instanceof NotSentError ||
		error instanceof UnknownOutcomeError ||
		error instanceof UploadFailedError
	) {
		return reportWithCause(error);
	}
	if (error instanceof StoreAwayError) {
		const whatToDo =
			'Check that n8n can reach the Redis of the credential, and its password. It is used again as soon as it answers.';
		return {
			message: error.message,
			description: whatToDo,
			details: { kind: error.kind, whatToDo },
		};
	}
	if (error instanceof KeysAwayError) {
		const { message: cause } = reportError(error.cause);
		return {
			message: error.message,
			description: `${asSentence(cause)} ${error.fix}`,
			details: { kind: error.kind, cause, whatToDo: error.fix },
		};
	}
	if (error instanceof KeyClaimedError) {
		return {
			message: error.message,
			description: error.fix,
			details: { kind: error.kind, whatToDo: error.fix },
		};
	}
	if (error instanceof WhatsAppError) {
		return { message: error.message, details: { kind: error.kind } };
	}
	const message = error instanceof Error ? error.message : String(error);
	return { message, details: { kind: 'unexpected' } };
}

/**
 * The same as n8n's error class, for its error panel.
 * @param context what the report does not know: the item, a sentence on the rest of the run
 */
export function toNodeError(
	node: INode,
	error: unknown,
	context: { itemIndex?: number; note?: string } = {},
): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	const { message, description, details } = reportError(error);
	const { itemIndex, note } = context;
	const options = {
		message: itemIndex === undefined ? message : `${message} [item ${itemIndex}]`,
		// n8n's panel shows it as one paragraph.
		description: [description, note].filter(Boolean).join(' ') || undefined,
		itemIndex,
	};
	const fromOutside =
		error instanceof GraphApiError ||
		error instanceof NetworkError ||
		error instanceof UnexpectedAnswerError;
	if (!fromOutside) return new NodeOperationError(node, message, options);
	const nodeError = new NodeApiError(node, details as JsonObject, {
		...options,
		httpCode: error instanceof NetworkError ? undefined : String(httpStatusOf(error)),
	});
	// n8n has words of its own for network codes, among them the advice to run the whole node again.
	nodeError.message = options.message;
	return nodeError;
}

/** What kept a message back, or what came instead of an answer, has a report of its own. */
function reportWithCause(
	error: NotSentError | UnknownOutcomeError | UploadFailedError,
): ErrorReport {
	const cause = error.cause === undefined ? undefined : reportError(error.cause);
	return {
		message: error.message,
		description: [cause?.message, cause?.description].filter(Boolean).join('. ') || undefined,
		// The facts of the cause stand where they stand for the item that met it: `code` is `code`.
		details: compact({
			...cause?.details,
			kind: error.kind,
			because: error instanceof NotSentError ? error.because : undefined,
			cause: cause?.message,
		}),
	};
}

function reportGraphApiError(error: GraphApiError): ErrorReport {
	const { facts, advice } = error;
	// Meta often repeats the title as the details.
	const said = [facts.userMessage, facts.details].filter(
		(text): text is string => text !== undefined && text !== facts.title,
	);
	return {
		message: `${facts.userTitle ?? facts.title} (code ${facts.code})`,
		description: [
			...said.map(asSentence),
			advice.whatToDo,
			facts.fbtraceId && `Trace ID for Meta's support: ${facts.fbtraceId}.`,
		]
			.filter(Boolean)
			.join(' '),
		details: compact({
			kind: error.kind,
			code: facts.code,
			subcode: facts.subcode,
			title: facts.title,
			details: facts.details ?? facts.userMessage,
			userTitle: facts.userTitle,
			userMessage: facts.userMessage,
			type: facts.type,
			httpStatus: facts.httpStatus,
			fbtraceId: facts.fbtraceId,
			meaning: advice.title,
			whatToDo: advice.whatToDo,
			retryAfterMs: facts.retryAfterMs ?? facts.regainAccessMs,
		}),
	};
}

/** With a full stop, where it has none. */
export function asSentence(text: string): string {
	return /[.!?]$/.test(text) ? text : `${text}.`;
}

function httpStatusOf(error: GraphApiError | UnexpectedAnswerError): number {
	return error instanceof GraphApiError ? error.facts.httpStatus : error.httpStatus;
}
