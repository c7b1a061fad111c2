import { createHash } from 'node:crypto';
import { pipeline, Transform, type Readable } from 'node:stream';

import { systemClock, type Clock } from '../../clock';
import type { JsonObject } from '../answer';
import type { GraphClient } from '../client';
import { DamagedFileError, GraphApiError, UnexpectedAnswerError } from '../errors';
import type { StreamedBody } from '../http';

/** The largest file of all kinds: 100 MB. Source: Meta's page "Media". */
export const LARGEST_FILE_BYTES = 100 * 1024 * 1024;

/** A download address holds for 5 minutes. Source: Meta's page "Media". */
const URL_LIFE_MS = 5 * 60 * 1000;

/** A file to upload. */
export interface MediaFile extends StreamedBody {
	fileName: string;
	/** As Meta knows it, e.g. "image/jpeg". */
	mimeType: string;
}

/** A file that Meta keeps; Meta's fields under Meta's names. */
export interface Media extends JsonObject {
	id: string;
	/** Where the file can be fetched with the token, for 5 minutes. */
	url: string;
	mime_type?: string;
	/** SHA-256 of the file: hex here, Base64 in webhooks. */
	sha256?: string;
	/** In bytes. */
	file_size?: number;
}

/**
 * Uploads a file for use in messages: `POST /{phone-number-id}/media`. Meta keeps it for 30 days.
 * @param ttlMinutes how long Meta keeps it instead; only for numbers without storage
 * @returns the media ID
 * @throws UnexpectedAnswerError when Meta's answer names no medium
 */
export async function uploadMedia(
	client: GraphClient,
	phoneNumberId: string,
	{ mimeType, ...file }: MediaFile,
	{ ttlMinutes, signal }: { ttlMinutes?: number; signal?: AbortSignal } = {},
): Promise<string> {
	const fields = {
		messaging_product: 'whatsapp',
		type: mimeType,
		...(ttlMinutes === undefined ? {} : { ttl_minutes: String(ttlMinutes) }),
	};
	const answer = await client.postForm(
		[phoneNumberId, 'media'],
		fields,
		{ ...file, part: 'file', contentType: mimeType },
		{ signal },
	);
	if (typeof answer.id === 'string') return answer.id;
	throw new UnexpectedAnswerError("Meta's answer names no media ID", 200);
}

/**
 * What Meta says of a file: `GET /{media-id}`.
 * @throws UnexpectedAnswerError when Meta's answer has no address in it
 */
export async function getMedia(
	client: GraphClient,
	mediaId: string,
	signal?: AbortSignal,
): Promise<Media> {
	const answer = await client.get([mediaId], { signal });
	if (typeof answer.url !== 'string') {
		throw new UnexpectedAnswerError("Meta's answer names no address of a file", 200);
	}
	// Some answers write the size as text.
	const size = Number(answer.file_size);
	return {
		...answer,
		id: mediaId,
		url: answer.url,
		...(Number.isInteger(size) && size > 0 ? { file_size: size } : {}),
	};
}

/** Deletes a file: `DELETE /{media-id}`. */
export async function deleteMedia(
	client: GraphClient,
	mediaId: string,
	signal?: AbortSignal,
): Promise<JsonObject> {
	return await client.delete([mediaId], { signal });
}

/**
 * Begins to fetch a file. Where its address is too old, or Meta no longer knows it (404, 410), Meta is
 * asked for another, once.
 * @param known what {@link getMedia} said, and when it was asked, in ms since the Unix epoch
 * @returns the file as it comes; it ends in {@link DamagedFileError} when length or hash are not those
 * that Meta named: whoever keeps what was read must wait for its end
 * @throws ValidationError when the address is not one that the token may go to
 */
export async function downloadMedia(
	client: GraphClient,
	known: { media: Media; askedAt: number },
	{ clock = systemClock, signal }: { clock?: Clock; signal?: AbortSignal } = {},
): Promise<{ media: Media; file: Readable }> {
	const begin = async (media: Media): Promise<{ media: Media; file: Readable }> => {
		const maxBytes = Math.max(LARGEST_FILE_BYTES, media.file_size ?? 0);
		const { body } = await client.download(media.url, { maxBytes, signal });
		return { media, file: checked(body, media) };
	};
	const askAgain = async () => await getMedia(client, known.media.id, signal);
	if (clock.now() - known.askedAt >= URL_LIFE_MS) return await begin(await askAgain());
	try {
		return await begin(known.media);
	} catch (error) {
		if (!isGone(error)) throw error;
	}
	return await begin(await askAgain());
}

function isGone(error: unknown): boolean {
	if (error instanceof GraphApiError) return [404, 410].includes(error.facts.httpStatus);
	return error instanceof UnexpectedAnswerError && [404, 410].includes(error.httpStatus);
}

/** The same bytes, with an end only if they are those that Meta described. */
function checked(body: Readable, { sha256, file_size: size }: Media): Readable {
	const hash = createHash('sha256');
	let bytes = 0;
	const check = new Transform({
		transform(chunk: Buffer, _, done) {
			bytes += chunk.length;
			hash.update(chunk);
			if (size !== undefined && bytes > size) done(wrongLength(`more than ${size}`, size));
			else done(null, chunk);
		},
		flush(done) {
			if (size !== undefined && bytes !== size) return done(wrongLength(bytes, size));
			const digest = hash.digest();
			if (sha256 === undefined || isDigest(sha256, digest)) return done();
			done(
				new DamagedFileError(
					`The file came damaged: its SHA-256 is ${digest.toString('hex')}, Meta says ${sha256}`,
				),
			);
		},
	});
	// Its error reaches whoever reads.
	return pipeline(body, check, () => {});
}

function wrongLength(came: number | string, size: number): DamagedFileError {
	return new DamagedFileError(`The file came damaged: it has ${came} bytes, Meta says ${size}`);
}

function isDigest(written: string, digest: Buffer): boolean {
	return written.toLowerCase() === digest.toString('hex') || written === digest.toString('base64');
}
