import {
	audioMessage,
	documentMessage,
	imageMessage,
	mediaObject,
	stickerMessage,
	videoMessage,
} from '../../../nodes/shared/messages/media';
import { expectLimit, refusal } from './support';

const source = { link: 'https://example.com/file' };

describe('a caption', () => {
	it.each([
		['image', (caption: string) => imageMessage(source, caption)],
		['video', (caption: string) => videoMessage(source, caption)],
		['document', (caption: string) => documentMessage(source, { caption })],
	])('of an %s has up to 1,024 characters', (_, build) => {
		expectLimit('Caption', 1024, build);
	});

	it.each(['', ' ', '\n', undefined])('is left out where it is %j', (caption) => {
		expect(imageMessage(source, caption)).toEqual({ type: 'image', image: source });
	});

	it('stays as it is', () => {
		expect(imageMessage(source, ' *a* ').image).toEqual({ ...source, caption: ' *a* ' });
	});
});

describe('a link', () => {
	it.each([
		'http://example.com',
		'https://example.com/a b.png',
		'HTTPS://example.com/ü',
		`https://example.com/${'x'.repeat(3000)}`,
	])('may be %.60s', (link) => {
		expect(mediaObject({ link })).toEqual({ link });
	});

	it('loses the white space around it', () => {
		expect(mediaObject({ link: ' https://example.com\n' })).toEqual({
			link: 'https://example.com',
		});
	});

	it.each(['file.png', 'ftp://example.com', 'https://', 'https:// ', 'javascript:alert(1)', '{}'])(
		'is refused where it is %j',
		(link) => {
			expect(refusal(() => mediaObject({ link }, 'Header')).field).toBe('Link of Header');
		},
	);

	it('is refused where it is empty', () => {
		expect(refusal(() => mediaObject({ link: ' ' })).message).toBe('Link is empty');
	});
});

describe('a media ID', () => {
	it('has digits only, without the white space around it', () => {
		expect(mediaObject({ id: ' 1479537139650973 ' })).toEqual({ id: '1479537139650973' });
	});

	it.each(['abc', '12 34', 'https://example.com', '-1'])('is refused where it is %j', (id) => {
		expect(refusal(() => mediaObject({ id })).message).toBe(`“${id}” is not a media ID`);
	});
});

describe('what only some media have', () => {
	it('is a voice note for audio', () => {
		expect(audioMessage(source, true)).toEqual({
			type: 'audio',
			audio: { ...source, voice: true },
		});
		expect(audioMessage(source)).toEqual({ type: 'audio', audio: source });
	});

	it('is a file name for documents', () => {
		expect(documentMessage(source, { filename: 'Ä b.pdf' })).toEqual({
			type: 'document',
			document: { ...source, filename: 'Ä b.pdf' },
		});
	});

	it('is nothing for stickers', () => {
		expect(stickerMessage(source)).toEqual({ type: 'sticker', sticker: source });
	});
});
