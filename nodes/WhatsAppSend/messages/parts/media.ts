import type { INodeProperties } from 'n8n-workflow';

import { ValidationError } from '../../../shared/graph/errors';
import type { MediaSource } from '../../../shared/messages/media';
import { PendingFile } from '../../../shared/messages/pendingFiles';
import { toText, type ItemParameters } from '../../../shared/n8n/itemParameters';
import { LIMITS } from '../../../shared/messages/limits';
import { upTo } from './values';

/** The names of a file's fields: those of a message, of a header and of a card differ in how they begin. */
type Prefix = 'media' | 'headerMedia';

/** What Meta takes of each kind, as a sentence without a period. */
const FILES = {
	image: 'JPEG or PNG, up to 5 MB',
	video: 'MP4 or 3GPP with H.264 video and AAC sound, up to 16 MB',
	document: 'PDF, text, Word, Excel, PowerPoint and others, up to 100 MB',
	audio: 'AAC, AMR, MP3, M4A or Ogg with Opus (mono), up to 16 MB',
	sticker: 'WebP, up to 100 KB, or 500 KB where it moves',
};

/**
 * Where a file comes from.
 * @param what the file as the label says it, e.g. "Image"
 */
export function mediaFields(
	what: string,
	kind: keyof typeof FILES,
	prefix: Prefix = 'media',
): INodeProperties[] {
	const limits = FILES[kind];
	return [
		{
			displayName: `Take ${what} From`,
			name: `${prefix}Path`,
			type: 'options',
			options: [
				{
					name: 'Link',
					value: 'useMediaLink',
					description: 'Meta fetches the file, and keeps it for ten minutes',
				},
				{
					name: 'Binary File',
					value: 'useMedian8n',
					description:
						'A file of the item: it is uploaded first, once for all items that have the same',
				},
				{
					name: 'WhatsApp Media',
					value: 'useMediaId',
					description:
						'A file that was uploaded to Meta before: faster, and the best for many messages',
				},
			],
			default: 'useMediaLink',
			description: limits,
		},
		{
			displayName: 'Link',
			name: `${prefix}Link`,
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://example.com/file',
			hint: `Open to everyone, without a login. ${limits}.`,
			description: 'The whole address of the file, beginning with https://',
			displayOptions: { show: { [`${prefix}Path`]: ['useMediaLink'] } },
		},
		{
			displayName: 'Media ID',
			name: `${prefix}Id`,
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 1479537139650973',
			displayOptions: { show: { [`${prefix}Path`]: ['useMediaId'] } },
			description: 'The ID that an upload answered with; it holds for 30 days',
		},
		{
			displayName: 'Input Data Field Name',
			name: `${prefix}PropertyName`,
			type: 'string',
			default: 'data',
			required: true,
			hint: limits,
			displayOptions: { show: { [`${prefix}Path`]: ['useMedian8n'] } },
			description: 'The name of the input field that has the binary file to be sent',
		},
	];
}

/** @throws ValidationError when the file comes from elsewhere than a link, the item or Meta */
export function readMedia(parameters: ItemParameters, prefix: Prefix = 'media'): MediaSource {
	return readMediaFrom((name) => parameters.value(name, ''), prefix);
}

/** The same out of an entry of a collection. */
export function readMediaFrom(valueOf: (name: string) => unknown, prefix: Prefix): MediaSource {
	const path = valueOf(`${prefix}Path`) || 'useMediaLink';
	if (path === 'useMediaId') return { id: toText(valueOf(`${prefix}Id`), 'Media ID') };
	if (path === 'useMediaLink') return { link: toText(valueOf(`${prefix}Link`), 'Link') };
	if (path === 'useMedian8n') return { file: new PendingFile(valueOf(`${prefix}PropertyName`)) };
	throw new ValidationError(
		'Take File From',
		'The file comes neither from a link nor from the item nor from WhatsApp Media',
		'Choose one of the three.',
	);
}

/** The text below a picture, a video or a document. */
export const captionOption: INodeProperties = {
	displayName: 'Caption',
	name: 'mediaCaption',
	type: 'string',
	typeOptions: { rows: 2 },
	default: '',
	placeholder: 'e.g. Your order is on its way',
	description: `The text below it. ${upTo(LIMITS.caption)}.`,
};

/** @throws ValidationError when it is no text */
export function readCaption(parameters: ItemParameters): string {
	return parameters.text('additionalFields.mediaCaption', 'Caption');
}

/** "Additional Fields" with these options. */
export function additionalFields(options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options,
	};
}
