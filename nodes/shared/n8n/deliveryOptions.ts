import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { defaultPolicy, type DeliveryOptions } from '../delivery';
import { ValidationError } from '../graph/errors';
import type { ItemParameters } from './itemParameters';

/** How long Idempotency Keys are remembered. */
const DEFAULT_HOURS = 24;
const MOST_HOURS = 720;

/** How messages leave: the entries of "Options" that hold for all items of an execution. */
export const deliveryFields: INodeProperties[] = [
	{
		displayName: 'Keep Order per Recipient',
		name: 'keepOrder',
		type: 'boolean',
		default: true,
		description:
			'Whether messages to one person leave in the order of the items, each after the one before was answered',
	},
	{
		displayName: 'Max Attempts',
		name: 'maxAttempts',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 10 },
		default: 5,
		description: 'How often a message is tried, the first time included. 1 means no retry.',
	},
	{
		displayName: 'Max Wait (Seconds)',
		name: 'maxWait',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 600,
		description:
			'Messages that would leave later than this after the start are not sent, and fail saying so',
	},
	{
		displayName: 'Messages per Second',
		name: 'messagesPerSecond',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 1000 },
		default: 80,
		description:
			'A rate of your own for each number. Without this option it is what Meta allows: mostly 80, up to 1,000.',
	},
	{
		displayName: 'Output Summary',
		name: 'outputSummary',
		type: 'boolean',
		default: false,
		description:
			'Whether to add an item at the end that counts what was sent, retried and refused, and why it took its time',
	},
	{
		displayName: 'Priority',
		name: 'priority',
		type: 'options',
		options: [
			{
				name: 'High',
				value: 'high',
				description: 'Goes before everything else on its number: for one-time codes',
			},
			{ name: 'Normal', value: 'normal', description: 'Takes turns with other executions' },
		],
		default: 'high',
	},
	{
		displayName: 'Remember Idempotency Keys (Hours)',
		name: 'idempotencyHours',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MOST_HOURS },
		default: DEFAULT_HOURS,
		displayOptions: { show: { idempotencyKey: [{ _cnd: { exists: true } }] } },
		description:
			'How long a message with the same Idempotency Key is not sent again. Without Redis it may be some hours longer.',
	},
	{
		displayName: 'When the Outcome Is Unknown',
		name: 'unknownOutcome',
		type: 'options',
		options: [
			{
				name: 'Report It',
				value: 'report',
				description: 'The item fails as “may have been sent”: nobody gets a message twice',
			},
			{
				name: 'Send Again',
				value: 'resend',
				description: 'The message arrives for sure, in rare cases twice',
			},
		],
		default: 'resend',
		description: 'What to do when the connection broke after a message had left',
	},
];

/** What the builder set in "Options"; what was left out stands at its default. */
export interface DeliverySettings {
	options: Omit<DeliveryOptions, 'onFailure' | 'signal'>;
	/** Messages per second; undefined: what Meta allows. */
	rate?: number;
	/** Milliseconds for which the key of a message that was sent is remembered, at least. */
	rememberMs: number;
	outputSummary: boolean;
}

/** @throws ValidationError when a number is out of its range, as an expression can make it */
export function readDeliverySettings(parameters: ItemParameters): DeliverySettings {
	const given = parameters.value('options', {}) as IDataObject;
	const number = (name: string, min: number, max: number): number | undefined =>
		given[name] === undefined ? undefined : inRange(name, given[name], min, max);
	const maxAttempts = number('maxAttempts', 1, 10);
	const maxWait = number('maxWait', 1, Infinity);
	return {
		options: {
			...(maxAttempts === undefined ? {} : { retry: { ...defaultPolicy, maxAttempts } }),
			...(maxWait === undefined ? {} : { maxWaitMs: maxWait * 1000 }),
			keepOrder: given.keepOrder !== false,
			priority: given.priority === 'high' ? 'high' : 'normal',
			resendUnknown: given.unknownOutcome === 'resend',
		},
		rate: number('messagesPerSecond', 1, 1000),
		rememberMs: (number('idempotencyHours', 1, MOST_HOURS) ?? DEFAULT_HOURS) * 3_600_000,
		outputSummary: given.outputSummary === true,
	};
}

function inRange(name: string, value: unknown, min: number, max: number): number {
	const number = Number(value);
	if (number >= min && number <= max) return number;
	const field = deliveryFields.find((candidate) => candidate.name === name)?.displayName ?? name;
	const range = max === Infinity ? `at least ${min}` : `from ${min} to ${max}`;
	throw new ValidationError(field, `${field} is ${String(value)}`, `Give a number ${range}.`);
}
