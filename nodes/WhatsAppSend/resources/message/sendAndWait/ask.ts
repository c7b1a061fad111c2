import { randomBytes } from 'node:crypto';

import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { systemClock } from '../../../../shared/clock';
import { isObject, type JsonObject } from '../../../../shared/graph/answer';
import { postMessage } from '../../../../shared/graph/endpoints/messages';
import { ValidationError } from '../../../../shared/graph/errors';
import { noAppSecret } from '../../../../shared/graph/secrets';
import { composeMessage } from '../../../../shared/messages/message';
import { recipientKey, recipientOf } from '../../../../shared/messages/recipient';
import type { MessageContent } from '../../../../shared/messages/types';
import { readRecipient } from '../../../../shared/n8n/addressing';
import { CREDENTIAL, webhookSecrets } from '../../../../shared/n8n/connection';
import { deliver, toItems } from '../../../../shared/n8n/deliver';
import { toNodeError } from '../../../../shared/n8n/errors';
import { chooseIn } from '../../../../shared/n8n/fields';
import { ItemParameters } from '../../../../shared/n8n/itemParameters';
import { sharingOf } from '../../../../shared/n8n/sharedState';
import { writeTicket, type ResumeKey } from '../../../../shared/webhooks/answerTicket';
import type { OpenQuestions } from '../../../../shared/webhooks/openQuestions';
import { getOpenQuestions } from '../../../../shared/webhooks/registry';
import { answerKinds } from './answerKinds';
import { withTickets, type QuestionOption } from './question';
import { UNANSWERED, type WaitingItem } from './resume';
import { readTimeLimit } from './timeLimit';
import { checkTrigger } from './triggerCheck';

/**
 * Sends the question and lets the execution wait.
 * @returns what the node hands on when nobody answers in time
 * @throws NodeApiError or NodeOperationError when it cannot be sent, unless the node continues on fail
 */
export async function ask(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const parameters = new ItemParameters(context, 0);
	let question: Question;
	let until: Date;
	try {
		question = await prepare(context, parameters);
		until = readTimeLimit(question.options, systemClock.now());
	} catch (error) {
		throw toNodeError(context.getNode(), error, { itemIndex: 0 });
	}
	let sender = '';
	let choices: QuestionOption[] = [];
	const report = await deliver(
		context,
		{
			recipient: () => recipientKey(readRecipient(parameters)),
			prepare: ({ client, phoneNumberId }) =>
				question.options.checkTrigger === false
					? undefined
					: checkTrigger(client, phoneNumberId, question.resumeUrl, systemClock.now()),
			async call({ client, phoneNumberId, recipient, signal }) {
				sender = phoneNumberId;
				const asked = withTickets(question.content, question.ticketOf);
				choices = asked.options;
				const message = composeMessage(recipientOf(recipient), asked.content);
				return await postMessage(client, phoneNumberId, message, signal);
			},
		},
		{ options: {} },
	);
	const [outcome] = report.outcomes;
	if (outcome.status === 'failed') return toItems(report);
	const { key, acceptsText } = question;
	const recipient = readRecipient(parameters);
	const messageId = (outcome.value.messages as Array<{ id: string }>)[0].id;
	if (acceptsText) {
		await question.openQuestions.add({
			key,
			phoneNumberId: sender,
			people: peopleOf(outcome.value, recipientKey(recipient)),
			messageId,
			until: until.getTime(),
		});
	}
	const waiting: WaitingItem = {
		answer: UNANSWERED,
		question: {
			id: key.questionId,
			messageId,
			phoneNumberId: sender,
			recipient: recipientKey(recipient),
			responseType: question.responseType,
			options: choices as WaitingItem['question']['options'],
		},
	};
	// n8n keeps a waiting node's input: it is what the node hands on when the time is over, and the only
	// thing that the node sees of itself when it is woken.
	const items = context.getInputData();
	items[0].json = waiting;
	await context.putExecutionToWait(until);
	return items;
}

interface Question {
	content: MessageContent;
	options: IDataObject;
	key: ResumeKey;
	acceptsText: boolean;
	/** Where it is looked up when a text comes. */
	openQuestions: OpenQuestions;
	responseType: string;
	resumeUrl: string;
	ticketOf: (option: number) => string;
}

/** @throws ValidationError when a part of the question is wrong, or its answer could not find back */
async function prepare(context: IExecuteFunctions, parameters: ItemParameters): Promise<Question> {
	const count = context.getInputData().length;
	if (count !== 1) {
		throw new ValidationError(
			'Input',
			`${count} items came in, but an execution can only wait for one answer`,
			'Put a Loop Over Items node with Batch Size 1 before this one, or ask in a sub-workflow for each item.',
		);
	}
	const credential = await context.getCredentials(CREDENTIAL);
	const [appSecret] = webhookSecrets(credential);
	if (!appSecret) throw noAppSecret('answers cannot be trusted');
	const kind = chooseIn(
		'Response Type',
		answerKinds,
		parameters.text('responseType', 'Response Type'),
	);
	const options = parameters.value('options', {}) as IDataObject;
	const content = kind.build(parameters, parameters.text('message', 'Question'), options);
	const resumeUrl = context.getSignedResumeUrl();
	const key: ResumeKey = {
		executionId: context.getExecutionId(),
		nodeId: context.getNode().id,
		signature: new URL(resumeUrl).searchParams.get('signature') ?? '',
		questionId: randomBytes(6).toString('base64url'),
	};
	return {
		content,
		options,
		key,
		responseType: String(kind.option.value),
		acceptsText: kind.isWritten === 'choose' ? options.acceptText !== false : kind.isWritten,
		openQuestions: getOpenQuestions(sharingOf(credential).shared, (message) =>
			context.logger.warn(message),
		),
		resumeUrl,
		ticketOf: (option) => writeTicket({ ...key, option }, appSecret),
	};
}

/** Whoever was asked, by all the IDs that an answer may come with. */
function peopleOf({ contacts }: JsonObject, recipient: string): string[] {
	const contact = Array.isArray(contacts) && isObject(contacts[0]) ? contacts[0] : {};
	// Not always the number that was written: in Brazil and Mexico digits come and go.
	const { wa_id: waId, user_id: userId } = contact;
	return [typeof waId === 'string' && `+${waId}`, userId, recipient].filter(
		(id): id is string => typeof id === 'string',
	);
}
