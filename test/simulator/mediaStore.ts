import { createHash, createHmac, randomBytes } from 'node:crypto';

/** A file that Meta keeps for a business. */
export interface Medium {
	readonly id: string;
	/** The number that it was uploaded on, or that a person sent it to. */
	readonly phoneNumberId: string;
	/** As it was declared, e.g. `audio/ogg; codecs=opus`. */
	mimeType: string;
	readonly fileName: string | undefined;
	readonly bytes: Buffer;
	/** SHA-256, hex. Can be changed, to see who looks. */
	sha256: string;
	/** A person sent it. */
	readonly inbound: boolean;
	/** Milliseconds since the epoch. */
	expiresAt: number;
}

export type NewMedium = Pick<Medium, 'phoneNumberId' | 'mimeType' | 'bytes'> & {
	fileName?: string;
	inbound?: boolean;
	/** Milliseconds until Meta forgets it. */
	livesMs?: number;
};

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Uploads live 30 days, what people send 7 (reference §4). */
const UPLOAD_LIFE_MS = 30 * DAY_MS;
const INBOUND_LIFE_MS = 7 * DAY_MS;

/** A download address holds for 5 minutes (reference §4). */
const URL_LIFE_S = 5 * 60;

/** Path of the addresses that files are downloaded from; Meta's are on another host than Graph. */
export const ATTACHMENTS = ['whatsapp_business', 'attachments'] as const;

/** The files of all numbers, in memory. */
export class MediaStore {
	private readonly media = new Map<string, Medium>();

	private readonly key = randomBytes(16);

	/** Runs on when the store is cleared, so that no id ever means two files. */
	private sequence = 0;

	/** @param now milliseconds since the epoch */
	add(given: NewMedium, now: number): Medium {
		const { phoneNumberId, mimeType, bytes, fileName, inbound = false } = given;
		const lives = given.livesMs ?? (inbound ? INBOUND_LIFE_MS : UPLOAD_LIFE_MS);
		const medium: Medium = {
			id: String(1_480_000_000_000_000 + ++this.sequence * 104_729),
			phoneNumberId,
			mimeType,
			fileName,
			bytes,
			sha256: createHash('sha256').update(bytes).digest('hex'),
			inbound,
			expiresAt: now + lives,
		};
		this.media.set(medium.id, medium);
		return medium;
	}

	/** A file that Meta still has. */
	find(id: string, now: number): Medium | undefined {
		const medium = this.media.get(id);
		return medium && medium.expiresAt > now ? medium : undefined;
	}

	/** Every file, in the order of arrival. */
	all(): Medium[] {
		return [...this.media.values()];
	}

	remove(id: string): void {
		this.media.delete(id);
	}

	clear(): void {
		this.media.clear();
	}

	/** An address from which the file can be fetched, with a token, for 5 minutes. */
	addressOf({ id }: Medium, origin: string, now: number): string {
		const ext = String(Math.floor(now / 1_000) + URL_LIFE_S);
		const query = new URLSearchParams({ mid: id, ext, hash: this.sign(id, ext) });
		return `${origin}/${ATTACHMENTS.join('/')}/?${query.toString()}`;
	}

	/** The file that an address of {@link addressOf} names, while address and file live. */
	resolve(query: URLSearchParams, now: number): Medium | undefined {
		const [id, ext, hash] = ['mid', 'ext', 'hash'].map((name) => query.get(name) ?? '');
		if (hash !== this.sign(id, ext) || Number(ext) * 1_000 <= now) return undefined;
		return this.find(id, now);
	}

	private sign(id: string, ext: string): string {
		return createHmac('sha256', this.key).update(`${id} ${ext}`).digest('base64url');
	}
}
