import { randomBytes } from 'node:crypto';

import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';

import { systemClock } from '../../../../shared/clock';
import { isObject, type JsonObject } from '../../../../shared/graph/answer';
import { postMessage } from '../../../../shared/graph/endpoints/messages';
import { ValidationError } from '../../../../shared/graph/errors';
import { LIMITS } from '../../../../shared/messages/limits';
import { composeMessage } from '../../../../shared/messages/message';
import { recipientKey, recipientOf } from '../../../../shared/messages/recipient';
import { textMessage } from '../../../../shared/messages/text';
import type { MessageContent } from '../../../../shared/messages/types';
import { addressOptions, readRecipient } from '../../../../shared/n8n/addressing';
import { webhookSecrets } from '../../../../shared/n8n/connection';
import { deliver, toItems } from '../../../../shared/n8n/deliver';
import { toNodeError } from '../../../../shared/n8n/errors';
import { chooseIn, showOnly, type Choice } from '../../../../shared/n8n/fields';
import { ItemParameters, toText } from '../../../../shared/n8n/itemParameters';
import { writeTicket, type ResumeKey } from '../../../../shared/webhooks/answerTicket';
import { openQuestions } from '../../../../shared/webhooks/openQuestions';
import type { InteractiveKind } from '../../../messages/interactive/interactiveKind';
import { list } from '../../../messages/interactive/list';
import { replyButtons } from '../../../messages/interactive/replyButtons';
import { upTo } from '../../../messages/parts/values';
import type { Operation } from '../../operation';
import { approvalFields, approvalMessage } from './approval';
import { withTickets, type QuestionOption } from './question';
import { UNANSWERED, type WaitingItem } from './resume';
import { readTimeLimit, timeLimitOption } from './timeLimit';
import { checkTrigger } from './triggerCheck';

/** How a question is answered. */
interface AnswerKind extends Choice {
	build(parameters: ItemParameters, body: string, options: IDataObject): MessageContent;
	/** A text that the person writes is an answer, whatever the options say. */
	isWritten?: true;
}

/** A kind of interactive message that asks. */
function asking(
	kind: Pick<InteractiveKind, 'fields' | 'build'>,
): Pick<AnswerKind, 'fields' | 'build'> {
	return {
		fields: kind.fields,
		build: (parameters, body, { header, footer }) =>
			kind.build(parameters, {
				body,
				header: header ? { type: 'text', text: toText(header, 'Header') } : undefined,
				footer: toText(footer, 'Footer'),
			}),
	};
}

const answerKinds: AnswerKind[] = [
	{
		option: { name: 'Approval', value: 'approval', description: 'Approve, or disapprove' },
		...asking({ fields: approvalFields, build: approvalMessage }),
	},
	{
		option: { name: 'Buttons', value: 'buttons', description: 'Up to three, tapped in the chat' },
		...asking(replyButtons),
	},
	{
		option: { name: 'List', value: 'list', description: 'Up to ten rows, opened by a button' },
		...asking(list),
	},
	{
		option: {
			name: 'Free Text',
			value: 'freeText',
			description: 'Whatever the person writes next, or in reply to the question',
		},
		fields: [],
		isWritten: true,
		build: (_, body) => textMessage(body, false),
	},
];

const fields: INodeProperties[] = [
	{
		displayName: 'Question',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		required: true,
		placeholder: 'e.g. May we deliver tomorrow at 9:00?',
		hint: `${upTo(LIMITS.body)}. Answers arrive through an active WhatsApp Trigger on the same number.`,
	},
	{
		displayName: 'Response Type',
		name: 'responseType',
		type: 'options',
		options: answerKinds.map(({ option }) => option),
		default: 'approval',
	},
	...answerKinds.flatMap((kind) => showOnly({ responseType: [kind.option.value] }, kind.fields)),
	{
		displayName:
			'A restart of n8n, and queue mode, lose track of which written text answers this question; taps on buttons and lists are found again',
		name: 'writtenNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { responseType: ['freeText'] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			...showOnly({ '/responseType': ['buttons', 'list'] }, [
				{
					displayName: 'Accept Written Answers',
					name: 'acceptText',
					type: 'boolean',
					default: true,
					description:
						'Whether a text that the person writes instead of choosing is an answer too. A restart of n8n forgets which question it was for.',
				},
			]),
			{
				displayName: 'Check for Trigger',
				name: 'checkTrigger',
				type: 'boolean',
				default: true,
				description:
					'Whether to ask Meta first if answers come to a WhatsApp Trigger of this n8n, and not to send the question otherwise',
			},
			...addressOptions,
			...showOnly({ '/responseType': ['approval', 'buttons', 'list'] }, [
				{
					displayName: 'Footer',
					name: 'footer',
					type: 'string',
					default: '',
					description: upTo(LIMITS.footerText),
				},
				{
					displayName: 'Header',
					name: 'header',
					type: 'string',
					default: '',
					description: upTo(LIMITS.headerText),
				},
			]),
			timeLimitOption,
		],
	},
];

export const sendAndWait: Operation = {
	option: {
		// n8n's server knows by this value that the execution is woken by a signed address.
		name: 'Send and Wait for Response',
		value: 'sendAndWait',
		action: 'Send message and wait for response',
		description: 'Ask a question and pause the execution until the person answers in the chat',
	},
	fields,
	execute: ask,
};

async function ask(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
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
			async call({ client, phoneNumberId, recipient, signal }) {
				if (question.options.checkTrigger !== false) {
					await checkTrigger(client, phoneNumberId, question.resumeUrl, systemClock.now());
				}
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
		openQuestions.add({
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
	const [appSecret] = webhookSecrets(await context.getCredentials('whatsAppBusinessCloudApi'));
	if (!appSecret) {
		throw new ValidationError(
			'App Secret',
			'The credential has no app secret, without which answers cannot be trusted',
			"Fill in the app secret in the credential: App settings › Basic in the app's dashboard.",
		);
	}
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
		acceptsText:
			kind.isWritten ?? (kind.option.value !== 'approval' && options.acceptText !== false),
		resumeUrl,
		ticketOf: (option) => writeTicket({ ...key, option }, appSecret),
	};
}

/** Whoever was asked, by all the IDs that an answer may come with. */
function peopleOf({ contacts }: JsonObject, recipient: string): string[] {
	const contact = Array.isArray(contacts) && isObject(contacts[0]) ? contacts[0] : {};
	return [contact.wa_id, contact.user_id, recipient.replace(/^\+/, '')].filter(
		(id): id is string => typeof id === 'string',
	);
}
