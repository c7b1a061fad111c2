import { GraphFailure, unknownObject } from '../graphErrors';
import type { Reply } from '../graphErrors';
import type { GraphRequest, Route } from '../router';
import type { UploadSession } from '../uploads';
import type { World } from '../world';

/** What can be uploaded (reference §3.3). */
const TYPES = ['application/pdf', 'image/jpeg', 'image/jpg', 'image/png', 'video/mp4'];

/** Largest file, in bytes: that of a document (reference §1.3). */
const LARGEST = 100 * 1024 * 1024;

/** The resumable upload: begin a session, send bytes, ask how far it got. */
export const uploadRoutes: Route[] = [
	{ method: 'POST', node: 'app', edge: 'uploads', handle: begin },
	{ method: 'POST', node: 'upload session', edge: '', handle: receive },
	{
		method: 'GET',
		node: 'upload session',
		edge: '',
		handle: (world, request, id) => progress(find(world, request, id)),
	},
];

function begin(world: World, { query }: GraphRequest): Reply {
	const fileType = query.get('file_type') ?? '';
	const fileLength = Number(query.get('file_length') ?? NaN);
	if (!Number.isInteger(fileLength) || fileLength < 1 || fileLength > LARGEST) {
		throw new GraphFailure(100, {
			message: `(#100) Param file_length must be between 1 and ${LARGEST}`,
		});
	}
	if (!TYPES.includes(fileType)) {
		throw new GraphFailure(100, {
			message: `(#100) Param file_type must be one of {${TYPES.join(', ')}} - got "${fileType}".`,
		});
	}
	const fileName = query.get('file_name') ?? '';
	const { id } = world.uploads.begin({ fileName, fileType, fileLength });
	return { status: 200, body: { id } };
}

/** The session of a call. Its id goes on behind the path: who drops that has another id. */
function find(world: World, { method, query }: GraphRequest, id: string): UploadSession {
	const session = world.uploads.find(id);
	if (session?.signature !== query.get('sig')) throw unknownObject(method, id);
	return session;
}

function progress({ id, bytes }: UploadSession): Reply {
	return { status: 200, body: { id, file_offset: bytes.length } };
}

/** Takes bytes from where the last ones ended; the handle comes with the last of them. */
function receive(world: World, request: GraphRequest, id: string): Reply {
	const { bytes, headers } = request;
	const session = find(world, request, id);
	const offset = headers.file_offset;
	if (typeof offset !== 'string' || !/^\d+$/.test(offset)) {
		throw new GraphFailure(100, { message: '(#100) The header file_offset is required.' });
	}
	if (Number(offset) !== session.bytes.length) {
		throw new GraphFailure(100, {
			message: `(#100) The header file_offset must be ${session.bytes.length} - got ${offset}.`,
		});
	}
	if (session.bytes.length + bytes.length > session.fileLength) {
		throw new GraphFailure(100, {
			message: `(#100) There are more bytes than the file_length ${session.fileLength}.`,
		});
	}
	world.uploads.append(session, bytes);
	return session.handle === undefined
		? progress(session)
		: { status: 200, body: { h: session.handle } };
}
