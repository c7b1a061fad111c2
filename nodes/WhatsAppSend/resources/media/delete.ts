import { deleteMedia } from '../../../shared/graph/endpoints/media';
import { isUnknownObject } from '../../../shared/graph/errorCodes';
import { forEachItem } from '../../../shared/n8n/eachItem';
import type { Operation } from '../../../shared/n8n/resources';
import { mediaIdField, readMediaId } from './mediaId';

/** Small calls: enough for a line, few enough for the hourly limit to be noticed. */
const AT_ONCE = 8;

export const mediaDelete: Operation = {
	option: {
		name: 'Delete',
		value: 'mediaDelete',
		action: 'Delete media',
		description: 'Delete a file that Meta keeps; messages that were sent with it keep theirs',
	},
	fields: [mediaIdField('mediaDeleteId', '', 'The ID that the upload answered with: digits only')],
	execute: async (context) =>
		await forEachItem(
			context,
			({ client, parameters, signal }) => {
				const id = readMediaId(parameters, 'mediaDeleteId');
				return async (attempt) => {
					await deleteMedia(client, id, signal).catch((error: unknown) => {
						// An attempt before this one did it, and its answer was lost.
						if (attempt === 1 || !isUnknownObject(error)) throw error;
					});
					return { json: { id, deleted: true } };
				};
			},
			AT_ONCE,
		),
};
