import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import {
	deleteMedia,
	downloadMedia,
	getMedia,
	uploadMedia,
	type Media,
} from '../../../nodes/shared/graph/endpoints/media';
import { createTransport } from '../../../nodes/shared/graph/transport';
import { DEFAULT_ACCOUNT, SimulatorClock, startSimulator, type Simulator } from '../../simulator';
import { clientWith, errorOf, secretsIn, STANDBY, standingClock, TOKEN } from '../../support/graph';
import { startHttpServer } from '../../support/nastyServer';
import { useServers } from '../../support/servers';

const opened = useServers();
const { standard } = DEFAULT_ACCOUNT.phoneNumberIds;
const MINUTE_MS = 60_000;

/** A file, and how often it was opened. */
function fileOf(bytes: Buffer, mimeType = 'image/jpeg') {
	const file = {
		fileName: 'photo.jpg',
		mimeType,
		bytes: bytes.length,
		opened: 0,
		open() {
			file.opened++;
			return Readable.from(bytes, { objectMode: false });
		},
	};
	return file;
}

describe('against the simulator', () => {
	let simulator: Simulator;
	const client = () =>
		clientWith(createTransport(), {
			accessToken: DEFAULT_ACCOUNT.tokens.full,
			standbyAccessToken: '',
			appSecret: DEFAULT_ACCOUNT.app.secret,
			baseUrl: simulator.url,
		});

	beforeEach(async () => {
		simulator = await startSimulator({ clock: new SimulatorClock({ mode: 'manual' }) });
	});
	afterEach(async () => await simulator.close());

	/** What is known of a file that was just uploaded. */
	async function uploaded(bytes: Buffer): Promise<{ media: Media; askedAt: number }> {
		const id = await uploadMedia(client(), standard, fileOf(bytes));
		return { media: await getMedia(client(), id), askedAt: simulator.clock.now() };
	}

	it('a file comes back as it went up', async () => {
		const bytes = randomBytes(3_000_000);
		const known = await uploaded(bytes);
		expect(known.media).toMatchObject({
			mime_type: 'image/jpeg',
			file_size: bytes.length,
			sha256: createHash('sha256').update(bytes).digest('hex'),
		});
		const { file } = await downloadMedia(client(), known, { clock: simulator.clock });
		expect((await buffer(file)).equals(bytes)).toBe(true);
		expect(await deleteMedia(client(), known.media.id)).toEqual({ success: true });
		expect(await errorOf(getMedia(client(), known.media.id))).toMatchObject({ code: 100 });
	});

	it('an upload is opened anew each time', async () => {
		const file = fileOf(randomBytes(100_000));
		simulator.faults.add({ match: { kind: 'uploads' }, next: 1, action: { close: 'before' } });
		expect(await errorOf(uploadMedia(client(), standard, file))).toMatchObject({ kind: 'network' });
		await uploadMedia(client(), standard, file);
		expect(file.opened).toBe(2);
		expect(simulator.media.all()).toMatchObject([
			{ fileName: 'photo.jpg', phoneNumberId: standard },
		]);
	});

	it.each([
		['is older than 5 minutes by our clock', () => simulator.clock],
		['is not known to Meta any more', () => standingClock(0)],
	])('an address that %s is asked for anew', async (_, clock) => {
		const known = await uploaded(Buffer.from('photo'));
		simulator.clock.advance(5 * MINUTE_MS);
		const { file, media } = await downloadMedia(client(), known, { clock: clock() });
		expect((await buffer(file)).toString()).toBe('photo');
		expect(media.url).not.toBe(known.media.url);
		expect(simulator.ledger.refused.length).toBe(clock() === simulator.clock ? 0 : 1);
	});

	it('an address is asked for anew once only', async () => {
		const known = await uploaded(Buffer.from('photo'));
		const fault = simulator.faults.add({
			match: { kind: 'downloads' },
			action: { http: { status: 404, body: 'Not Found' } },
		});
		expect(await errorOf(downloadMedia(client(), known, { clock: simulator.clock }))).toMatchObject(
			{
				httpStatus: 404,
			},
		);
		expect(fault.fired).toBe(2);
	});

	it('the hash may be written as webhooks write it', async () => {
		const known = await uploaded(Buffer.from('photo'));
		known.media.sha256 = createHash('sha256').update('photo').digest('base64');
		const { file } = await downloadMedia(client(), known, { clock: simulator.clock });
		expect((await buffer(file)).toString()).toBe('photo');
	});

	it.each([
		['hash', { sha256: 'b'.repeat(64) }, /SHA-256 is [0-9a-f]{64}, Meta says b+$/],
		['length, which is more', { file_size: 4 }, /has more than 4 bytes, Meta says 4/],
		['length, which is less', { file_size: 6 }, /has 5 bytes, Meta says 6/],
	])('a file of another %s is damaged', async (_, facts, message) => {
		const known = await uploaded(Buffer.from('photo'));
		Object.assign(known.media, facts);
		const { file } = await downloadMedia(client(), known, { clock: simulator.clock });
		expect(await errorOf(buffer(file))).toMatchObject({
			kind: 'damaged-file',
			message: expect.stringMatching(message),
		});
	});
});

