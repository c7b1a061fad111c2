import type { IDataObject } from 'n8n-workflow';

import { readBinaryFile } from '../../../shared/n8n/binaryFiles';
import { forEachItem } from '../../../shared/n8n/eachItem';
import { toText, type ItemParameters } from '../../../shared/n8n/itemParameters';
import type { Operation } from '../../../shared/n8n/resources';
import { SampleUploads, sampleOf } from '../../../shared/n8n/sampleUploads';

/** Few connections fill a line, and each holds some of its file. */
const AT_ONCE = 4;

export const upload: Operation = {
	option: {
		name: 'Upload',
		value: 'upload',
		action: 'Upload sample media',
		description:
			'Upload a file for the example of a media header, and get its handle; goes on where it was cut off',
	},
	fields: [
		{
			displayName: 'Input Data Field Name',
			name: 'binaryPropertyName',
			type: 'string',
			default: 'data',
			required: true,
			hint: 'A JPEG or PNG image, an MP4 video or a PDF document',
			description: 'The name of the input field that has the binary file to be uploaded',
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add Option',
			default: {},
			options: [
				{
					displayName: 'MIME Type',
					name: 'mimeType',
					type: 'string',
					default: '',
					placeholder: 'e.g. image/jpeg',
					description: 'Instead of the type that the file has in n8n, where that is wrong',
				},
			],
		},
	],
	async execute(context) {
		const uploads = new SampleUploads();
		return await forEachItem(
			context,
			async ({ client, parameters, itemIndex, signal }) => {
				const field = parameters.value('binaryPropertyName');
				const file = await readBinaryFile(context, itemIndex, field);
				const sample = sampleOf(file, { mimeType: readMimeType(parameters) });
				return async () => {
					const handle = await uploads.handleOf(client, sample, signal);
					const { name: fileName, type: mimeType, bytes } = sample;
					return { json: { handle, fileName, mimeType, bytes } };
				};
			},
			AT_ONCE,
		);
	},
};

function readMimeType(parameters: ItemParameters): string | undefined {
	const given = parameters.value('options', {}) as IDataObject;
	return toText(given.mimeType, 'MIME Type').trim() || undefined;
}
