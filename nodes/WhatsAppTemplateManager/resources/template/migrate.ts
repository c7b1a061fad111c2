import { ValidationError } from '../../../shared/graph/errors';
import { migrateTemplates } from '../../../shared/graph/endpoints/templateMoves';
import { toTexts, type ItemParameters } from '../../../shared/n8n/itemParameters';
import { manage } from '../../../shared/n8n/manage';
import type { Operation } from '../../../shared/n8n/resources';
import { excerpt } from '../../../shared/text';

const SOURCE = 'Source Business Account ID';

export const migrate: Operation = {
	option: {
		name: 'Migrate From Another Account',
		value: 'migrate',
		action: 'Migrate templates from another account',
		description:
			'Copy approved templates of another WhatsApp Business Account of the same business into this one',
	},
	fields: [
		{
			displayName: SOURCE,
			name: 'sourceBusinessAccountId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 102290129340398',
			description:
				'The WhatsApp Business Account that the templates are in now. They come into the one of the credential, whose token must reach both.',
		},
		{
			displayName: 'Templates',
			name: 'migrateScope',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'All', value: 'all' },
				{ name: 'Some', value: 'some' },
			],
			default: 'all',
		},
		{
			displayName: 'Template IDs',
			name: 'templateIds',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 594425479261596, 594425479261597',
			description: 'IDs in the source account, with commas between them',
			displayOptions: { show: { migrateScope: ['some'] } },
		},
	],
	execute: async (context) =>
		await manage(context, ({ account, parameters }) => {
			const { client, businessAccountId: to } = account;
			const from = readId(SOURCE, parameters.text('sourceBusinessAccountId', SOURCE));
			if (from === to) {
				throw new ValidationError(
					SOURCE,
					'The source is the account of the credential itself',
					'Give the ID of the other account: templates are copied from it into this one.',
				);
			}
			const templateIds = readTemplateIds(parameters);
			return {
				subject: from,
				async make(_attempt, signal) {
					const result = await migrateTemplates(client, { from, to, templateIds }, { signal });
					return {
						migrated: result.done,
						failed: Object.entries(result.failed).map(([id, reason]) => ({ id, reason })),
					};
				},
			};
		}),
};

function readTemplateIds(parameters: ItemParameters): string[] {
	if (parameters.value('migrateScope', 'all') !== 'some') return [];
	const field = 'Template IDs';
	const ids = toTexts(parameters.value('templateIds', ''), field);
	// None would be taken for all.
	return (ids.length === 0 ? [''] : ids).map((id) => readId(field, id));
}

function readId(field: string, value: string): string {
	const id = value.trim();
	if (/^\d+$/.test(id)) return id;
	throw new ValidationError(
		field,
		id === '' ? `${field} is empty` : `“${excerpt(id)}” is no ID`,
		'IDs of Meta consist of digits only.',
	);
}
