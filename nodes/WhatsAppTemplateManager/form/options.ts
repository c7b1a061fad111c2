import type { INodeProperties } from 'n8n-workflow';

import type { JsonObject } from '../../shared/graph/answer';
import { LIMITS } from '../../shared/messages/limits';
import { showOnly } from '../../shared/n8n/fields';
import { toBoolean } from '../../shared/n8n/itemParameters';
import { readNumber } from '../../shared/n8n/values';
import { compact } from '../../shared/objects';
import { VALIDITIES } from '../../shared/templates/validity';
import { AS_IT_IS, WITH_OWN_TEXTS } from './category';
import type { FieldReader } from './fieldReader';

const VALIDITY = 'Validity Period (Seconds)';

const categories = Object.entries(VALIDITIES);

const range = (least: number, most: number) =>
	`${least.toLocaleString('en-US')} to ${most.toLocaleString('en-US')}`;

function validityField(
	category: string,
	[least, most, standard]: [least: number, most: number, standard: number],
	hint: string,
): INodeProperties {
	return {
		displayName: VALIDITY,
		name: 'validity',
		type: 'number',
		typeOptions: { minValue: least, maxValue: most },
		default: standard,
		hint,
		displayOptions: { show: { '/category': [category] } },
		description: 'For how long Meta tries to deliver a message to a phone that is off',
	};
}

const validityFields: INodeProperties[] = [
	...categories.map(([category, { least, most, days30 }]) =>
		validityField(
			category,
			[days30 ? -1 : least, most, most],
			`${range(least, most)} seconds${days30 ? ', or -1 for 30 days' : ''}`,
		),
	),
	// The form does not know the category that it leaves alone; what stands there at first suits most.
	validityField(
		AS_IT_IS,
		[-1, LIMITS.marketingTtl, LIMITS.utilityTtl],
		`Seconds: ${categories.map(([category, { least, most }]) => `${range(least, most)} for ${category.toLowerCase()}`).join(', ')}`,
	),
];

/** What is seldom needed, for the operation's options. */
export const draftOptions: INodeProperties[] = showOnly({ '/defineTemplate': ['fields'] }, [
	{
		displayName: 'Allow Category Change',
		name: 'allowCategoryChange',
		type: 'boolean',
		default: true,
		description:
			'Whether Meta may give the template another category where it finds the chosen one wrong, instead of rejecting it',
	},
	{
		displayName: 'Opt Out of Link Tracking',
		name: 'linkTrackingOptOut',
		type: 'boolean',
		default: true,
		displayOptions: { show: { '/category': WITH_OWN_TEXTS } },
		description: 'Whether Meta should not count the taps on links of this template',
	},
	...validityFields,
]);

/** @throws ValidationError when a value is of the wrong kind */
export function readOptions(fields: FieldReader): JsonObject {
	const given = fields.value('options', {}) as JsonObject;
	const flag = (name: string, label: string) =>
		given[name] === undefined ? undefined : toBoolean(given[name], label);
	return compact({
		message_send_ttl_seconds:
			given.validity === undefined ? undefined : readNumber(given.validity, VALIDITY),
		allow_category_change: flag('allowCategoryChange', 'Allow Category Change'),
		cta_url_link_tracking_opted_out: flag('linkTrackingOptOut', 'Opt Out of Link Tracking'),
	});
}
