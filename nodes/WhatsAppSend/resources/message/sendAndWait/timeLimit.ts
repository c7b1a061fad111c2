import { WAIT_INDEFINITELY, type IDataObject, type INodeProperties } from 'n8n-workflow';

import { ValidationError } from '../../../../shared/graph/errors';
import { readNumber } from '../../../messages/parts/values';

const UNIT_MS = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

type Unit = keyof typeof UNIT_MS;

/** The names are those of n8n's own nodes that wait. */
export const timeLimitOption: INodeProperties = {
	displayName: 'Limit Wait Time',
	name: 'limitWaitTime',
	type: 'fixedCollection',
	default: { values: { resumeAmount: 24, resumeUnit: 'hours' } },
	description: 'Without this option the execution waits until it is answered',
	options: [
		{
			displayName: 'Values',
			name: 'values',
			values: [
				{
					displayName: 'Amount',
					name: 'resumeAmount',
					type: 'number',
					typeOptions: { minValue: 0 },
					default: 24,
				},
				{
					displayName: 'Unit',
					name: 'resumeUnit',
					type: 'options',
					options: [
						{ name: 'Minutes', value: 'minutes' },
						{ name: 'Hours', value: 'hours' },
						{ name: 'Days', value: 'days' },
					],
					default: 'hours',
				},
			],
		},
	],
};

/**
 * When the execution stops waiting.
 * @param now milliseconds since the Unix epoch
 * @throws ValidationError when the limit is no time
 */
export function readTimeLimit(options: IDataObject, now: number): Date {
	const limit = (options.limitWaitTime as IDataObject | undefined)?.values as
		IDataObject | undefined;
	if (!limit) return WAIT_INDEFINITELY;
	const amount = readNumber(limit.resumeAmount, 'Limit Wait Time');
	const unit = (limit.resumeUnit ?? 'hours') as Unit;
	const at = new Date(now + amount * UNIT_MS[unit]);
	if (amount > 0 && at < WAIT_INDEFINITELY) return at;
	throw new ValidationError(
		'Limit Wait Time',
		`${amount} ${unit} is no time that can be waited`,
		'Give an amount above 0, with minutes, hours or days as its unit; without the option it waits until it is answered.',
	);
}
