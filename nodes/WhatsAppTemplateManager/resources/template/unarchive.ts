import { unarchiveTemplates } from '../../../shared/graph/endpoints/templateMoves';
import { movingOperation } from './moving';

export const unarchive = movingOperation({
	option: {
		name: 'Unarchive',
		value: 'unarchive',
		action: 'Unarchive template',
		description: 'Take a template out of the archive, so that it can be sent again',
	},
	verb: 'unarchive',
	to: (status) => status !== 'ARCHIVED',
	move: async ({ client, businessAccountId }, id, signal) =>
		await unarchiveTemplates(client, businessAccountId, [id], { signal }),
	done: { archived: false },
});
