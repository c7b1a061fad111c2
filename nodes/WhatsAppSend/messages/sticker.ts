import { stickerMessage } from '../../shared/messages/media';
import type { MessageKind } from './messageKind';
import { mediaFields, readMedia } from './parts/media';

export const sticker: MessageKind = {
	option: {
		name: 'Sticker',
		value: 'sticker',
		description: 'A picture without a frame, still or moving',
	},
	fields: mediaFields('Sticker', 'WebP, up to 100 KB, or 500 KB where it moves'),
	build: (parameters) => stickerMessage(readMedia(parameters)),
};
