import { audioMessage } from '../../shared/messages/media';
import type { MessageKind } from './messageKind';
import { additionalFields, mediaFields, readMedia } from './parts/media';

export const audio: MessageKind = {
	option: { name: 'Audio', value: 'audio', description: 'A sound file or a voice note' },
	fields: [
		...mediaFields('Audio', 'audio'),
		additionalFields([
			{
				displayName: 'Voice Note',
				name: 'voice',
				type: 'boolean',
				default: false,
				description:
					'Whether to send it as a voice note, with waveform and picture. The file must be Ogg with Opus; up to 512 KB it plays at once.',
			},
		]),
	],
	build: (parameters) =>
		audioMessage(readMedia(parameters), parameters.boolean('additionalFields.voice', 'Voice Note')),
};
