import { systemClock } from '../../../shared/clock';
import {
	COMPARISON_DAYS,
	compareTemplates,
	type TemplateNode,
} from '../../../shared/graph/endpoints/templateManagement';
import { ValidationError } from '../../../shared/graph/errors';
import { accountOf } from '../../../shared/n8n/connection';
import { forEachItem } from '../../../shared/n8n/eachItem';
import type { ItemParameters } from '../../../shared/n8n/itemParameters';
import type { Operation } from '../../../shared/n8n/resources';
import { readComparison } from '../../../shared/templates/comparison';
import { getWhole } from '../../../shared/templates/lookUp';
import { readTemplateChoice, templateField } from '../../templateChoice';

/** Small calls: enough for a line, few enough for the hourly limit to be noticed. */
const AT_ONCE = 4;

export const compare: Operation = {
	option: {
		name: 'Compare',
		value: 'compare',
		action: 'Compare templates',
		description:
			'See which of two templates fared better; both must have been sent 1,000 times in the period',
	},
	fields: [
		templateField,
		{ ...templateField, displayName: 'Other Template', name: 'otherTemplate' },
		{
			displayName: 'Period',
			name: 'days',
			type: 'options',
			options: COMPARISON_DAYS.map((days) => ({ name: `Last ${days} Days`, value: days })),
			default: 30,
		},
	],
	execute: async (context) =>
		await forEachItem(
			context,
			({ client, parameters, signal }) => {
				const account = { client, businessAccountId: accountOf(client) };
				const choices = [
					readTemplateChoice(parameters),
					readTemplateChoice(parameters, 'otherTemplate'),
				];
				const days = readDays(parameters);
				return async () => {
					const [one, other] = [
						await getWhole(account, choices[0], { signal }),
						await getWhole(account, choices[1], { signal }),
					];
					const ids = { templateId: one.id, otherId: other.id };
					const now = systemClock.now();
					const figures = await compareTemplates(client, ids, days, now, { signal });
					const facts = readComparison(figures);
					const templates = [one, other].map(({ id, name, language }: TemplateNode) => ({
						id,
						name,
						language,
						...facts[id],
					}));
					return { json: { days, templates } };
				};
			},
			AT_ONCE,
		),
};

function readDays(parameters: ItemParameters): (typeof COMPARISON_DAYS)[number] {
	const given = Number(parameters.value('days', 30));
	const days = COMPARISON_DAYS.find((known) => known === given);
	if (days !== undefined) return days;
	throw new ValidationError(
		'Period',
		`Meta compares over ${COMPARISON_DAYS.join(', ')} days`,
		'Choose one from the list.',
	);
}
