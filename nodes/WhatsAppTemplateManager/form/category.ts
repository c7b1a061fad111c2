import type { INodeProperties } from 'n8n-workflow';

/** What an update takes from the template in the account, unless the builder chooses otherwise. */
export const AS_IT_IS = 'AS_IT_IS';

/** Where the form offers what marketing templates may have; of a category that it does not know, the check says what it may not. */
export const LIKE_MARKETING = ['MARKETING', AS_IT_IS];

/** Whose texts the builder writes; those of authentication templates are Meta's. */
export const WITH_OWN_TEXTS = [...LIKE_MARKETING, 'UTILITY'];

export const categoryField: INodeProperties = {
	displayName: 'Category',
	name: 'category',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Marketing',
			value: 'MARKETING',
			description: 'Offers, news and all that is meant to win people back',
		},
		{
			name: 'Utility',
			value: 'UTILITY',
			description: 'About what the person did or asked for: orders, appointments, accounts',
		},
		{
			name: 'Authentication',
			value: 'AUTHENTICATION',
			description: 'One-time codes; Meta writes the text',
		},
	],
	default: 'MARKETING',
	description: 'Decides about the price and about what the template may hold',
};

/** The same for an update, which need not change it. */
export const keptCategoryField: INodeProperties = {
	...categoryField,
	options: [
		{
			name: 'As It Is',
			value: AS_IT_IS,
			description:
				'Keeps the category of the template. To describe a one-time code, choose Authentication.',
		},
		...(categoryField.options ?? []),
	],
	default: AS_IT_IS,
	description:
		'Decides about the price and about what the template may hold. Meta does not change that of an approved template.',
};
