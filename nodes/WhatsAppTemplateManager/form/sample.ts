import type { INodeProperties } from 'n8n-workflow';

import type { JsonObject } from '../../shared/graph/answer';
import { SAMPLE_PLACEHOLDER, type SampleFile } from './draftInput';
import type { FieldReader } from './fieldReader';

/** Headers that show a file, and so need a sample of it: of which type. */
const TYPES: Readonly<Record<string, string>> = {
	IMAGE: 'JPEG or PNG',
	VIDEO: 'MP4',
	DOCUMENT: 'PDF',
	GIF: 'MP4: WhatsApp plays it again and again',
};

export const MEDIA_FORMATS = Object.keys(TYPES);

/**
 * Where the sample of a media header comes from.
 * @param of what shows the file, as the label says it
 * @param format name of the parameter that says which format the header has
 */
export const sampleFields = (of: 'Header' | 'Card', format: string): INodeProperties[] => [
	{
		displayName: `Take ${of} Sample From`,
		name: 'sampleSource',
		type: 'options',
		options: [
			{
				name: 'Input Data',
				value: 'binary',
				description: 'A file of the input item, which is uploaded first',
			},
			{
				name: 'Handle',
				value: 'handle',
				description: 'What an upload of a sample has answered',
			},
		],
		default: 'binary',
		description:
			'Meta’s review looks at a sample of the file. Messages bring their own file with them.',
	},
	...Object.entries(TYPES).map(([value, hint]): INodeProperties => ({
		displayName: 'Input Data Field Name',
		name: 'sampleField',
		type: 'string',
		default: 'data',
		required: true,
		hint,
		displayOptions: { show: { sampleSource: ['binary'], [format]: [value] } },
		description: 'The name of the input field that has the binary file of the sample',
	})),
	{
		displayName: 'Sample Handle',
		name: 'sampleHandle',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 4::aW1hZ2UvcG5n…',
		displayOptions: { show: { sampleSource: ['handle'] } },
		description: 'Begins with “4::”; neither a media ID nor a link',
	},
];

/**
 * The `example` of a media header.
 * @param samples gets the file, when there is one to be uploaded
 * @throws ValidationError when the item has no such file
 */
export async function readSample(fields: FieldReader, samples: SampleFile[]): Promise<JsonObject> {
	if (fields.value('sampleSource', 'binary') === 'handle') {
		return { header_handle: [fields.trimmed('sampleHandle', 'Sample Handle')] };
	}
	const example: JsonObject = {};
	const file = await fields.file(fields.value('sampleField'));
	samples.push(sampleFor(example, file, fields.within('Header')));
	return example;
}

/** The place of a file in an example, which holds the placeholder until the upload. */
export function sampleFor(
	example: JsonObject,
	file: SampleFile['file'],
	place: string,
): SampleFile {
	const put = (handle: string) => {
		// In place: copies of the draft that somebody made meanwhile share the example.
		example.header_handle = [handle];
	};
	put(SAMPLE_PLACEHOLDER);
	return { put, file, place };
}
