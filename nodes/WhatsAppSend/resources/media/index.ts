import type { Resource } from '../operation';
import { showOnly } from '../../../shared/n8n/fields';
import { mediaDelete } from './delete';
import { download } from './download';
import { getUrl } from './getUrl';
import { upload } from './upload';

const operations = [mediaDelete, download, getUrl, upload];

/** Files that Meta keeps for messages, and those that people sent. */
export const media: Resource = {
	option: { name: 'Media', value: 'media' },
	operations,
	fields: [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			options: operations.map(({ option }) => option),
			default: 'mediaUpload',
		},
		...operations.flatMap(({ option, fields }) => showOnly({ operation: [option.value] }, fields)),
	],
};