describe('where the token goes', () => {
	const knownAt = (url: string) => ({ media: { id: '1', url }, askedAt: 0 });
	const clock = standingClock(0);

	/** The Graph host, which sends the download on to what `location` says. */
	const redirecting = async (location: (nth: number, url: string) => string) => {
		const server = opened(
			await startHttpServer((request, response) => {
				const nth = server.requests.length;
				if (request.url === '/file') response.end('photo');
				else response.writeHead(302, { location: location(nth, server.url) }).end();
			}),
		);
		return server;
	};

	it.each([
		'https://evil.example/file',
		'https://lookaside.fbsbx.com.evil.example/file',
		'http://lookaside.fbsbx.com/file',
		'https://evilfacebook.com/file',
		'file:///etc/passwd',
		'nonsense',
	])('not to %s', async (url) => {
		const client = clientWith(createTransport());
		const error = await errorOf(downloadMedia(client, knownAt(url), { clock }));
		expect(error).toMatchObject({ kind: 'validation', field: 'URL' });
		expect(secretsIn(error)).toEqual([]);
	});

	it('not after a redirect to another host, which is not even asked', async () => {
		const stranger = opened(await startHttpServer((_, response) => response.end('photo')));
		const server = await redirecting(() => `${stranger.url}/file`);
		const client = clientWith(createTransport(), { baseUrl: server.url });
		const error = await errorOf(downloadMedia(client, knownAt(`${server.url}/start`), { clock }));
		expect(error).toMatchObject({ kind: 'unexpected-answer', httpStatus: 302 });
		expect((error as Error).message).toContain('not a host of Meta');
		expect(stranger.requests).toEqual([]);
		expect(secretsIn(error)).toEqual([]);
	});

	it('along a redirect on its own host', async () => {
		const server = await redirecting(() => '/file');
		const client = clientWith(createTransport(), { baseUrl: server.url });
		const { file } = await downloadMedia(client, knownAt(`${server.url}/start`), { clock });
		expect((await buffer(file)).toString()).toBe('photo');
		expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(
			Array(2).fill(`Bearer ${TOKEN}`),
		);
		expect(server.requests[0].headers['user-agent']).toBe('n8n-nodes-whatsapp-business-cloud');
	});

	it('not in circles', async () => {
		const server = await redirecting((nth) => `/${nth}`);
		const client = clientWith(createTransport(), { baseUrl: server.url });
		const error = await errorOf(downloadMedia(client, knownAt(`${server.url}/start`), { clock }));
		expect(error).toMatchObject({ kind: 'unexpected-answer' });
		expect(server.requests).toHaveLength(6);
	});

	it('the standby token where the first is refused', async () => {
		const server = opened(
			await startHttpServer((request, response) => {
				if (request.headers.authorization === `Bearer ${STANDBY}`) response.end('photo');
				else response.writeHead(401).end(`{"error":{"message":"${TOKEN} expired","code":190}}`);
			}),
		);
		const client = clientWith(createTransport(), { baseUrl: server.url });
		const { file } = await downloadMedia(client, knownAt(`${server.url}/file`), { clock });
		expect((await buffer(file)).toString()).toBe('photo');
	});

	it('and out of a refusal that quotes it', async () => {
		const server = opened(
			await startHttpServer((_, response) =>
				response.writeHead(403).end(`{"error":{"message":"No ${TOKEN}","code":10}}`),
			),
		);
		const client = clientWith(createTransport(), { baseUrl: server.url });
		const error = await errorOf(downloadMedia(client, knownAt(`${server.url}/file`), { clock }));
		expect(error).toMatchObject({ code: 10 });
		expect(secretsIn(error)).toEqual([]);
	});
});

it('bytes go up as they are, with headers of their own and a session in the path', async () => {
	const bytes = randomBytes(200_000);
	const received: Buffer[] = [];
	const server = opened(
		await startHttpServer((request, response) => {
			request.on('data', (chunk: Buffer) => received.push(chunk));
			request.on('end', () => response.end('{"h":"4::aW"}'));
		}),
	);
	const client = clientWith(createTransport(), { baseUrl: server.url });
	const { h } = await client.postBytes(['upload:MTpz'], fileOf(bytes), {
		headers: { file_offset: '0' },
		query: { sig: 'ARZ' },
	});
	expect(h).toBe('4::aW');
	expect(Buffer.concat(received).equals(bytes)).toBe(true);
	const [{ url, headers }] = server.requests;
	expect(url).toMatch(/^\/v26\.0\/upload:MTpz\?sig=ARZ&/);
	expect(headers).toMatchObject({
		file_offset: '0',
		'content-length': '200000',
		authorization: `Bearer ${TOKEN}`,
	});
});
