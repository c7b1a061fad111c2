import type { Readable } from 'node:stream';

import type { Clock } from '../../clock';
import type { JsonObject } from '../answer';
import type { GraphClient } from '../client';

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

/** What Meta says of a file: `GET /{media-id}`. */
export async function getMedia(
	client: GraphClient,
	mediaId: string,
	signal?: AbortSignal,
): Promise<Media> {
	return (await client.get([mediaId], { signal })) as Media;
}

/** Begins to fetch a file. Stands in for what another branch brings. */
export async function downloadMedia(
	client: GraphClient,
	known: { media: Media; askedAt: number },
	options: { clock?: Clock; signal?: AbortSignal } = {},
): Promise<{ media: Media; file: Readable }> {
	void [client, known, options];
	throw new Error('Not here yet');
}
