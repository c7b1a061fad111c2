import { createHash } from 'node:crypto';

import type { Simulator } from '../../simulator';
import { closeAll, control, graph, send, startCallback, startManual, valuesOf } from './support';
import type { Answer, Body } from './support';

afterEach(closeAll);

const DAY_MS = 24 * 60 * 60 * 1_000;
const MB = 1024 * 1024;
const PHOTO = Buffer.from('not really a photo');
const sha256 = createHash('sha256').update(PHOTO);
const HASH = sha256.copy().digest('hex');

/** Uploads with the platform's own form, whose writing is not the client's. */
async function upload(
	simulator: Simulator,
	given: { type?: string; bytes?: Uint8Array; fields?: Record<string, string> } = {},
): Promise<Answer> {
	const { type = 'image/jpeg', bytes = PHOTO, fields = {} } = given;
	const form = new FormData();
	for (const [name, value] of Object.entries({ messaging_product: 'whatsapp', type, ...fields })) {
		if (value !== '') form.append(name, value);
	}
	form.append('file', new Blob([Buffer.from(bytes)], { type }), 'photo.jpg');
	const { accessToken, phoneNumberIds } = simulator.account;
	const response = await fetch(`${simulator.url}/v26.0/${phoneNumberIds.standard}/media`, {
		method: 'POST',
		headers: { authorization: `Bearer ${accessToken}` },
		body: form,
	});
	const body = (await response.json()) as Body;
	return { status: response.status, headers: response.headers, body };
}

const download = async (simulator: Simulator, url: unknown, token?: string): Promise<Response> =>
	await fetch(String(url), {
		headers: { authorization: `Bearer ${token ?? simulator.account.accessToken}` },
	});

test('an upload can be looked up, downloaded and deleted', async () => {
	const simulator = await startManual();
	const { id } = (await upload(simulator)).body;
	const { body } = await graph(simulator, 'GET', id);
	expect(body).toMatchObject({
		messaging_product: 'whatsapp',
		id,
		mime_type: 'image/jpeg',
		sha256: HASH,
		file_size: PHOTO.length,
	});
	const file = await download(simulator, body.url);
	expect(file.headers.get('content-type')).toBe('image/jpeg');
	expect(Buffer.from(await file.arrayBuffer())).toEqual(PHOTO);
	expect((await graph(simulator, 'DELETE', id)).body).toEqual({ success: true });
	expect((await download(simulator, body.url)).status).toBe(404);
	expect((await graph(simulator, 'GET', id)).body.error).toMatchObject({
		code: 100,
		error_subcode: 33,
	});
});

test('a file that is larger than any JSON may be comes back whole', async () => {
	const simulator = await startManual();
	const bytes = Buffer.alloc(20 * MB, 'pdf ');
	const { id } = (await upload(simulator, { type: 'application/pdf', bytes })).body;
	const { url } = (await graph(simulator, 'GET', id)).body;
	const came = createHash('sha256');
	const answer = await download(simulator, url);
	for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) came.update(chunk);
	expect(came.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
});

test('an address holds for 5 minutes and needs the token', async () => {
	const simulator = await startManual();
	const { id } = (await upload(simulator)).body;
	const { url } = (await graph(simulator, 'GET', id)).body;
	expect((await fetch(String(url))).status).toBe(401);
	const { noMessagingAccessToken } = simulator.account;
	expect((await download(simulator, url, noMessagingAccessToken)).status).toBe(404);
	expect((await download(simulator, String(url).replace('hash=', 'hash=x'))).status).toBe(404);
	simulator.clock.advance(299_000);
	expect((await download(simulator, url)).status).toBe(200);
	simulator.clock.advance(1_000);
	expect((await download(simulator, url)).status).toBe(404);
});

test('an upload lives 30 days, or as long as was asked for', async () => {
	const simulator = await startManual();
	const long = (await upload(simulator)).body.id;
	const short = (await upload(simulator, { fields: { ttl_minutes: '5' } })).body.id;
	const isThere = async (id: string) => (await graph(simulator, 'GET', id)).status === 200;
	simulator.clock.advance(5 * 60_000);
	expect([await isThere(long), await isThere(short)]).toEqual([true, false]);
	simulator.clock.advance(30 * DAY_MS - 5 * 60_000 - 1);
	expect(await isThere(long)).toBe(true);
	simulator.clock.advance(1);
	expect(await isThere(long)).toBe(false);
});

