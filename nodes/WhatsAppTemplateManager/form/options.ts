import type { INodeProperties } from 'n8n-workflow';

import type { JsonObject } from '../../shared/graph/answer';
import { LIMITS } from '../../shared/messages/limits';
import { readNumber } from '../../shared/n8n/values';
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
			displayOptions: { show: { '/category': ['MARKETING', 'UTILITY'] } },
			description: 'Whether Meta should not count the taps on links of this template',
		},
		validity('AUTHENTICATION', [LIMITS.leastTtl, LIMITS.authenticationTtl], true),
		validity('MARKETING', [LIMITS.leastMarketingTtl, LIMITS.marketingTtl], false),
		validity('UTILITY', [LIMITS.leastTtl, LIMITS.utilityTtl], true),
	],
};

export function readOptions(fields: FieldReader): JsonObject {
	const draft: JsonObject = {};
	const has = (name: string) => fields.value(`templateOptions.${name}`) !== undefined;
	if (has('validity')) {
		const seconds = readNumber(fields.value('templateOptions.validity'), VALIDITY);
		draft.message_send_ttl_seconds = seconds;
	}
	if (has('allowCategoryChange')) {
		const name = 'templateOptions.allowCategoryChange';
		draft.allow_category_change = fields.boolean(name, 'Allow Category Change');
	}
	if (has('linkTrackingOptOut')) {
		const name = 'templateOptions.linkTrackingOptOut';
		draft.cta_url_link_tracking_opted_out = fields.boolean(name, 'Opt Out of Link Tracking');
	}
	return draft;
}
