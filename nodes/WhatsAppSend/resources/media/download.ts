import { basename } from 'node:path';
import type { Readable } from 'node:stream';

import type { IBinaryData, IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { systemClock } from '../../../shared/clock';
import { downloadMedia, getMedia, type Media } from '../../../shared/graph/endpoints/media';
import { requiredId } from '../../../shared/messages/checks';
import { endingFor } from '../../../shared/messages/mediaFiles';
import { forEachItem } from '../../../shared/n8n/eachItem';
import { toText, type ItemParameters } from '../../../shared/n8n/itemParameters';
import type { Operation } from '../../../shared/n8n/resources';
import { mediaIdField, readMediaId, RECEIVED_ID } from './mediaId';

/** Each is a connection and, where n8n keeps files in memory, a file. */
const AT_ONCE = 4;

export const download: Operation = {
	option: {
		name: 'Download',
		value: 'mediaDownload',
		action: 'Download media',
		description: 'Get a file that someone sent, or that was uploaded, as binary data',
	},
	fields: [
		mediaIdField(
			'mediaId',
			RECEIVED_ID,
			'The ID of the file: digits only. As it stands, the one in the message that WhatsApp Trigger handed over. Meta keeps what people send for 7 days.',
		),
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add Option',
			default: {},
			options: [
				{
					displayName: 'File Name',
					name: 'fileName',
					type: 'string',
					default: '={{ $json.messages[0].document.filename }}',
					placeholder: 'e.g. invoice.pdf',
					description:
						'Without this option the file is called by its ID, with the ending of its type',
				},
				{
					displayName: 'Put Output File in Field',
					name: 'binaryPropertyName',
					type: 'string',
					default: 'data',
					hint: 'The name of the output binary field to put the file in',
				},
			],
		},
	],
	execute: async (context) =>
		await forEachItem(
			context,
			({ client, parameters, signal }) => {
				const id = readMediaId(parameters, 'mediaId');
				const { field, fileName } = readOptions(parameters);
				let known: { media: Media; askedAt: number } | undefined;
				return async () => {
					known ??= {
						media: await getMedia(client, id, signal),
						askedAt: systemClock.now(),
					};
					const { media, file } = await downloadMedia(client, known, { signal });
					const binary = await keep(context, media, file, fileName);
					return { json: described(media, binary), binary: { [field]: binary } };
				};
			},
			AT_ONCE,
		),
};

function readOptions(parameters: ItemParameters): { field: string; fileName: string } {
	const given = parameters.value('options', {}) as IDataObject;
	const label = 'Put Output File in Field';
	return {
		field: requiredId(label, toText(given.binaryPropertyName ?? 'data', label)),
		fileName: toText(given.fileName, 'File Name').trim(),
	};
}

/** Writes a file into n8n's store as it comes. */
async function keep(
	context: IExecuteFunctions,
	media: Media,
	file: Readable,
	fileName: string,
): Promise<IBinaryData> {
	let broken: Error | undefined;
	file.once('error', (error) => (broken = error));
	const name = fileName || nameOf(media);
	// Some viewers take no parameters, such as the codec of a voice note.
	const [mimeType] = (media.mime_type ?? 'application/octet-stream').split(';');
	return await context.helpers
		// The name came from somebody else: no path in it is of any use.
		.prepareBinaryData(file, basename(name.replaceAll('\\', '/')), mimeType.trim())
		.catch((error: unknown) => {
			file.destroy();
			// A store may have words of its own for a file that ended badly; why it did decides about a retry.
			throw broken ?? error;
		});
}

function nameOf({ id, mime_type: mimeType }: Media): string {
	const ending = mimeType && endingFor(mimeType);
	return ending ? `${id}.${ending}` : id;
}

/** Meta's facts of the file, without the address, which is of no use any more. */
function described(media: Media, { fileName }: IBinaryData): IDataObject {
	const { id, mime_type, sha256, file_size } = media;
	return { id, mime_type, sha256, file_size, fileName };
}
