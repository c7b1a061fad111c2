import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { isObject } from '../../../../shared/graph/answer';
import { CREDENTIAL, webhookSecrets } from '../../../../shared/n8n/connection';
import { requestOf, responseOf } from '../../../../shared/n8n/webhookExchange';
import { SIGNATURE_HEADER, TAKEN_HEADER } from '../../../../shared/n8n/wakeExecution';
import type { Answer } from '../../../../shared/webhooks/answers';
import { isSignedBy } from '../../../../shared/webhooks/signature';
import { APPROVE } from './approval';
import type { QuestionOption } from './question';

/** What the execution keeps while it waits, and hands on when the time is over. */
export interface WaitingItem extends IDataObject {
	question: {
		id: string;
		/** Meta's ID of the message. */
		messageId: string;
		phoneNumberId: string;
		recipient: string;
		responseType: string;
		options: QuestionOption[] & IDataObject[];
	};
	answer: IDataObject;
}

/** What stands in `answer` when nobody answered in time. */
export const UNANSWERED = { timedOut: true, type: null, text: null, option: null };

/**
 * WhatsApp Trigger brings an answer to this execution: it goes on when the answer is for the question that
 * it waits with. Anything else is refused and wakes nobody.
 */
export async function resumeWithAnswer(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const response = responseOf(context);
	const refuse = (status: number): IWebhookResponseData => {
		response.statusCode = status;
		response.end();
		return { noWebhookResponse: true };
	};
	const { rawBody, headers } = requestOf(context);
	const secrets = webhookSecrets(await context.getCredentials(CREDENTIAL));
	const signature = headers[SIGNATURE_HEADER];
	if (!Buffer.isBuffer(rawBody) || typeof signature !== 'string') return refuse(401);
	if (!isSignedBy(rawBody, signature, secrets)) return refuse(401);
	const brought: unknown = context.getBodyData();
	const waiting = context.evaluateExpression('{{ $json }}') as unknown;
	if (!isObject(brought) || !isWaiting(waiting)) return refuse(410);
	// A button of an earlier question: in a loop one execution asks several.
	if (brought.questionId !== waiting.question.id) return refuse(410);
	response.setHeader(TAKEN_HEADER, 'taken');
	const json = answered(waiting, brought.answer as Answer);
	return { workflowData: [[{ json, pairedItem: { item: 0 } }]] };
}

function answered({ question }: WaitingItem, answer: Answer): IDataObject {
	const { type, option: index, text, ...rest } = answer;
	const chosen = index === undefined ? undefined : question.options[index];
	const option = chosen ? { position: (index ?? 0) + 1, ...chosen } : null;
	return {
		// Where n8n's own nodes put it, which its AI agents look at.
		...(question.responseType === 'approval' && { data: { approved: chosen?.value === APPROVE } }),
		answer: { timedOut: false, type, text, option, ...rest },
		question,
	};
}

function isWaiting(value: unknown): value is WaitingItem {
	return isObject(value) && isObject(value.question) && Array.isArray(value.question.options);
}
