import type { JsonObject } from '../../shared/graph/answer';
import type { BinaryFile } from '../../shared/n8n/binaryFiles';

/** A file of the input item that Meta's review shall see in a media header. */
export interface SampleFile {
	/** Puts the handle, which the upload answered, where it belongs in the draft. */
	put(handle: string): void;
	file: BinaryFile;
	/** As a builder says it: "Header", "Card 2, header". */
	place: string;
}

/** What the form made of one item. */
export interface DraftInput {
	/** As Meta's documentation writes it; not checked yet. */
	draft: JsonObject;
	/** To be uploaded before the draft goes out; until then {@link SAMPLE_PLACEHOLDER} stands for each. */
	samples: SampleFile[];
}

/** Stands in a media header's example until its file is uploaded. */
export const SAMPLE_PLACEHOLDER = '4::uploaded-before-the-template-is-created';
