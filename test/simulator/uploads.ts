import { createHash, randomBytes } from 'node:crypto';

/** A resumable upload: a file that comes in one or more pieces (reference §3.3). */
export interface UploadSession {
	/** `upload:…?sig=…`, as Graph hands it out: a path and a query in one. */
	readonly id: string;
	/** The value of `sig` in it. */
	readonly signature: string;
	readonly fileName: string;
	readonly fileType: string;
	/** Bytes announced. */
	readonly fileLength: number;
	/** What has arrived. */
	bytes: Buffer;
	/** What the finished file is known by; undefined until all of it is there. */
	handle: string | undefined;
}

/** Uploads under way, and the handles of those that are complete. */
export class Uploads {
	private readonly sessions = new Map<string, UploadSession>();

	private readonly byHandle = new Map<string, UploadSession>();

	begin(file: Pick<UploadSession, 'fileName' | 'fileType' | 'fileLength'>): UploadSession {
		const path = `upload:${randomBytes(35).toString('base64')}`.replace(/[/+]/g, 'x');
		const signature = randomBytes(14).toString('base64url');
		const session: UploadSession = {
			id: `${path}?sig=${signature}`,
			signature,
			...file,
			bytes: Buffer.alloc(0),
			handle: undefined,
		};
		this.sessions.set(path, session);
		return session;
	}

	/** The session of a path such as `upload:MTph…`, without its query. */
	find(path: string): UploadSession | undefined {
		return this.sessions.get(path);
	}

	/** Adds what arrived; the last piece makes the handle. */
	append(session: UploadSession, bytes: Buffer): void {
		session.bytes = Buffer.concat([session.bytes, bytes]);
		if (session.bytes.length < session.fileLength || session.handle !== undefined) return;
		const type = Buffer.from(session.fileType).toString('base64');
		const digest = createHash('sha256').update(session.bytes).update(session.id);
		session.handle = `4::${type}:${digest.digest('base64url')}:e:${session.fileLength}`;
		this.byHandle.set(session.handle, session);
	}

	/** The finished upload that a handle stands for. */
	ofHandle(handle: string): UploadSession | undefined {
		return this.byHandle.get(handle);
	}

	/** Forgets sessions and handles. */
	clear(): void {
		this.sessions.clear();
		this.byHandle.clear();
	}
}
