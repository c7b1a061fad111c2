import { excerpt } from '../../text';
import type { JsonObject } from '../answer';
import type { CallOptions, GraphClient, Query } from '../client';
import { UnexpectedAnswerError, ValidationError } from '../errors';
import { isPassing } from '../patience';

/** Kinds of files that Meta takes as the sample of a media header. Source: Graph API guide "Resumable Upload". */
const SAMPLE_TYPES = [
	'application/pdf',
	'image/jpeg',
	'image/jpg',
	'image/png',
	'video/mp4',
] as const;

/** A file that can be read from any place on. */
export interface SampleFile {
	name: string;
	/** MIME type, e.g. "image/png". */
	type: string;
	bytes: number;
	/** @param offset bytes to leave out at the beginning */
	read(offset: number): AsyncIterable<Uint8Array> | Promise<AsyncIterable<Uint8Array>>;
}

/** What the upload needs of a client besides JSON: bytes as a body, and a header of the upload's own. */
export interface BytesClient extends Pick<GraphClient, 'get' | 'post'> {
	/** Posts bytes with the token; a colon in the path stays one. */
	postBytes(
		path: string[],
		body: { bytes: number; open(): ReturnType<SampleFile['read']> },
		options: CallOptions & { headers: Record<string, string> },
	): Promise<JsonObject>;
}

/** Cuts that one upload survives. */
const RESUMPTIONS = 5;

/**
 * Uploads a sample file: opens a session, sends the bytes, and after a cut goes on behind what Meta has.
 * Source: Graph API guide "Resumable Upload".
 * @returns the handle, "4::…", for the header's example
 * @throws ValidationError when the file is of a kind that Meta does not take, or empty
 */
export async function uploadSample(
	client: BytesClient,
	appId: string,
	file: SampleFile,
	options: Pick<CallOptions, 'signal'> = {},
): Promise<string> {
	checkSample(file);
	const session = await openSession(client, appId, file, options);
	let offset = 0;
	for (let cuts = 0; ; cuts++) {
		try {
			return await sendFrom(client, session, file, offset, options);
		} catch (error) {
			// Nothing is wrong with the file: sending the rest is worth a try.
			if (cuts >= RESUMPTIONS || !isPassing(error)) throw error;
			offset = await askOffset(client, session, options);
		}
	}
}

/**
 * @param place where in a template it is shown, for the error
 * @throws ValidationError when the file is of a kind that Meta does not take, or empty
 */
export function checkSample(
	{ type, bytes }: Pick<SampleFile, 'type' | 'bytes'>,
	place?: string,
): void {
	const at = place === undefined ? '' : `${place}: `;
	if (!(SAMPLE_TYPES as readonly string[]).includes(type)) {
		throw new ValidationError(
			'Sample File',
			`${at}A sample cannot be of the type “${excerpt(type)}”`,
			'Give a JPEG or PNG image, an MP4 video or a PDF document.',
		);
	}
	if (bytes <= 0) {
		throw new ValidationError(
			'Sample File',
			`${at}The sample file is empty`,
			'Give a file with content.',
		);
	}
}

async function openSession(
	client: BytesClient,
	appId: string,
	file: SampleFile,
	options: Pick<CallOptions, 'signal'>,
): Promise<UploadAddress> {
	const query = { file_name: file.name, file_length: file.bytes, file_type: file.type };
	const { id } = await client.post([appId, 'uploads'], {}, { ...options, query });
	if (typeof id !== 'string' || !id.startsWith('upload:')) {
		throw new UnexpectedAnswerError("Meta's answer names no upload session", 200);
	}
	return parseSession(id);
}

interface UploadAddress {
	path: string[];
	query: Query;
}

/** Meta's session IDs carry a signature as a query: "upload:MTph…?sig=ARZ…". */
function parseSession(id: string): UploadAddress {
	const [path, query = ''] = id.split('?', 2);
	return { path: [path], query: Object.fromEntries(new URLSearchParams(query)) };
}

async function sendFrom(
	client: BytesClient,
	{ path, query }: UploadAddress,
	file: SampleFile,
	offset: number,
	options: Pick<CallOptions, 'signal'>,
): Promise<string> {
	const body = { bytes: file.bytes - offset, open: () => file.read(offset) };
	const headers = { file_offset: String(offset) };
	const { h: handle } = await client.postBytes(path, body, { ...options, query, headers });
	if (typeof handle !== 'string' || handle === '') {
		throw new UnexpectedAnswerError("Meta's answer has no handle for the file", 200);
	}
	return handle;
}

async function askOffset(
	client: BytesClient,
	{ path, query }: UploadAddress,
	options: Pick<CallOptions, 'signal'>,
): Promise<number> {
	const { file_offset: offset } = await client.get(path, { ...options, query });
	const bytes = Number(offset);
	if (offset === undefined || !Number.isInteger(bytes) || bytes < 0) {
		throw new UnexpectedAnswerError("Meta's answer does not say how far the upload came", 200);
	}
	return bytes;
}
