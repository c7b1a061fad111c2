import type { INodeProperties } from 'n8n-workflow';

import { documentMessage } from '../../shared/messages/media';
import type { ItemParameters } from '../../shared/n8n/itemParameters';
import type { MessageKind } from './messageKind';
import {
	additionalFields,
	captionOption,
	mediaFields,
	readCaption,
	readMedia,
} from './parts/media';

/** With an ID it stands among the main fields, as in n8n's own node: there Meta knows no name. */
const filename: INodeProperties = {
	displayName: 'File Name',
	name: 'mediaFilename',
	type: 'string',
	default: '',
	placeholder: 'e.g. invoice.pdf',
	description: 'The name that the person sees; its ending chooses the icon',
};

export const document: MessageKind = {
	option: {
		name: 'Document',
		value: 'document',
		description: 'A PDF or any other file, with its name',
	},
	fields: [
		...mediaFields('Document', 'document'),
		{ ...filename, displayOptions: { show: { mediaPath: ['useMediaId'] } } },
		additionalFields([
			captionOption,
			{ ...filename, displayOptions: { show: { '/mediaPath': ['useMediaLink', 'useMedian8n'] } } },
		]),
	],
	build: (parameters) =>
		documentMessage(readMedia(parameters), {
			caption: readCaption(parameters),
			filename: readFilename(parameters),
		}),
};

/** n8n hands out what the form shows only. */
function readFilename(parameters: ItemParameters): string {
	const isId = parameters.value('mediaPath', 'useMediaLink') === 'useMediaId';
	return parameters.text(isId ? 'mediaFilename' : 'additionalFields.mediaFilename', 'File Name');
}
