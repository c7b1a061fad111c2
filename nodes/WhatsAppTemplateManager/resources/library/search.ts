import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { objectsIn, type JsonObject } from '../../../shared/graph/answer';
import {
	everyLibraryTemplate,
	type LibraryFilter,
} from '../../../shared/graph/endpoints/templateLibrary';
import { compact } from '../../../shared/messages/checks';
import { forEachItem } from '../../../shared/n8n/eachItem';
import { toText, type ItemParameters } from '../../../shared/n8n/itemParameters';
import { languageOptions } from '../../../shared/n8n/languages';
import type { Operation } from '../../../shared/n8n/resources';
import { firstOf, listFields, readLimit, simplifyField } from '../../listing';

/** Each is a list of many pages. */
const AT_ONCE = 2;

const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options: [
		{
			displayName: 'Industry',
			name: 'industry',
			type: 'string',
			default: '',
			placeholder: 'e.g. E_COMMERCE',
			description: 'One of Meta’s words for industries, as the results have them',
		},
		{
			displayName: 'Language',
			name: 'language',
			type: 'options',
			options: languageOptions,
			default: 'en_US',
		},
		{
			displayName: 'Topic',
			name: 'topic',
			type: 'string',
			default: '',
			placeholder: 'e.g. ORDER_MANAGEMENT',
			description: 'One of Meta’s words for topics, as the results have them',
		},
		{
			displayName: 'Use Case',
			name: 'usecase',
			type: 'string',
			default: '',
			placeholder: 'e.g. PAYMENT_DUE_REMINDER',
			description: 'One of Meta’s words for use cases, as the results have them',
		},
	],
};

export const search: Operation = {
	option: {
		name: 'Search',
		value: 'search',
		action: 'Search template library',
		description: 'Find templates that Meta has written, to create your own from',
	},
	fields: [
		{
			displayName: 'Search Text',
			name: 'search',
			type: 'string',
			default: '',
			placeholder: 'e.g. payment',
			description: 'A part of the name or the texts; empty: all',
		},
		...listFields,
		filters,
		simplifyField,
	],
	execute: async (context) =>
		await forEachItem(
			context,
			({ client, parameters, signal }) => {
				const limit = readLimit(parameters);
				const filter = readFilter(parameters);
				const isSimple = parameters.boolean('simplify', 'Simplify');
				return async () => {
					const found = await firstOf(everyLibraryTemplate(client, filter, { signal }), limit);
					return found.map((entry) => ({
						json: (isSimple ? simplifyEntry(entry) : entry) as IDataObject,
					}));
				};
			},
			AT_ONCE,
		),
};

function readFilter(parameters: ItemParameters): LibraryFilter {
	const given = parameters.value('filters', {}) as IDataObject;
	const text = (value: unknown, label: string) => toText(value, label).trim() || undefined;
	return {
		search: text(parameters.value('search', ''), 'Search Text'),
		topic: text(given.topic, 'Topic'),
		usecase: text(given.usecase, 'Use Case'),
		industry: text(given.industry, 'Industry'),
		language: text(given.language, 'Language'),
	};
}

function simplifyEntry(entry: JsonObject): JsonObject {
	const { name, language, category, topic, usecase, header, body, buttons } = entry;
	return compact({
		name,
		language,
		category,
		topic,
		usecase,
		header,
		body,
		buttons: buttons && objectsIn(buttons).map(({ type, text }) => ({ type, text })),
	});
}
