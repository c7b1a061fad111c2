import { videoMessage } from '../../shared/messages/media';
import type { MessageKind } from './messageKind';
import {
	additionalFields,
	captionOption,
	mediaFields,
	readCaption,
	readMedia,
} from './parts/media';

export const video: MessageKind = {
	option: { name: 'Video', value: 'video', description: 'A film, with a text below if you like' },
	fields: [...mediaFields('Video', 'video'), additionalFields([captionOption])],
	build: (parameters) => videoMessage(readMedia(parameters), readCaption(parameters)),
};
