import type { IDataObject } from 'n8n-workflow';

import { previewAuthenticationTemplate } from '../../../shared/graph/endpoints/templateManagement';
import { checkNumber } from '../../../shared/messages/checks';
import { LIMITS } from '../../../shared/messages/limits';
import { accountOf } from '../../../shared/n8n/connection';
import { forEachItem } from '../../../shared/n8n/eachItem';
import { toTexts, type ItemParameters } from '../../../shared/n8n/itemParameters';
import { languageOptions } from '../../../shared/n8n/languages';
import type { Operation } from '../../../shared/n8n/resources';
import { NO_NUMBER, readNumber } from '../../../shared/n8n/values';

/** Small calls: enough for a line, few enough for the hourly limit to be noticed. */
const AT_ONCE = 8;

const MINUTES = 'Code Expires After (Minutes)';

export const preview: Operation = {
	option: {
		name: 'Preview Authentication',
		value: 'preview',
		action: 'Preview authentication template',
		description:
			'Get the words that Meta gives an authentication template, an item for each language',
	},
	fields: [
		{
			displayName: 'Languages',
			name: 'languages',
			type: 'multiOptions',
			options: languageOptions,
			default: ['en_US'],
			description: 'None chosen takes all',
		},
		{
			displayName: 'Add Security Recommendation',
			name: 'addSecurityRecommendation',
			type: 'boolean',
			default: true,
			description: 'Whether the text warns not to share the code, in Meta’s words',
		},
		{
			displayName: MINUTES,
			name: 'codeExpirationMinutes',
			type: 'number',
			typeOptions: { minValue: LIMITS.leastCodeMinutes, maxValue: LIMITS.codeMinutes },
			default: NO_NUMBER,
			placeholder: 'e.g. 10',
			hint: `${LIMITS.leastCodeMinutes} to ${LIMITS.codeMinutes}; left empty, there is no footer`,
			description: 'The footer says for how long the code is valid',
		},
	],
	execute: async (context) =>
		await forEachItem(
			context,
			({ client, parameters, signal }) => {
				const businessAccountId = accountOf(client);
				const choices = {
					languages: toTexts(parameters.value('languages', []), 'Languages'),
					addSecurityRecommendation: parameters.boolean(
						'addSecurityRecommendation',
						'Add Security Recommendation',
					),
					codeExpirationMinutes: readMinutes(parameters),
				};
				return async () => {
					const options = { signal };
					const words = previewAuthenticationTemplate(client, businessAccountId, choices, options);
					return (await words).map((json) => ({ json: json as IDataObject }));
				};
			},
			AT_ONCE,
		),
};

function readMinutes(parameters: ItemParameters): number | undefined {
	const given = parameters.value('codeExpirationMinutes', NO_NUMBER);
	if (given === NO_NUMBER || given === null) return undefined;
	const minutes = readNumber(given, MINUTES);
	checkNumber(MINUTES, minutes, [LIMITS.leastCodeMinutes, LIMITS.codeMinutes]);
	return minutes;
}
