import { audio } from './audio';
import { contacts } from './contacts';
import { document } from './document';
import { image } from './image';
import { interactive } from './interactive';
import { location } from './location';
import type { MessageKind } from './messageKind';
import { pin } from './pin';
import { raw } from './raw';
import { reaction } from './reaction';
import { sticker } from './sticker';
import { text } from './text';
import { video } from './video';

/** In the order in which "Message Type" shows them: what people use most comes first. */
export const messageKinds: MessageKind[] = [
	text,
	interactive,
	image,
	document,
	video,
	audio,
	sticker,
	location,
	contacts,
	reaction,
	pin,
	raw,
];
