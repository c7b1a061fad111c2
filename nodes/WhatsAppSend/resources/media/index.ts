import { resourceOf } from '../../../shared/n8n/resources';
import { mediaDelete } from './delete';
import { download } from './download';
import { getUrl } from './getUrl';
import { upload } from './upload';

/** Files that Meta keeps for messages, and those that people sent. */
export const media = resourceOf(
	{ name: 'Media', value: 'media' },
	[mediaDelete, download, getUrl, upload],
	'mediaUpload',
);
