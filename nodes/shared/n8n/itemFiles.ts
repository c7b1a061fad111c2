import type { IExecuteFunctions } from 'n8n-workflow';

import { getDispatcher, type Repeater } from '../delivery';
import type { GraphClient } from '../graph/client';
import type { FilePlace } from '../messages/pendingFiles';
import { readBinaryFile } from './binaryFiles';
import { MediaUploads, uploadOf } from './mediaUploads';

/** Whose file it is, and where it goes. */
export interface FileOwner {
	client: GraphClient;
	phoneNumberId: string;
	itemIndex: number;
	/** Then it is only checked. */
	isDryRun: boolean;
}

/** The files that an execution's messages take from its items: each goes up once for each number. */
export class ItemFiles {
	/** For this and all other calls of the execution that are no messages: what one learns holds for all. */
	readonly repeater: Repeater = getDispatcher().repeater();

	private uploads: MediaUploads | undefined;

	constructor(private readonly context: IExecuteFunctions) {}

	/**
	 * Uploads a file of an item, and puts its ID where the message waits for it.
	 * @throws ValidationError when the item has no such file, or Meta does not take it there
	 * @throws UploadFailedError
	 */
	async fill(place: FilePlace, owner: FileOwner): Promise<void> {
		const { client, phoneNumberId, itemIndex, isDryRun } = owner;
		const file = uploadOf(await readBinaryFile(this.context, itemIndex, place.source), place.kind);
		if (isDryRun) {
			place.put(`(upload of ${file.fileName})`, file.fileName);
			return;
		}
		const signal = this.context.getExecutionCancelSignal();
		this.uploads ??= new MediaUploads(client, this.repeater, signal);
		place.put(await this.uploads.idFor(file, phoneNumberId), file.fileName);
	}
}