test.each([
	['without messaging_product', { fields: { messaging_product: '' } }, 100, 'messaging_product'],
	['without a type', { fields: { type: '' } }, 100, 'parameter type'],
	['of a type that Meta does not take', { type: 'image/gif' }, 100, "of type 'image/gif'"],
	['that is empty', { bytes: Buffer.alloc(0) }, 131053, 'Media upload error'],
	['of an image over 5 MB', { bytes: Buffer.alloc(5 * MB + 1) }, 131053, 'Media upload error'],
	[
		'of a still sticker over 100 KB',
		{ type: 'image/webp', bytes: Buffer.alloc(102_401) },
		131053,
		'',
	],
])('an upload %s is refused', async (_, given, code, words) => {
	const simulator = await startManual();
	const { status, body } = await upload(simulator, given);
	expect({ status, code: body.error.code }).toEqual({ status: 400, code });
	expect(body.error.message).toContain(words);
	expect(simulator.media.all()).toEqual([]);
});

test('an animated sticker may be larger than a still one', async () => {
	const simulator = await startManual();
	const bytes = Buffer.alloc(300_000);
	bytes.write('RIFF    WEBPVP8X', 'latin1');
	bytes[20] = 0b10;
	expect((await upload(simulator, { type: 'image/webp', bytes })).status).toBe(200);
});

test('a number that is named must be the one of the upload', async () => {
	const simulator = await startManual();
	const { standard, high } = simulator.account.phoneNumberIds;
	const { id } = (await upload(simulator)).body;
	expect((await graph(simulator, 'GET', `${id}?phone_number_id=${standard}`)).status).toBe(200);
	expect((await graph(simulator, 'GET', `${id}?phone_number_id=${high}`)).status).toBe(400);
});

test('a message names any file unless files are checked', async () => {
	const simulator = await startManual();
	const image = { id: '1479537139650973' };
	expect((await send(simulator, { type: 'image', image })).status).toBe(200);
	simulator.configure({ mediaIds: 'known' });
	expect((await send(simulator, { type: 'image', image })).body.error).toMatchObject({
		code: 100,
		message: expect.stringContaining("Param image['id'] is not a valid"),
	});
	const { id } = (await upload(simulator)).body;
	expect((await send(simulator, { type: 'image', image: { id } })).status).toBe(200);
	const { high } = simulator.account.phoneNumberIds;
	const fromOther = await send(simulator, { type: 'image', image: { id } }, { from: high });
	expect(fromOther.status).toBe(400);
});

test('a file from a person comes with the webhook and lives 7 days', async () => {
	const simulator = await startManual();
	const callback = await startCallback();
	await simulator.setCallback({ url: callback.url, verifyToken: 'secret-word' });
	await control(simulator, 'POST', 'inbound', {
		from: '+12025550150',
		file: {
			data: PHOTO.toString('base64'),
			mimeType: 'application/pdf',
			fileName: 'a.pdf',
			caption: 'Here',
		},
	});
	await simulator.until(() => callback.received.length === 1);
	const [medium] = simulator.media.all();
	const [{ messages }] = callback.received.flatMap(valuesOf);
	expect(messages[0]).toMatchObject({
		type: 'document',
		document: {
			id: medium.id,
			mime_type: 'application/pdf',
			sha256: sha256.copy().digest('base64'),
			filename: 'a.pdf',
			caption: 'Here',
		},
	});
	const { url } = (messages[0] as unknown as { document: { url: string } }).document;
	expect(Buffer.from(await (await download(simulator, url)).arrayBuffer())).toEqual(PHOTO);
	expect((await control(simulator, 'GET', 'media')).body).toMatchObject([
		{ id: medium.id, inbound: true, size: PHOTO.length },
	]);
	simulator.clock.advance(7 * DAY_MS);
	expect((await graph(simulator, 'GET', medium.id)).status).toBe(400);
});

test('rules can be for uploads and downloads alone', async () => {
	const simulator = await startManual();
	simulator.faults.add({
		match: { kind: 'uploads' },
		next: 1,
		action: { error: { code: 131016 } },
	});
	const { high } = simulator.account.phoneNumberIds;
	expect(
		(await send(simulator, { type: 'text', text: { body: 'x' } }, { from: high })).status,
	).toBe(200);
	expect((await upload(simulator)).status).toBe(500);
	const { id } = (await upload(simulator)).body;
	simulator.faults.add({
		match: { kind: 'downloads' },
		next: 1,
		action: { http: { status: 410, body: 'Gone' } },
	});
	const { url } = (await graph(simulator, 'GET', id)).body;
	expect((await download(simulator, url)).status).toBe(410);
	expect((await download(simulator, url)).status).toBe(200);
});
