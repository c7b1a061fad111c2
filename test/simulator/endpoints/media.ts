import { reaches } from '../auth';
import { GraphFailure, refusal } from '../graphErrors';
import type { Reply } from '../graphErrors';
import { ATTACHMENTS } from '../mediaStore';
import type { Medium } from '../mediaStore';
import { readForm } from '../multipart';
import type { GraphRequest, Route } from '../router';
import type { World } from '../world';

const KB = 1024;
const MB = 1024 * KB;

/** Largest file by type, in bytes (reference §2); the types are those of Meta's own refusal. */
const LARGEST: Readonly<Record<string, number>> = {
	'audio/aac': 16 * MB,
	'audio/mp4': 16 * MB,
	'audio/mpeg': 16 * MB,
	'audio/amr': 16 * MB,
	'audio/ogg': 16 * MB,
	'audio/opus': 16 * MB,
	'application/vnd.ms-powerpoint': 100 * MB,
	'application/msword': 100 * MB,
	'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 100 * MB,
	'application/vnd.openxmlformats-officedocument.presentationml.presentation': 100 * MB,
	'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 100 * MB,
	'application/pdf': 100 * MB,
	'text/plain': 100 * MB,
	'application/vnd.ms-excel': 100 * MB,
	'image/jpeg': 5 * MB,
	'image/png': 5 * MB,
	// An animated sticker; a still one may have a fifth of it.
	'image/webp': 500 * KB,
	'video/mp4': 16 * MB,
	'video/3gpp': 16 * MB,
};
const LARGEST_STILL_STICKER = 100 * KB;

/** Routes of files: upload, look-up, deletion, and the download from Meta's file host. */
export const mediaRoutes: Route[] = [
	{
		method: 'POST',
		node: 'phone number',
		edge: 'media',
		scope: 'whatsapp_business_messaging',
		handle: upload,
	},
	{
		method: 'GET',
		node: 'medium',
		edge: '',
		scope: 'whatsapp_business_messaging',
		handle: (world, request, id) => {
			const medium = find(world, request, id);
			const { mimeType, sha256, bytes } = medium;
			return {
				status: 200,
				body: {
					messaging_product: 'whatsapp',
					url: world.media.addressOf(medium, world.origin, world.clock.now()),
					mime_type: mimeType,
					sha256,
					file_size: bytes.length,
					id,
				},
			};
		},
	},
	{
		method: 'DELETE',
		node: 'medium',
		edge: '',
		scope: 'whatsapp_business_messaging',
		handle: (world, request, id) => {
			find(world, request, id);
			world.media.remove(id);
			return { status: 200, body: { success: true } };
		},
	},
	{ method: 'GET', node: 'file host', edge: ATTACHMENTS[1], handle: download },
];

function upload(world: World, { bytes, headers }: GraphRequest, id: string): Reply {
	const parts = readForm(bytes, headers['content-type'] ?? '') ?? [];
	const text = (name: string): string | undefined =>
		parts.find((part) => part.name === name && part.fileName === undefined)?.bytes.toString();
	const file = parts.find(({ name, fileName }) => name === 'file' && fileName !== undefined);
	const type = text('type');
	if (text('messaging_product') === undefined) throw required('messaging_product');
	if (text('messaging_product') !== 'whatsapp') {
		throw malformed('Param messaging_product must be one of {WHATSAPP}.');
	}
	if (!file) throw required('file');
	if (!type) throw required('type');
	const mimeType = file.contentType ?? 'application/octet-stream';
	checkFile(mimeType, file.bytes);
	const ttl = text('ttl_minutes');
	if (ttl !== undefined && !/^[1-9]\d*$/.test(ttl)) {
		throw malformed('Param ttl_minutes must be a positive integer.');
	}
	const medium = world.media.add(
		{
			phoneNumberId: id,
			mimeType,
			fileName: file.fileName,
			bytes: file.bytes,
			...(ttl === undefined ? {} : { livesMs: Number(ttl) * 60_000 }),
		},
		world.clock.now(),
	);
	world.changes.emit('change', { kind: 'medium' });
	return { status: 200, body: { id: medium.id } };
}

function checkFile(mimeType: string, bytes: Buffer): void {
	const type = mimeType.split(';')[0].trim().toLowerCase();
	if (!Object.hasOwn(LARGEST, type)) {
		throw malformed(
			`Param file must be a file with one of the following types: ${Object.keys(LARGEST).join(', ')}. ` +
				`Received file of type '${type}'.`,
		);
	}
	if (bytes.length === 0) throw refusal(131053, 'The file is empty.');
	const isStill = type === 'image/webp' && !isAnimated(bytes);
	const largest = isStill ? LARGEST_STILL_STICKER : LARGEST[type];
	if (bytes.length > largest) {
		throw refusal(
			131053,
			`The file has ${bytes.length} bytes, ${type} may have up to ${largest} bytes.`,
		);
	}
}

/** The animation bit of an extended WebP file (RFC 9649, "Extended File Format"). */
function isAnimated(bytes: Buffer): boolean {
	return bytes.subarray(12, 16).toString('latin1') === 'VP8X' && (bytes[20] & 0b10) !== 0;
}

/** The medium of a route, whose number may be named in the query. */
function find(world: World, { query }: GraphRequest, id: string): Medium {
	// The router found it a moment ago.
	const medium = world.media.find(id, world.clock.now()) as Medium;
	const phoneNumberId = query.get('phone_number_id');
	// What people sent was uploaded on none of the business's numbers.
	const isRight = phoneNumberId === medium.phoneNumberId && !medium.inbound;
	if (phoneNumberId !== null && !isRight) {
		throw malformed('Param phone_number_id is not a valid whatsapp business phone number id ID');
	}
	return medium;
}

function download(world: World, { query, token }: GraphRequest): Reply {
	const medium = world.media.resolve(query, world.clock.now());
	const { wabaId } = world.account.phoneNumbers.get(medium?.phoneNumberId ?? '') ?? {};
	const isAllowed =
		token.scopes.includes('whatsapp_business_messaging') &&
		wabaId !== undefined &&
		reaches(token, 'whatsapp_business_messaging', wabaId);
	// The file host does not speak Graph's JSON.
	if (!medium || !isAllowed) return file(404, Buffer.from('Not Found'), 'text/plain');
	return file(200, medium.bytes, medium.mimeType);
}

function file(status: number, bytes: Buffer, mimeType: string): Reply {
	return { status, body: undefined, file: bytes, headers: { 'content-type': mimeType } };
}

function required(name: string): GraphFailure {
	return malformed(`The parameter ${name} is required.`);
}

function malformed(sentence: string): GraphFailure {
	return new GraphFailure(100, { message: `(#100) ${sentence}` });
}
