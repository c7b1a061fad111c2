import type { IDataObject } from 'n8n-workflow';

import { getMedia } from '../../../shared/graph/endpoints/media';
import { forEachItem } from '../../../shared/n8n/eachItem';
import type { Operation } from '../../../shared/n8n/resources';
import { mediaIdField, readMediaId, RECEIVED_ID } from './mediaId';

/** Small calls: enough for a line, few enough for the hourly limit to be noticed. */
const AT_ONCE = 8;

export const getUrl: Operation = {
	option: {
		name: 'Get URL',
		value: 'mediaUrlGet',
		action: 'Get media URL',
		description: 'Look up type, size and address of a file; the address holds for 5 minutes',
	},
	fields: [
		mediaIdField(
			'mediaGetId',
			RECEIVED_ID,
			'The ID of the file: digits only. As it stands, the one in the message that WhatsApp Trigger handed over.',
		),
	],
	execute: async (context) =>
		await forEachItem(
			context,
			({ client, parameters, signal }) => {
				const id = readMediaId(parameters, 'mediaGetId');
				return async () => ({ json: (await getMedia(client, id, signal)) as IDataObject });
			},
			AT_ONCE,
		),
};
