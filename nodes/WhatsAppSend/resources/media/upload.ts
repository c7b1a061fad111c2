import type { IDataObject } from 'n8n-workflow';

import { uploadMedia } from '../../../shared/graph/endpoints/media';
import { checkNumber } from '../../../shared/messages/checks';
import { LIMITS } from '../../../shared/messages/limits';
import { readSender, senderField } from '../../../shared/n8n/addressing';
import { readBinaryFile } from '../../../shared/n8n/binaryFiles';
import { forEachItem } from '../../../shared/n8n/eachItem';
import { toText, type ItemParameters } from '../../../shared/n8n/itemParameters';
import { uploadOf } from '../../../shared/n8n/mediaUploads';
import type { Operation } from '../../../shared/n8n/resources';

/** Few connections fill a line, and each holds some of its file. */
const AT_ONCE = 4;

export const upload: Operation = {
	option: {
		name: 'Upload',
		value: 'mediaUpload',
		action: 'Upload media',
		description: 'Give Meta a file to keep for 30 days, for any number of messages',
	},
	fields: [
		{
			...senderField,
			description: 'The business phone number that will send the file; others cannot use it',
		},
		{
			displayName: 'Input Data Field Name',
			name: 'mediaPropertyName',
			type: 'string',
			default: 'data',
			required: true,
			hint: 'Images up to 5 MB, audio and video up to 16 MB, documents up to 100 MB, stickers up to 500 KB',
			description: 'The name of the input field that has the binary file to be uploaded',
		},
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{
					displayName: 'File Name',
					name: 'mediaFileName',
					type: 'string',
					default: '',
					placeholder: 'e.g. invoice.pdf',
					description: 'Instead of the name that the file has in n8n',
				},
				{
					displayName: 'MIME Type',
					name: 'mimeType',
					type: 'string',
					default: '',
					placeholder: 'e.g. image/jpeg',
					description: 'Instead of the type that the file has in n8n, where that is wrong',
				},
				{
					displayName: 'Time to Live (Minutes)',
					name: 'ttlMinutes',
					type: 'number',
					typeOptions: { minValue: 1, maxValue: LIMITS.mediaMinutes },
					default: 60,
					description: 'How long Meta keeps the file. Only for numbers without storage.',
				},
			],
		},
	],
	execute: async (context) =>
		await forEachItem(
			context,
			async ({ client, parameters, itemIndex, signal }) => {
				const phoneNumberId = readSender(parameters);
				const { ttlMinutes, ...wanted } = readFields(parameters);
				const field = parameters.value('mediaPropertyName');
				const file = uploadOf(await readBinaryFile(context, itemIndex, field), undefined, wanted);
				return async () => ({
					json: { id: await uploadMedia(client, phoneNumberId, file, { ttlMinutes, signal }) },
				});
			},
			AT_ONCE,
		),
};

function readFields(parameters: ItemParameters): {
	fileName: string;
	mimeType: string;
	ttlMinutes?: number;
} {
	const given = parameters.value('additionalFields', {}) as IDataObject;
	const ttlMinutes = given.ttlMinutes === undefined ? undefined : Number(given.ttlMinutes);
	if (ttlMinutes !== undefined) {
		checkNumber('Time to Live (Minutes)', ttlMinutes, [1, LIMITS.mediaMinutes]);
	}
	return {
		fileName: toText(given.mediaFileName, 'File Name').trim(),
		mimeType: toText(given.mimeType, 'MIME Type').trim(),
		ttlMinutes,
	};
}
