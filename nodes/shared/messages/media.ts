import type { JsonObject } from '../graph/answer';
import { ValidationError } from '../graph/errors';
import { excerpt } from '../text';
import { compact, fieldOf, optionalText, requiredId, requiredUrl } from './checks';
import { LIMITS } from './limits';
import type { PendingFile } from './pendingFiles';
import type { MessageContent } from './types';

/** A file that Meta keeps (`id`, from an upload or a webhook), fetches itself (`link`), or is still to get (`file`). */
export type MediaSource = { id: string } | { link: string } | { file: PendingFile };

/**
 * A media object as Meta wants it, of a message, a header or a card.
 * @param place where it stands, for errors, e.g. "Header"
 * @throws ValidationError when the link or the ID is none
 */
export function mediaObject(source: MediaSource, place?: string): JsonObject {
	if ('link' in source) return { link: requiredUrl(fieldOf('Link', place), source.link) };
	if ('file' in source) return { file: source.file };
	const field = fieldOf('Media ID', place);
	const id = requiredId(field, source.id);
	if (/^\d+$/.test(id)) return { id };
	throw new ValidationError(
		field,
		`“${excerpt(id)}” is not a media ID`,
		'Give the digits that an upload or a received message named, or take the file from a link.',
	);
}

/**
 * An image: JPEG or PNG up to 5 MB.
 * @throws ValidationError when the source is none, or the caption too long
 */
export function imageMessage(source: MediaSource, caption?: string): MessageContent {
	return { type: 'image', image: captioned(source, caption) };
}

/**
 * A video: MP4 or 3GPP with H.264 and AAC, up to 16 MB.
 * @throws ValidationError when the source is none, or the caption too long
 */
export function videoMessage(source: MediaSource, caption?: string): MessageContent {
	return { type: 'video', video: captioned(source, caption) };
}

/**
 * A document up to 100 MB.
 * @param filename as the person sees it; its ending chooses the icon
 * @throws ValidationError when the source is none, or the caption too long
 */
export function documentMessage(
	source: MediaSource,
	{ caption, filename }: { caption?: string; filename?: string } = {},
): MessageContent {
	return {
		type: 'document',
		document: {
			...captioned(source, caption),
			...compact({ filename: optionalText('File Name', filename) }),
		},
	};
}

/**
 * Audio up to 16 MB.
 * @param voice as a voice note, which plays in place; Meta takes Ogg with Opus only
 * @throws ValidationError when the source is none
 */
export function audioMessage(source: MediaSource, voice = false): MessageContent {
	return { type: 'audio', audio: { ...mediaObject(source), ...(voice ? { voice } : {}) } };
}

/**
 * A sticker: WebP, 100 KB still or 500 KB animated.
 * @throws ValidationError when the source is none
 */
export function stickerMessage(source: MediaSource): MessageContent {
	return { type: 'sticker', sticker: mediaObject(source) };
}

function captioned(source: MediaSource, caption: string | undefined): JsonObject {
	return {
		...mediaObject(source),
		...compact({ caption: optionalText('Caption', caption, LIMITS.caption) }),
	};
}
