import type { IDataObject } from 'n8n-workflow';

import { accountOf } from '../../../shared/n8n/connection';
import { forEachItem } from '../../../shared/n8n/eachItem';
import type { Operation } from '../../../shared/n8n/resources';
import { getWhole } from '../../../shared/templates/lookUp';
import { simplify } from '../../../shared/templates/simplify';
import { simplifyField } from '../../listing';
import { readTemplateChoice, templateField } from '../../templateChoice';

/** Small calls: enough for a line, few enough for the hourly limit to be noticed. */
const AT_ONCE = 8;

export const get: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get template',
		description: 'Look one template up: its state, quality and parts',
	},
	fields: [templateField, simplifyField],
	execute: async (context) =>
		await forEachItem(
			context,
			({ client, parameters, signal }) => {
				const account = { client, businessAccountId: accountOf(client) };
				const choice = readTemplateChoice(parameters);
				const isSimple = parameters.boolean('simplify', 'Simplify');
				return async () => {
					const template = await getWhole(account, choice, { signal });
					return { json: (isSimple ? simplify(template) : template) as IDataObject };
				};
			},
			AT_ONCE,
		),
};
