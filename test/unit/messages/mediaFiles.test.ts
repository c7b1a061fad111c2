import {
	checkMediaFile,
	endingFor,
	normaliseMimeType,
	type MediaKind,
} from '../../../nodes/shared/messages/mediaFiles';
import { refusal } from './support';

const KB = 1024;
const MB = 1024 * KB;

describe('the size of', () => {
	it.each<[MediaKind, string, number]>([
		['image', 'image/png', 5 * MB],
		['video', 'video/mp4', 16 * MB],
		['audio', 'audio/mpeg', 16 * MB],
		['voice', 'audio/ogg', 16 * MB],
		['document', 'application/pdf', 100 * MB],
		['sticker', 'image/webp', 500 * KB],
	])('%s (%s) may be up to %i bytes', (kind, mimeType, limit) => {
		for (const bytes of [1, limit, undefined]) {
			expect(() => checkMediaFile(kind, { mimeType, bytes })).not.toThrow();
		}
		const error = refusal(() => checkMediaFile(kind, { mimeType, bytes: limit + 1 }, 'File'));
		expect(error.field).toBe('File');
		expect(error.message).toContain((limit + 1).toLocaleString('en-US'));
		expect(error.message).toContain(limit.toLocaleString('en-US'));
		const empty = refusal(() => checkMediaFile(kind, { mimeType, bytes: 0 }));
		expect(empty.message).toBe('The file is empty');
	});

	it('a file of no particular kind may be what its type may', () => {
		const file = { mimeType: 'video/3gpp', bytes: 16 * MB };
		expect(checkMediaFile(undefined, file)).toBe('video/3gpp');
		expect(() => checkMediaFile(undefined, { ...file, bytes: 16 * MB + 1 })).toThrow('16,777,217');
	});
});

describe('the type of', () => {
	it.each<[MediaKind, string, string]>([
		['image', 'image/webp', 'as an image'],
		['image', 'image/gif', 'as an image'],
		['video', 'video/quicktime', 'as a video'],
		['audio', 'audio/wav', 'as audio'],
		['voice', 'audio/mpeg', 'as a voice note'],
		['document', 'text/html', 'as a document'],
		['sticker', 'image/png', 'as a sticker'],
	])('%s is not %s', (kind, mimeType, words) => {
		const { message } = refusal(() => checkMediaFile(kind, { mimeType, fileName: 'a.b' }));
		expect(message).toBe(
			`The file “a.b” is of the type ${mimeType}, which Meta does not take ${words}`,
		);
	});

	it('a file without type and name is unknown', () => {
		expect(refusal(() => checkMediaFile(undefined, {})).message).toBe(
			'The file is of the type unknown, which Meta does not take',
		);
	});

	it('tells in the fix what would do', () => {
		expect(refusal(() => checkMediaFile('image', { mimeType: 'image/gif' })).fix).toBe(
			'Meta takes JPG, PNG. Convert the file, or correct its MIME type.',
		);
	});
});

describe('a MIME type', () => {
	it.each<[string | undefined, string | undefined, string]>([
		['image/jpg', undefined, 'image/jpeg'],
		['IMAGE/JPEG; charset=binary', undefined, 'image/jpeg'],
		['audio/ogg', undefined, 'audio/ogg; codecs=opus'],
		['audio/ogg; codecs=opus', undefined, 'audio/ogg; codecs=opus'],
		['audio/opus', undefined, 'audio/ogg; codecs=opus'],
		['audio/x-m4a', undefined, 'audio/mp4'],
		['application/octet-stream', 'invoice.PDF', 'application/pdf'],
		['application/octet-stream', 'archive.tar.jpeg', 'image/jpeg'],
		['application/octet-stream', 'unknown.xyz', 'application/octet-stream'],
		[undefined, 'clip.3gp', 'video/3gpp'],
		['', 'noEnding', ''],
		// What somebody named rightly is not guessed anew.
		['text/csv', 'table.xlsx', 'text/csv'],
	])('%s of %s is %s', (given, fileName, expected) => {
		expect(normaliseMimeType(given, fileName)).toBe(expected);
	});

	it('has an ending', () => {
		expect(endingFor('audio/ogg; codecs=opus')).toBe('ogg');
		expect(endingFor('image/jpeg')).toBe('jpg');
		expect(endingFor('application/zip')).toBeUndefined();
	});
});
