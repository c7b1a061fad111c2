import { type Repeater, UploadFailedError } from '../delivery';
import type { GraphClient } from '../graph/client';
import { uploadMedia, type MediaFile } from '../graph/endpoints/media';
import { CancelledError } from '../graph/errors';
import { checkMediaFile, endingFor, type MediaKind } from '../messages/mediaFiles';
import type { BinaryFile } from './binaryFiles';
import { Turns } from './turns';

/** Uploads on their way at once: few connections fill a line, and each holds some of its file. */
const AT_ONCE = 4;

/** Uploads that are remembered; of more, the oldest are forgotten, and would be made again. */
const MAX_REMEMBERED = 1_000;

/** Reasons for which another try would end the same way. */
const FINAL = new Set(['refused', 'token', 'account', 'ours']);

/** A file with the name and the type that it is to have at Meta. */
export type UploadFile = MediaFile & Pick<BinaryFile, 'content'>;

/**
 * An item's file as it goes up.
 * @param kind what it is to be in a message; undefined: anything that Meta takes
 * @param wanted what the user wants it to be called, instead of what n8n knows
 * @throws ValidationError when Meta would not take it
 */
export function uploadOf(
	file: BinaryFile,
	kind?: MediaKind,
	wanted: { fileName?: string; mimeType?: string } = {},
): UploadFile {
	const fileName = wanted.fileName || file.fileName;
	const given = { bytes: file.bytes, fileName, mimeType: wanted.mimeType || file.mimeType };
	const mimeType = checkMediaFile(kind, given);
	return { ...file, mimeType, fileName: fileName ?? `file.${endingFor(mimeType)}` };
}

/** The uploads of one execution for its messages: each file goes up once for each number that sends it. */
export class MediaUploads {
	private readonly turns = new Turns(AT_ONCE);

	/** Media IDs by what is told from other files by name, type and number, and then by content. */
	private readonly known = new Map<string, Map<string, Promise<string>>>();

	/** All of them in the order of their beginning. */
	private readonly order: Array<() => void> = [];

	constructor(
		private readonly client: GraphClient,
		private readonly repeater: Repeater,
		private readonly signal?: AbortSignal,
	) {}

	/**
	 * The media ID under which a number can send a file.
	 * @param file already checked against what Meta takes
	 * @throws UploadFailedError whose cause says why; the same again for the same file, unless another try
	 * could end otherwise
	 * @throws CancelledError
	 */
	async idFor(file: UploadFile, phoneNumberId: string): Promise<string> {
		const key = JSON.stringify([phoneNumberId, file.mimeType, file.fileName]);
		const ids = this.known.get(key) ?? new Map<string, Promise<string>>();
		const known = ids.get(file.content);
		if (known) return await known;
		const forget = () => {
			if (ids.get(file.content) === id) ids.delete(file.content);
			if (ids.size === 0) this.known.delete(key);
		};
		const id: Promise<string> = this.turns.take(
			async () => await this.upload(file, phoneNumberId, forget),
		);
		ids.set(file.content, id);
		this.known.set(key, ids);
		this.order.push(forget);
		if (this.order.length > MAX_REMEMBERED) this.order.shift()?.();
		return await id;
	}

	private async upload(
		file: UploadFile,
		phoneNumberId: string,
		forget: () => void,
	): Promise<string> {
		const { client, repeater, signal } = this;
		const result = await repeater.run(
			async () => await uploadMedia(client, phoneNumberId, file, { signal }),
			signal,
		);
		if (result.status === 'done') return result.value;
		if (!FINAL.has(result.why)) forget();
		// Of the upload that was cut off nobody asks whether the message has left.
		if (result.error instanceof CancelledError) throw new CancelledError(false);
		throw new UploadFailedError(result.error);
	}
}
