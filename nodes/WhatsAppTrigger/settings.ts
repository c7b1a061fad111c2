import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	INodeProperties,
	IWebhookFunctions,
} from 'n8n-workflow';

import { toText, toTexts } from '../shared/n8n/itemParameters';
import { readNumber } from '../shared/n8n/values';
import type { EventFilter } from '../shared/webhooks/filters';
import { EVERYTHING, kinds } from '../shared/webhooks/kinds';
import { STATUSES } from '../shared/webhooks/kinds/status';
import { MESSAGE_TYPES } from '../shared/webhooks/messageTypes';
import { DEFAULT_OPT_OUT_KEYWORDS } from '../shared/webhooks/optOut';
import { readLevel, readPhoneNumber } from './registration/settings';

/** Which events start the workflow. */
export const triggerOnField: INodeProperties = {
	displayName: 'Trigger On',
	name: 'updates',
	type: 'multiOptions',
	required: true,
	// The lint's rule wants them sorted.
	options: [
		...kinds.flatMap(({ choice }) => (choice ? [choice] : [])),
		{
			name: 'Everything',
			value: EVERYTHING,
			description: 'All of these, and what Meta adds later',
		},
	].sort((a, b) => a.name.localeCompare(b.name)),
	default: ['messages'],
};

const IGNORE_OLDER = 'Ignore Older Than (Minutes)';
const LARGEST_FILE = 'Largest File (MB)';
const LARGEST_FILE_MB = 16;

export const optionsField: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Download Media',
			name: 'downloadMedia',
			type: 'boolean',
			default: false,
			displayOptions: { show: { '/updates': ['messages', EVERYTHING] } },
			description:
				'Whether to put the file of a media message into the binary field “data”. Fetched by the execution, after Meta has its answer; where that fails, event.mediaError says why.',
		},
		{
			displayName: IGNORE_OLDER,
			name: 'ignoreOlderThan',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 60,
			description:
				'Drops what happened earlier: after n8n was away, Meta repeats events for up to 7 days. 0 takes all.',
		},
		{
			displayName: LARGEST_FILE,
			name: 'largestFile',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 100 },
			default: LARGEST_FILE_MB,
			displayOptions: { show: { downloadMedia: [true] } },
			description: 'Files beyond this are not downloaded. WhatsApp takes documents up to 100 MB.',
		},
		{
			displayName: 'Mark as Read',
			name: 'markAsRead',
			type: 'boolean',
			default: false,
			displayOptions: { show: { '/updates': ['messages', EVERYTHING] } },
			description: 'Whether people see the blue ticks as soon as the workflow starts',
		},
		{
			displayName: 'Message Statuses',
			name: 'messageStatusUpdates',
			type: 'multiOptions',
			options: [...STATUSES]
				.sort()
				.map((value) => ({ name: value.charAt(0).toUpperCase() + value.slice(1), value })),
			default: [],
			displayOptions: { show: { '/updates': ['statuses', EVERYTHING] } },
			description: 'Only these. None chosen takes all.',
		},
		{
			displayName: 'Message Types',
			name: 'messageTypes',
			type: 'multiOptions',
			options: [...MESSAGE_TYPES]
				.sort()
				.map((value) => ({ name: value.charAt(0).toUpperCase() + value.slice(1), value })),
			default: [],
			displayOptions: { show: { '/updates': ['messages', EVERYTHING] } },
			description:
				'Only these. None chosen takes all. Taps in templates are “Button”, all others “Interactive”.',
		},
		{
			displayName: 'Opt-Out Keywords',
			name: 'optOutKeywords',
			type: 'string',
			default: DEFAULT_OPT_OUT_KEYWORDS.join(', '),
			displayOptions: { show: { '/updates': ['messages', EVERYTHING] } },
			description:
				'A message that says one of these and nothing else gets event.optOut. Separated by commas; capitals and punctuation do not matter.',
		},
		{
			displayName: 'Phone Number Names or IDs',
			name: 'phoneNumberIds',
			type: 'multiOptions',
			typeOptions: { loadOptionsMethod: 'getPhoneNumbers' },
			default: [],
			displayOptions: { hide: { '/registerOn': ['phoneNumber'] } },
			description:
				'Only events of these. None chosen takes all; events of templates and accounts carry no number and always pass. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		{
			displayName: 'Separate Outputs',
			name: 'separateOutputs',
			type: 'boolean',
			default: false,
			description: 'Whether messages, statuses and all other events leave by outputs of their own',
		},
		{
			displayName: 'Show Typing Indicator',
			name: 'showTyping',
			type: 'boolean',
			default: false,
			displayOptions: { show: { '/updates': ['messages', EVERYTHING] } },
			description:
				'Whether people see that you are typing, until you answer or 25 seconds have passed. Marks as read as well.',
		},
	],
};

