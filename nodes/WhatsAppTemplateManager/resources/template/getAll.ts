import type { IDataObject, INodeProperties } from 'n8n-workflow';

import {
	everyTemplate,
	type TemplateFilter,
} from '../../../shared/graph/endpoints/templateManagement';
import { accountOf } from '../../../shared/n8n/connection';
import { forEachItem } from '../../../shared/n8n/eachItem';
import { toText, toTexts, type ItemParameters } from '../../../shared/n8n/itemParameters';
import { languageOptions } from '../../../shared/n8n/languages';
import type { Operation } from '../../../shared/n8n/resources';
import { simplify } from '../../../shared/templates/simplify';
import { firstOf, listFields, readLimit, simplifyField } from '../../listing';

/** Each is a list of many pages. */
const AT_ONCE = 2;

/** Templates to a page: Meta's answers get slow beyond. */
const PAGE = 100;

const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options: [
		{
			displayName: 'Category',
			name: 'category',
			type: 'multiOptions',
			options: [
				{ name: 'Authentication', value: 'AUTHENTICATION' },
				{ name: 'Marketing', value: 'MARKETING' },
				{ name: 'Utility', value: 'UTILITY' },
			],
			default: [],
		},
		{
			displayName: 'Content',
			name: 'content',
			type: 'string',
			default: '',
			description: 'A part of the texts of the template',
		},
		{
			displayName: 'Language',
			name: 'language',
			type: 'multiOptions',
			options: languageOptions,
			default: [],
		},
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			description: 'A part of the name of the template',
		},
		{
			displayName: 'Quality',
			name: 'quality',
			type: 'multiOptions',
			options: [
				{ name: 'Green', value: 'GREEN' },
				{ name: 'Red', value: 'RED' },
				{ name: 'Unknown', value: 'UNKNOWN' },
				{ name: 'Yellow', value: 'YELLOW' },
			],
			default: [],
		},
		{
			displayName: 'Status',
			name: 'status',
			type: 'multiOptions',
			options: [
				{ name: 'Approved', value: 'APPROVED' },
				{ name: 'Archived', value: 'ARCHIVED' },
				{ name: 'Disabled', value: 'DISABLED' },
				{ name: 'In Appeal', value: 'IN_APPEAL' },
				{ name: 'Limit Exceeded', value: 'LIMIT_EXCEEDED' },
				{ name: 'Paused', value: 'PAUSED' },
				{ name: 'Pending', value: 'PENDING' },
				{ name: 'Pending Deletion', value: 'PENDING_DELETION' },
				{ name: 'Rejected', value: 'REJECTED' },
			],
			default: [],
		},
	],
};

export const getAll: Operation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many templates',
		description: 'List the templates of the account, each language by itself',
	},
	fields: [...listFields, filters, simplifyField],
	execute: async (context) =>
		await forEachItem(
			context,
			({ client, parameters, signal }) => {
				const businessAccountId = accountOf(client);
				const limit = readLimit(parameters);
				const filter = readFilter(parameters);
				const isSimple = parameters.boolean('simplify', 'Simplify');
				const pageSize = Math.min(PAGE, limit);
				return async () => {
					const options = { signal, pageSize };
					const list = everyTemplate(client, businessAccountId, filter, options);
					const found = await firstOf(list, limit);
					return found.map((template) => ({
						json: (isSimple ? simplify(template) : template) as IDataObject,
					}));
				};
			},
			AT_ONCE,
		),
};

function readFilter(parameters: ItemParameters): TemplateFilter {
	const given = parameters.value('filters', {}) as IDataObject;
	const list = (name: string, label: string) => {
		const values = toTexts(given[name], label);
		return values.length === 0 ? undefined : values;
	};
	const part = (name: string, label: string) => toText(given[name], label).trim() || undefined;
	return {
		status: list('status', 'Status'),
		category: list('category', 'Category'),
		language: list('language', 'Language'),
		quality_score: list('quality', 'Quality'),
		name: part('name', 'Name'),
		content: part('content', 'Content'),
	};
}
