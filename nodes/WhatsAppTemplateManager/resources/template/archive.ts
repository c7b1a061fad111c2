import { archiveTemplates } from '../../../shared/graph/endpoints/templateMoves';
import { movingOperation } from './moving';

export const archive = movingOperation({
	option: {
		name: 'Archive',
		value: 'archive',
		action: 'Archive template',
		description: 'Put an approved template away; after 28 days in the archive Meta deletes it',
	},
	verb: 'archive',
	to: (status) => status === 'ARCHIVED',
	move: async ({ client, businessAccountId }, id, signal) =>
		await archiveTemplates(client, businessAccountId, [id], { signal }),
	done: { archived: true },
});
