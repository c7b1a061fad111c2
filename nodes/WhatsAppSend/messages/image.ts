import { imageMessage } from '../../shared/messages/media';
import type { MessageKind } from './messageKind';
import {
	additionalFields,
	captionOption,
	mediaFields,
	readCaption,
	readMedia,
} from './parts/media';

export const image: MessageKind = {
	option: {
		name: 'Image',
		value: 'image',
		description: 'A picture, with a text below if you like',
	},
	fields: [...mediaFields('Image', 'image'), additionalFields([captionOption])],
	build: (parameters) => imageMessage(readMedia(parameters), readCaption(parameters)),
};
