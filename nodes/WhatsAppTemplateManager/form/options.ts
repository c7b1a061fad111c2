import type { INodeProperties } from 'n8n-workflow';

import type { JsonObject } from '../../shared/graph/answer';
import { LIMITS } from '../../shared/messages/limits';
import { toBoolean } from '../../shared/n8n/itemParameters';
import { readNumber } from '../../shared/n8n/values';
import { compact } from '../../shared/objects';
import { WITH_OWN_TEXTS } from './category';
import type { FieldReader } from './fieldReader';

const VALIDITY = 'Validity Period (Seconds)';

function validity(
	category: string,
	[least, most]: readonly [number, number],
	days30: boolean,
): INodeProperties {
	const range = `${least.toLocaleString('en-US')} to ${most.toLocaleString('en-US')} seconds`;
	return {
		displayName: VALIDITY,
		name: 'validity',
		type: 'number',
		typeOptions: { minValue: days30 ? -1 : least, maxValue: most },
		default: most,
		hint: days30 ? `${range}, or -1 for 30 days` : range,
		displayOptions: { show: { '/category': [category] } },
		description: 'For how long Meta tries to deliver a message to a phone that is off',
	};
}

/** What is seldom needed. */
export const optionsField: INodeProperties = {
	displayName: 'Template Options',
	name: 'templateOptions',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
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
		validity('AUTHENTICATION', [LIMITS.leastTtl, LIMITS.authenticationTtl], true),
		validity('MARKETING', [LIMITS.leastMarketingTtl, LIMITS.marketingTtl], false),
		validity('UTILITY', [LIMITS.leastTtl, LIMITS.utilityTtl], true),
	],
};

/** @throws ValidationError when a value is of the wrong kind */
export function readOptions(fields: FieldReader): JsonObject {
	const given = fields.value('templateOptions', {}) as JsonObject;
	const flag = (name: string, label: string) =>
		given[name] === undefined ? undefined : toBoolean(given[name], label);
	return compact({
		message_send_ttl_seconds:
			given.validity === undefined ? undefined : readNumber(given.validity, VALIDITY),
		allow_category_change: flag('allowCategoryChange', 'Allow Category Change'),
		cta_url_link_tracking_opted_out: flag('linkTrackingOptOut', 'Opt Out of Link Tracking'),
	});
}
