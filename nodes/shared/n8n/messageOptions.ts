import type { INodeProperties } from 'n8n-workflow';

import { ValidationError } from '../graph/errors';
import type { Marketing } from '../graph/endpoints/marketingMessages';
import { withExtras } from '../messages/extras';
import { optionalText } from '../messages/checks';
import { LIMITS } from '../messages/limits';
import type { MessageContent } from '../messages/types';
import { excerpt } from '../text';
import { toBoolean, type ItemParameters } from './itemParameters';

/** What any message may carry: the entries of "Options" that each item has its own values for. */
export const messageOptions: INodeProperties[] = [
	{
		displayName: 'Callback Data',
		name: 'callbackData',
		type: 'string',
		default: '',
		placeholder: 'e.g. order-4711',
		description: `Comes back in every status webhook of the message (biz_opaque_callback_data), up to ${LIMITS.callbackData} characters`,
	},
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		noDataExpression: true,
		default: true,
		description:
			'Whether to send nothing: the output is the request as it would leave, and the text that a person would read',
	},
	{
		displayName: 'Idempotency Key',
		name: 'idempotencyKey',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.orderNumber }}',
		hint: 'An expression that gives each message a key of its own',
		description: `A message whose key was accepted before is not sent again: its item gets the first answer. Up to ${LIMITS.callbackData} characters; a key holds for its sender, and without one a message is sent each time. Keys are kept in the credential’s Redis, otherwise in n8n’s database for this node alone. While that is away, no message with a key is sent.`,
	},
	{
		displayName: 'Marketing Messages API',
		name: 'marketingMessages',
		type: 'options',
		displayOptions: { show: { '/operation': ['sendTemplate'] } },
		options: [
			{ name: 'Off', value: 'off', description: 'As any other template' },
			{
				name: 'Strict',
				value: 'strict',
				description: 'What cannot go that way fails',
			},
			{
				name: 'With Fallback',
				value: 'fallback',
				description: 'What cannot go that way is sent as any other template',
			},
		],
		default: 'fallback',
		description:
			'Whether marketing templates go by the API that Meta optimises their delivery with; it takes no other category, and templates from ten minutes after they were created',
	},
	{
		displayName: 'Reply to Message ID',
		name: 'replyToMessageId',
		type: 'string',
		default: '={{ $json.messages[0].id }}',
		placeholder: 'e.g. wamid.HBgLMTY1MDU1NTEyMzQ…',
		displayOptions: { hide: { '/messageType': ['pin', 'reaction'] } },
		description:
			'The message that is quoted above this one. As it stands, the one that WhatsApp Trigger handed over.',
	},
	{
		displayName: 'Share Message Activity',
		name: 'messageActivitySharing',
		type: 'boolean',
		default: true,
		displayOptions: { show: { '/operation': ['sendTemplate'] } },
		description:
			'Whether Meta may use how people react to the message to optimise later ones. Only with the Marketing Messages API; without this option it is as the account is set.',
	},
];

/** Whether messages are told apart by a key. */
export function hasIdempotencyKey(parameters: ItemParameters): boolean {
	return (parameters.raw('options.idempotencyKey') ?? '') !== '';
}

/**
 * By what the message is recognised when it is sent a second time; undefined where it is not.
 * @throws ValidationError when it is too long
 */
export function readIdempotencyKey(parameters: ItemParameters): string | undefined {
	if (!hasIdempotencyKey(parameters)) return undefined;
	const key = parameters.text('options.idempotencyKey', 'Idempotency Key').trim();
	return optionalText('Idempotency Key', key, LIMITS.callbackData);
}

/**
 * Adds to a message what the builder set in "Options".
 * @param key travels as the data for status webhooks where nothing else does
 * @throws ValidationError when a reaction would quote, or the data is too long
 */
export function withMessageOptions(
	parameters: ItemParameters,
	content: MessageContent,
	key?: string,
): MessageContent {
	const given = parameters.text('options.callbackData', 'Callback Data');
	const isFree = given.trim() === '' && content.biz_opaque_callback_data === undefined;
	// Each by itself: n8n evaluates all expressions of a collection that is read whole.
	return withExtras(content, {
		replyTo: parameters.text('options.replyToMessageId', 'Reply to Message ID'),
		callbackData: isFree ? key : given,
	});
}

/**
 * How a template goes by the Marketing Messages API; undefined where it does not.
 * @throws ValidationError when an expression gave something that is no choice
 */
export function readMarketing(parameters: ItemParameters): Marketing | undefined {
	const way =
		parameters.text('options.marketingMessages', 'Marketing Messages API').trim() || 'off';
	if (way === 'off') return undefined;
	const sharing = parameters.value('options.messageActivitySharing', null);
	const policy = POLICIES[way];
	if (policy === undefined) {
		throw new ValidationError(
			'Marketing Messages API',
			`There is no choice “${excerpt(way)}”`,
			'Give off, fallback or strict.',
		);
	}
	return sharing === null
		? { policy }
		: { policy, shareActivity: toBoolean(sharing, 'Share Message Activity') };
}

const POLICIES: Readonly<Record<string, Marketing['policy'] | undefined>> = {
	fallback: 'CLOUD_API_FALLBACK',
	strict: 'STRICT',
};

/** @throws ValidationError when it is neither true nor false */
export function isDryRun(parameters: ItemParameters): boolean {
	return parameters.boolean('options.dryRun', 'Dry Run');
}
