import type { GraphClient } from '../graph/client';
import { appIdOf } from '../graph/endpoints/accessToken';
import {
	checkSample,
	uploadSample,
	type SampleFile as UploadableFile,
} from '../graph/endpoints/resumableUpload';
import type { BinaryFile } from './binaryFiles';

/** A file of an item that is checked and ready to go up. */
export interface Sample extends UploadableFile {
	/** As {@link BinaryFile.content}. */
	content: string;
}

/**
 * An item's file as a sample for Meta's review.
 * @param facts the type instead of the one that n8n knows; and, for errors, where in a template it is shown
 * @throws ValidationError when Meta would not take it
 */
export function sampleOf(
	file: BinaryFile,
	{ mimeType = file.mimeType, place }: { mimeType?: string; place?: string } = {},
): Sample {
	const [type] = mimeType.toLowerCase().split(';');
	const sample: Sample = {
		name: file.fileName ?? 'sample',
		type: type.trim(),
		bytes: file.bytes,
		content: file.content,
		read: (offset) => from(file, offset),
	};
	checkSample(sample, place);
	return sample;
}

/** n8n's files can be opened at their beginning only. */
async function* from(file: BinaryFile, offset: number): AsyncGenerator<Uint8Array> {
	let toSkip = offset;
	for await (const chunk of await file.open()) {
		const rest = chunk.subarray(Math.min(toSkip, chunk.length));
		toSkip -= chunk.length - rest.length;
		if (rest.length > 0) yield rest;
	}
}

/** The samples that one execution uploads: each file once, however many templates show it. */
export class SampleUploads {
	private readonly handles = new Map<string, Promise<string>>();

	private appId?: string;

	/**
	 * The handle under which a template can show a file.
	 * @throws ValidationError when no app is known that the upload could belong to
	 * @throws what the upload throws; nothing is remembered of that
	 */
	async handleOf(client: GraphClient, sample: Sample, signal?: AbortSignal): Promise<string> {
		let handle = this.handles.get(sample.content);
		if (!handle) {
			handle = this.upload(client, sample, signal);
			this.handles.set(sample.content, handle);
			handle.catch(() => this.handles.delete(sample.content));
		}
		return await handle;
	}

	private async upload(client: GraphClient, sample: Sample, signal?: AbortSignal): Promise<string> {
		this.appId ??= await appIdOf(client);
		return await uploadSample(client, this.appId, sample, { signal });
	}
}
