import { stickerMessage } from '../../shared/messages/media';
import type { MessageKind } from './messageKind';
import { mediaFields, readMedia } from './parts/media';

export const sticker: MessageKind = {
	option: {
		name: 'Sticker',
		value: 'sticker',
		description: 'A picture without a frame, still or moving',
	},
	fields: mediaFields('Sticker', 'sticker'),
	build: (parameters) => stickerMessage(readMedia(parameters)),
};
