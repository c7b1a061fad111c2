import { isObject, type JsonObject } from '../graph/answer';
import type { MediaKind } from './mediaFiles';

/** Stands in a message for a file that Meta does not have yet. */
export class PendingFile {
	/** @param source where the file comes from; whoever uploads it knows what that is */
	constructor(readonly source: unknown) {}
}

/** A place in a message that waits for a file. */
export interface FilePlace {
	/** What the file is there. */
	kind: MediaKind;
	source: unknown;
	/**
	 * @param id what Meta knows the file by
	 * @param fileName its own name: what a document is called where the builder gave it no name
	 */
	put(id: string, fileName: string): void;
}

/** All places of a message that wait for a file, in messages, headers and cards. */
export function filesIn(content: JsonObject): FilePlace[] {
	const places: FilePlace[] = [];
	for (const [key, value] of Object.entries(content)) {
		for (const part of Array.isArray(value) ? (value as unknown[]) : [value]) {
			if (!isObject(part)) continue;
			if (part.file instanceof PendingFile) places.push(placeIn(part, part.file, key));
			else places.push(...filesIn(part));
		}
	}
	return places;
}

/** @param key under which the media object stands: Meta names it after its kind */
function placeIn(media: JsonObject, { source }: PendingFile, key: string): FilePlace {
	return {
		kind: media.voice === true ? 'voice' : (key as MediaKind),
		source,
		put(id, fileName) {
			delete media.file;
			media.id = id;
			if (key === 'document') media.filename ??= fileName;
		},
	};
}
