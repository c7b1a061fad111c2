import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import { defaultPolicy, Repeater, UploadFailedError } from '../../../nodes/shared/delivery';
import type { HttpAnswer, HttpRequest, StreamedBody } from '../../../nodes/shared/graph/http';
import { MediaUploads, uploadOf, type UploadFile } from '../../../nodes/shared/n8n/mediaUploads';
import { answerWith, clientWith, errorOf, fakeTransport, refusal } from '../../support/graph';

/** Uploads to a Meta that answers like this. */
function uploads(answer: (nth: number) => HttpAnswer | Promise<HttpAnswer>, signal?: AbortSignal) {
	let nth = 0;
	const transport = fakeTransport(async () => await answer(++nth));
	const repeater = new Repeater({ policy: { ...defaultPolicy, maxAttempts: 1 } });
	return {
		media: new MediaUploads(clientWith(transport), repeater, signal),
		requests: transport.requests,
	};
}

const idOf = (nth: number) => answerWith({ id: `${1000 + nth}` });

const fileOf = (content: string, more: Partial<UploadFile> = {}): UploadFile => ({
	fileName: 'photo.jpg',
	mimeType: 'image/jpeg',
	content,
	bytes: 5,
	open: () => Readable.from(Buffer.from('photo')),
	...more,
});

const pathOf = ({ url }: HttpRequest) => url.pathname;

describe('the same file', () => {
	it('goes up once for those who ask at once and later', async () => {
		const { media, requests } = uploads(idOf);
		const atOnce = await Promise.all([1, 2, 3].map(() => media.idFor(fileOf('a'), '1')));
		expect([...atOnce, await media.idFor(fileOf('a'), '1')]).toEqual(Array(4).fill('1001'));
		expect(requests).toHaveLength(1);
	});

	it('goes up once for each number', async () => {
		const { media, requests } = uploads(idOf);
		const ids = [await media.idFor(fileOf('a'), '1'), await media.idFor(fileOf('a'), '2')];
		expect(ids).toEqual(['1001', '1002']);
		expect(requests.map(pathOf)).toEqual(['/v26.0/1/media', '/v26.0/2/media']);
	});

	it.each([
		['other content', fileOf('b')],
		['another name', fileOf('a', { fileName: 'b.jpg' })],
		['another type', fileOf('a', { mimeType: 'image/png' })],
	])('is not the one with %s', async (_, other) => {
		const { media, requests } = uploads(idOf);
		await media.idFor(fileOf('a'), '1');
		await media.idFor(other, '1');
		expect(requests).toHaveLength(2);
	});

	it('is forgotten when a thousand others came after it', async () => {
		const { media, requests } = uploads(idOf);
		for (let nth = 0; nth <= 1000; nth++) await media.idFor(fileOf(`${nth}`), '1');
		await media.idFor(fileOf('1000'), '1');
		expect(requests).toHaveLength(1001);
		await media.idFor(fileOf('0'), '1');
		expect(requests).toHaveLength(1002);
	});
});

it('no more than four go up at once', async () => {
	const waiting: Array<() => void> = [];
	let running = 0;
	let most = 0;
	const { media } = uploads(async (nth) => {
		most = Math.max(most, ++running);
		await new Promise<void>((resolve) => waiting.push(resolve));
		running--;
		return idOf(nth);
	});
	const all = Array.from({ length: 10 }, (_, nth) => media.idFor(fileOf(`${nth}`), '1'));
	let done = false;
	const ids = Promise.all(all).finally(() => (done = true));
	while (!done) {
		await new Promise(setImmediate);
		waiting.shift()?.();
	}
	expect(new Set(await ids).size).toBe(10);
	expect(most).toBe(4);
});

describe('an upload that fails', () => {
	it('fails all who wait for it, saying that no message left', async () => {
		const { media, requests } = uploads(() => refusal(131053, '(#131053) Media upload error'));
		const errors = await Promise.all([1, 2].map(() => errorOf(media.idFor(fileOf('a'), '1'))));
		for (const error of errors) {
			expect(error).toBeInstanceOf(UploadFailedError);
			expect(error).toHaveProperty('cause.code', 131053);
		}
		expect(requests).toHaveLength(1);
	});

	it('is not tried again for later ones where it would end the same way', async () => {
		const { media, requests } = uploads(() => refusal(131053, '(#131053) Media upload error'));
		const first = await errorOf(media.idFor(fileOf('a'), '1'));
		expect(await errorOf(media.idFor(fileOf('a'), '1'))).toBe(first);
		expect(requests).toHaveLength(1);
	});

	it('is tried again for later ones where the trouble may have passed', async () => {
		const { media } = uploads((nth) => (nth === 1 ? refusal(131016, 'Busy', 500) : idOf(nth)));
		await errorOf(media.idFor(fileOf('a'), '1'));
		expect(await media.idFor(fileOf('a'), '1')).toBe('1002');
	});

	it('leaves its place to others', async () => {
		const { media } = uploads(() => refusal(131053, 'No'));
		const all = Array.from({ length: 9 }, (_, nth) => errorOf(media.idFor(fileOf(`${nth}`), '1')));
		expect(await Promise.all(all)).toHaveLength(9);
	});

	it('was cancelled, with no message on its way', async () => {
		const { media, requests } = uploads(idOf, AbortSignal.abort());
		expect(await errorOf(media.idFor(fileOf('a'), '1'))).toMatchObject({
			kind: 'cancelled',
			requestWritten: false,
		});
		expect(requests).toEqual([]);
	});
});

it('writes a form that holds the file and says what it is', async () => {
	const { media, requests } = uploads(idOf);
	await media.idFor(fileOf('a', { fileName: 'a"\r\nb.jpg' }), '1');
	const body = requests[0].body as StreamedBody;
	const written = await buffer(Readable.from(await body.open()));
	expect(written.length).toBe(body.bytes);
	const boundary = /boundary=(.*)$/.exec(requests[0].headers['content-type'])?.[1] ?? '';
	expect(written.toString().replaceAll(boundary, 'B').split('\r\n')).toEqual([
		'--B',
		'content-disposition: form-data; name="messaging_product"',
		'',
		'whatsapp',
		'--B',
		'content-disposition: form-data; name="type"',
		'',
		'image/jpeg',
		'--B',
		'content-disposition: form-data; name="file"; filename="a%22 b.jpg"',
		'content-type: image/jpeg',
		'',
		'photo',
		'--B--',
		'',
	]);
});

describe('a file of an item', () => {
	const file = {
		...fileOf('a'),
		bytes: 5,
		mimeType: 'application/octet-stream',
		fileName: undefined,
	};

	it('gets the type that Meta knows, and a name', () => {
		expect(uploadOf({ ...file, fileName: 'a.pdf' }, 'document')).toMatchObject({
			mimeType: 'application/pdf',
			fileName: 'a.pdf',
		});
		expect(uploadOf({ ...file, mimeType: 'audio/ogg' }, 'voice')).toMatchObject({
			mimeType: 'audio/ogg; codecs=opus',
			fileName: 'file.ogg',
		});
	});

	it('is refused where it is of another kind', () => {
		expect(() => uploadOf({ ...file, mimeType: 'image/png' }, 'video')).toThrow(
			'The file is of the type image/png, which Meta does not take as a video',
		);
	});
});
