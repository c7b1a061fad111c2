import { ValidationError } from '../graph/errors';
import { excerpt } from '../text';
import { LIMITS } from './limits';

/** What a file is to be in a message; a voice note is audio of one type only. */
export type MediaKind = 'image' | 'video' | 'audio' | 'voice' | 'document' | 'sticker';

/** What is known of a file before it is uploaded. */
export interface FileFacts {
	/** As n8n or a web server named it: may be wrong, in another spelling, or say nothing. */
	mimeType?: string;
	bytes?: number;
	fileName?: string;
}

const OOXML = 'application/vnd.openxmlformats-officedocument';

/** Ogg is taken with Opus only, and Meta wants to hear so. */
const OGG = 'audio/ogg; codecs=opus';

/**
 * The types that Meta takes, the endings of their names (the usual one first), and the kinds that they may be.
 * Source: Meta's page "Media".
 */
const TYPES: Readonly<Record<string, { endings: string[]; kinds: MediaKind[] }>> = {
	'image/jpeg': { endings: ['jpg', 'jpeg'], kinds: ['image'] },
	'image/png': { endings: ['png'], kinds: ['image'] },
	'image/webp': { endings: ['webp'], kinds: ['sticker'] },
	'video/mp4': { endings: ['mp4'], kinds: ['video'] },
	'video/3gpp': { endings: ['3gp', '3gpp'], kinds: ['video'] },
	'audio/aac': { endings: ['aac'], kinds: ['audio'] },
	'audio/amr': { endings: ['amr'], kinds: ['audio'] },
	'audio/mpeg': { endings: ['mp3'], kinds: ['audio'] },
	'audio/mp4': { endings: ['m4a'], kinds: ['audio'] },
	[OGG]: { endings: ['ogg', 'oga', 'opus'], kinds: ['audio', 'voice'] },
	'text/plain': { endings: ['txt'], kinds: ['document'] },
	'application/pdf': { endings: ['pdf'], kinds: ['document'] },
	'application/msword': { endings: ['doc'], kinds: ['document'] },
	[`${OOXML}.wordprocessingml.document`]: { endings: ['docx'], kinds: ['document'] },
	'application/vnd.ms-excel': { endings: ['xls'], kinds: ['document'] },
	[`${OOXML}.spreadsheetml.sheet`]: { endings: ['xlsx'], kinds: ['document'] },
	'application/vnd.ms-powerpoint': { endings: ['ppt'], kinds: ['document'] },
	[`${OOXML}.presentationml.presentation`]: { endings: ['pptx'], kinds: ['document'] },
};

/** Other names of the same types. */
const ALIASES: Readonly<Record<string, string>> = {
	'image/jpg': 'image/jpeg',
	'image/pjpeg': 'image/jpeg',
	'image/x-png': 'image/png',
	'video/3gp': 'video/3gpp',
	'audio/3gpp': 'video/3gpp',
	'audio/x-aac': 'audio/aac',
	'audio/aacp': 'audio/aac',
	'audio/mp3': 'audio/mpeg',
	'audio/m4a': 'audio/mp4',
	'audio/x-m4a': 'audio/mp4',
	'audio/ogg': OGG,
	'audio/opus': OGG,
	'application/ogg': OGG,
	'application/x-pdf': 'application/pdf',
};

/** Types that say nothing: the ending of the name says more. */
const UNKNOWN_TYPES = new Set(['', 'application/octet-stream', 'binary/octet-stream']);

/** What the kinds are called, and the most that Meta takes of each, in bytes. */
const KINDS: Readonly<Record<MediaKind, { name: string; bytes: number }>> = {
	image: { name: 'an image', bytes: LIMITS.imageBytes },
	video: { name: 'a video', bytes: LIMITS.videoBytes },
	audio: { name: 'audio', bytes: LIMITS.audioBytes },
	voice: { name: 'a voice note', bytes: LIMITS.audioBytes },
	document: { name: 'a document', bytes: LIMITS.documentBytes },
	// An animated one; a still one cannot be told from it without reading it, and Meta does.
	sticker: { name: 'a sticker', bytes: LIMITS.animatedStickerBytes },
};

/**
 * A MIME type as Meta knows it: without parameters, under its usual name; where it says nothing, what the
 * ending of the file's name tells.
 * @returns what was given, in lower case, for types that Meta does not take; "" where nothing is known
 */
export function normaliseMimeType(mimeType: string | undefined, fileName?: string): string {
	const type = (mimeType ?? '').split(';')[0].trim().toLowerCase();
	if (!UNKNOWN_TYPES.has(type)) return ALIASES[type] ?? type;
	return typeOfName(fileName) ?? type;
}

/** The usual ending for a file of this type, e.g. "jpg"; undefined for types that Meta does not take. */
export function endingFor(mimeType: string): string | undefined {
	return TYPES[normaliseMimeType(mimeType)]?.endings[0];
}

/**
 * Checks type and size of a file before it is uploaded.
 * @param kind what it is to be; undefined: any that Meta takes
 * @param field where it comes from, as the user knows it
 * @returns its MIME type as Meta wants it
 * @throws ValidationError when the type is not one for this kind, or the file is empty or too large
 */
export function checkMediaFile(
	kind: MediaKind | undefined,
	file: FileFacts,
	field = 'Input Data Field Name',
): string {
	const mimeType = normaliseMimeType(file.mimeType, file.fileName);
	const kinds = TYPES[mimeType]?.kinds ?? [];
	const actual = kind ?? kinds[0];
	if (actual === undefined || !kinds.includes(actual)) {
		throw new ValidationError(
			field,
			`${described(file)} is of the type ${mimeType || 'unknown'}, which Meta does not take${kind ? ` as ${KINDS[kind].name}` : ''}`,
			`Meta takes ${typesOf(kind)}. Convert the file, or correct its MIME type.`,
		);
	}
	checkSize(actual, file, field);
	return mimeType;
}

function checkSize(kind: MediaKind, file: FileFacts, field: string): void {
	const { bytes } = file;
	const limit = KINDS[kind].bytes;
	if (bytes === undefined || (bytes > 0 && bytes <= limit)) return;
	if (bytes === 0) {
		throw new ValidationError(
			field,
			`${described(file)} is empty`,
			'Check the node that the file comes from.',
		);
	}
	throw new ValidationError(
		field,
		`${described(file)} has ${bytes.toLocaleString('en-US')} bytes, Meta allows ${limit.toLocaleString('en-US')} for ${KINDS[kind].name}`,
		kind === 'document' || kind === 'sticker'
			? 'Make it smaller.'
			: 'Make it smaller, or send a link to it.',
	);
}

function described({ fileName }: FileFacts): string {
	return fileName ? `The file “${excerpt(fileName)}”` : 'The file';
}

function typeOfName(fileName: string | undefined): string | undefined {
	const ending = /\.([a-z0-9]+)$/i.exec(fileName ?? '')?.[1].toLowerCase();
	if (ending === undefined) return undefined;
	return Object.keys(TYPES).find((type) => TYPES[type].endings.includes(ending));
}

function typesOf(kind: MediaKind | undefined): string {
	const endings = Object.values(TYPES)
		.filter(({ kinds }) => kind === undefined || kinds.includes(kind))
		.map(({ endings: [usual] }) => usual.toUpperCase());
	return endings.join(', ');
}
