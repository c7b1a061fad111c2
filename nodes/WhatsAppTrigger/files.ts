import { addAbortSignal, type Readable } from 'node:stream';

import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { systemClock, type Clock } from '../shared/clock';
import type { GraphClient } from '../shared/graph/client';
import { downloadMedia, getMedia, type Media } from '../shared/graph/endpoints/media';
import { reportError } from '../shared/n8n/errors';
import { eventOf, fewAtOnce, timeLimit, withFacts } from './items';

/** Where the next node looks for a file. */
const BINARY_FIELD = 'data';

/** Downloads at once: each holds its file in memory. */
const AT_ONCE = 3;

/** Milliseconds for one file: 100 MB at 20 Mbit/s. */
const TIME_LIMIT_MS = 40_000;

/**
 * Puts the files of media messages into their items. Where that fails, the item stays as it was, and
 * `event.mediaError` says why.
 */
export async function downloadFiles(
	context: IExecuteFunctions,
	client: GraphClient,
	items: INodeExecutionData[],
	largestBytes: number,
	clock: Clock = systemClock,
): Promise<INodeExecutionData[]> {
	return await fewAtOnce(AT_ONCE, items, async (item) => {
		const media = mediaOf(item);
		if (!media) return item;
		const { signal, end } = timeLimit(
			TIME_LIMIT_MS,
			(ms, action) => clock.after(ms, action),
			context.getExecutionCancelSignal(),
		);
		try {
			const bytes = await fetchFile(client, media, eventOf(item), largestBytes, clock, signal);
			const binary = await context.helpers.prepareBinaryData(
				bytes,
				fileNameOf(media),
				media.mimeType as string | undefined,
			);
			return { ...item, binary: { [BINARY_FIELD]: binary } };
		} catch (error) {
			const late = signal.aborted ? `It took over ${TIME_LIMIT_MS / 1_000} s` : undefined;
			return withFacts(item, { mediaError: late ?? reportError(error).message });
		} finally {
			end();
		}
	});
}

/** The same error for all media messages, when nothing can be fetched at all. */
export function withoutFiles(items: INodeExecutionData[], error: unknown): INodeExecutionData[] {
	const { message } = reportError(error);
	return items.map((item) => (mediaOf(item) ? withFacts(item, { mediaError: message }) : item));
}

function mediaOf(item: INodeExecutionData): IDataObject | undefined {
	const { media } = eventOf(item);
	const { id } = (media ?? {}) as IDataObject;
	return typeof id === 'string' ? (media as IDataObject) : undefined;
}

async function fetchFile(
	client: GraphClient,
	{ id, url, mimeType, sha256 }: IDataObject,
	{ timestamp }: IDataObject,
	largestBytes: number,
	clock: Clock,
	signal: AbortSignal,
): Promise<Buffer> {
	// The webhook brings the address along, in newer versions.
	const fromWebhook =
		typeof url === 'string' ? ({ id, url, mime_type: mimeType, sha256 } as Media) : undefined;
	const media = fromWebhook ?? (await getMedia(client, id as string, signal));
	if ((media.file_size ?? 0) > largestBytes) throw tooLarge(largestBytes);
	const askedAt = fromWebhook ? Date.parse(timestamp as string) || 0 : clock.now();
	const { file } = await downloadMedia(client, { media, askedAt }, { clock, signal });
	return await readUpTo(addAbortSignal(signal, file), largestBytes);
}

async function readUpTo(file: Readable, largestBytes: number): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	// Leaving the loop early ends the download.
	for await (const chunk of file as AsyncIterable<Buffer>) {
		bytes += chunk.length;
		if (bytes > largestBytes) throw tooLarge(largestBytes);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

function tooLarge(largestBytes: number): Error {
	return new Error(`The file is larger than ${largestBytes / 1024 / 1024} MB, the option’s limit`);
}

/** A document has a name; the others get one of their ID and kind of file, e.g. "1908647269898587.ogg". */
function fileNameOf({ id, fileName, mimeType }: IDataObject): string {
	if (typeof fileName === 'string') return fileName;
	const [, extension] = /^\w+\/([\w-]+)/.exec(mimeType as string) ?? [];
	return [id as string, extension].filter(Boolean).join('.');
}
