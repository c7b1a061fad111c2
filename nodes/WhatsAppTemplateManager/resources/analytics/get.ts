import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { systemClock } from '../../../shared/clock';
import { readTemplateAnalytics } from '../../../shared/graph/endpoints/templateAnalytics';
import { ValidationError } from '../../../shared/graph/errors';
import { accountOf } from '../../../shared/n8n/connection';
import { forEachItem } from '../../../shared/n8n/eachItem';
import { toText, type ItemParameters } from '../../../shared/n8n/itemParameters';
import type { Operation } from '../../../shared/n8n/resources';
import { dayOf, emptyTotals, sumUp } from '../../../shared/templates/analytics';
import { getWhole } from '../../../shared/templates/lookUp';
import { excerpt } from '../../../shared/text';
import { readTemplateChoice, templateField } from '../../templateChoice';

/** Small calls: enough for a line, few enough for the hourly limit to be noticed. */
const AT_ONCE = 4;

const DAY_MS = 86_400_000;

/** Days back to which Meta keeps figures of templates. Source: Meta's page "Analytics". */
const LOOKBACK_DAYS = 90;

const fields: INodeProperties[] = [
	templateField,
	{
		displayName: 'From',
		name: 'from',
		type: 'dateTime',
		default: '={{ $now.minus({ days: 7 }).toISO() }}',
		required: true,
		description: `The first day, in UTC; at most ${LOOKBACK_DAYS} days ago`,
	},
	{
		displayName: 'To',
		name: 'to',
		type: 'dateTime',
		default: '={{ $now.toISO() }}',
		required: true,
		description: 'The last day, in UTC',
	},
	{
		displayName: 'Split Into Days',
		name: 'splitIntoDays',
		type: 'boolean',
		default: false,
		description: 'Whether to return an item for each day, instead of one with sums and rates',
	},
];

export const getFigures: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get template analytics',
		description:
			'Count how often a template was sent, delivered, read and clicked; the account must have template insights turned on',
	},
	fields,
	execute: async (context) =>
		await forEachItem(
			context,
			({ client, parameters, signal }) => {
				const account = { client, businessAccountId: accountOf(client) };
				const choice = readTemplateChoice(parameters);
				const span = readSpan(parameters);
				const isSplit = parameters.boolean('splitIntoDays', 'Split Into Days');
				return async () => {
					const { id, name, language } = await getWhole(account, choice, { signal });
					const { businessAccountId } = account;
					const days = await readTemplateAnalytics(client, businessAccountId, [id], span, {
						signal,
					});
					const template = { templateId: id, name, language };
					if (isSplit) {
						return days.map((day) => ({ json: { ...template, ...dayOf(day) } }));
					}
					const [totals = emptyTotals(id)] = sumUp(days);
					const period = { from: iso(span.from), to: iso(span.to) };
					const json = { ...template, ...period, ...totals, days: days.map(dayOf) };
					return { json: json as unknown as IDataObject };
				};
			},
			AT_ONCE,
		),
};

function iso(ms: number): string {
	return new Date(ms).toISOString();
}

function readSpan(parameters: ItemParameters): { from: number; to: number } {
	const from = readTime(parameters, 'from', 'From');
	const to = readTime(parameters, 'to', 'To');
	if (from >= to) {
		throw new ValidationError('To', 'To is not after From', 'Give a later time.');
	}
	if (from < systemClock.now() - (LOOKBACK_DAYS + 1) * DAY_MS) {
		throw new ValidationError(
			'From',
			`From is more than ${LOOKBACK_DAYS} days ago`,
			`Give a later day: Meta keeps figures of templates for ${LOOKBACK_DAYS} days.`,
		);
	}
	return { from, to };
}

function readTime(parameters: ItemParameters, name: string, label: string): number {
	const text = toText(parameters.value(name, ''), label).trim();
	const time = Date.parse(text);
	if (!Number.isNaN(time)) return time;
	throw new ValidationError(
		label,
		text === '' ? `${label} is empty` : `${label} is “${excerpt(text)}”, which is no date`,
		'Choose a date, or give one such as 2026-11-20.',
	);
}