/** What decides whether and how an event becomes an item. */
export interface ReceivingSettings {
	filter: EventFilter;
	optOutKeywords: string[];
}

/** What is done with events once n8n has taken them over. */
export interface HandlingSettings {
	markAsRead: boolean;
	showTyping: boolean;
	downloadMedia: boolean;
	separateOutputs: boolean;
}

/** @throws ValidationError when an expression gives something that is no list of texts, or no number */
export function readReceiving(
	context: IWebhookFunctions,
	credential: ICredentialDataDecryptedObject,
): ReceivingSettings {
	const options = readOptions(context);
	const minutes = numberOr(0, options.ignoreOlderThan, IGNORE_OLDER);
	return {
		filter: {
			choices: toTexts(context.getNodeParameter('updates', []), triggerOnField.displayName),
			...readPlace(context, credential, options),
			messageTypes: toTexts(options.messageTypes, 'Message Types'),
			statuses: toTexts(options.messageStatusUpdates, 'Message Statuses'),
			maxAgeMs: minutes > 0 ? minutes * 60_000 : undefined,
		},
		optOutKeywords: toTexts(options.optOutKeywords ?? DEFAULT_OPT_OUT_KEYWORDS, 'Opt-Out Keywords'),
	};
}

/**
 * Whose events are meant. Others reach the same URL where the app has no callback of its own: it then
 * gets this node's, and with it all that has none further down.
 */
function readPlace(
	context: IWebhookFunctions,
	{ businessAccountId }: ICredentialDataDecryptedObject,
	options: IDataObject,
): Pick<EventFilter, 'phoneNumberIds' | 'businessAccountId'> {
	const level = readLevel(context);
	if (level === 'phoneNumber') return { phoneNumberIds: [readPhoneNumber(context)] };
	return {
		phoneNumberIds: toTexts(options.phoneNumberIds, 'Phone Number Names or IDs'),
		...(level === 'businessAccount' && {
			businessAccountId: toText(businessAccountId, 'WhatsApp Business Account ID').trim(),
		}),
	};
}

/** What the builder chose to have done with events. */
export function readHandling(context: IExecuteFunctions): HandlingSettings {
	const options = readOptions(context);
	return {
		markAsRead: options.markAsRead === true || options.showTyping === true,
		showTyping: options.showTyping === true,
		downloadMedia: options.downloadMedia === true,
		separateOutputs: options.separateOutputs === true,
	};
}

/**
 * The largest file that is downloaded, in bytes.
 * @throws ValidationError when an expression gives no number
 */
export function readLargestFile(context: IExecuteFunctions): number {
	const megabytes = numberOr(LARGEST_FILE_MB, readOptions(context).largestFile, LARGEST_FILE);
	return (megabytes > 0 ? megabytes : LARGEST_FILE_MB) * 1024 * 1024;
}

/** What stands in an option that may be left out, or empty. */
function numberOr(fallback: number, value: unknown, label: string): number {
	return (value ?? '') === '' ? fallback : readNumber(value, label);
}

function readOptions(context: IWebhookFunctions | IExecuteFunctions): IDataObject {
	// The two contexts number their parameters' items differently; ours are the same for all items.
	const options =
		'getInputData' in context
			? context.getNodeParameter('options', 0, {})
			: context.getNodeParameter('options', {});
	return (options ?? {}) as IDataObject;
}
