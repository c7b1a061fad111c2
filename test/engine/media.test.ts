import { createHash, randomBytes } from 'node:crypto';

import type { IBinaryData, IDataObject, INodeParameters } from 'n8n-workflow';

import { Dispatcher, fastPolicy, useDispatcher } from '../../nodes/shared/delivery';
import { DEFAULT_ACCOUNT, startSimulator, type Simulator } from '../simulator';
import { credentialFor } from './support/credential';
import { runWhatsAppSend, type NodeRun, type NodeRunOptions } from './support/runNode';

const phoneNumberId = DEFAULT_ACCOUNT.phoneNumberIds.standard;

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator();
});
beforeEach(() => {
	simulator.clear();
	useDispatcher(new Dispatcher({ policy: fastPolicy }));
});
afterAll(async () => await simulator.close());

const run = async (
	parameters: INodeParameters,
	options: Partial<NodeRunOptions> = {},
): Promise<NodeRun> =>
	await runWhatsAppSend({
		parameters: { resource: 'media', ...parameters },
		items: [{}],
		credential: credentialFor(simulator),
		onError: 'continueRegularOutput',
		...options,
	});

/** A file of an item, as n8n holds it in memory. */
const fileOf = (bytes: Buffer, facts: Partial<IBinaryData> = {}): IBinaryData => ({
	data: bytes.toString('base64'),
	mimeType: 'image/jpeg',
	fileName: 'photo.jpg',
	...facts,
});

const toUpload = {
	operation: 'mediaUpload',
	phoneNumberId: { __rl: true, mode: 'id', value: phoneNumberId },
};

/** A file that a person sent. */
const received = (data: Buffer, facts: { mimeType?: string; fileName?: string } = {}) => {
	const message = simulator.inbound({
		phoneNumberId,
		from: '+12025550150',
		file: { data, mimeType: 'image/jpeg', ...facts },
	});
	return { type: message.type, ...(message.content as { id: string; sha256: string }) };
};

describe('Upload', () => {
	it('gives Meta the file byte for byte, with its name and type', async () => {
		const bytes = randomBytes(700_000);
		const { outputs } = await run(toUpload, { binary: [{ data: fileOf(bytes) }] });
		const [medium] = simulator.media.all();
		expect(medium).toMatchObject({ phoneNumberId, mimeType: 'image/jpeg', fileName: 'photo.jpg' });
		expect(medium.bytes.equals(bytes)).toBe(true);
		expect(outputs[0]).toEqual([{ json: { id: medium.id }, pairedItem: { item: 0 } }]);
	});

	it('takes what was filled in instead of what n8n knows', async () => {
		await run(
			{
				...toUpload,
				mediaPropertyName: 'report',
				additionalFields: { mediaFileName: 'Größe "1".pdf', mimeType: 'application/pdf' },
			},
			{ binary: [{ report: fileOf(Buffer.from('%PDF'), { mimeType: 'text/html' }) }] },
		);
		expect(simulator.media.all()).toMatchObject([
			{ mimeType: 'application/pdf', fileName: 'Größe %221%22.pdf' },
		]);
	});

	it('hears how long the file is to live', async () => {
		const before = simulator.clock.now();
		await run(
			{ ...toUpload, additionalFields: { ttlMinutes: 2 } },
			{ binary: [{ data: fileOf(Buffer.from('x')) }] },
		);
		const [{ expiresAt }] = simulator.media.all();
		expect(expiresAt).toBeGreaterThanOrEqual(before + 120_000);
		expect(expiresAt).toBeLessThanOrEqual(simulator.clock.now() + 120_000);
	});

	it.each([
		['an answer of 500', { error: { code: 131000 } }],
		['a 429', { http: { status: 429, body: '', headers: { 'retry-after': '0' } } }],
		['a cut connection', { close: 'before' as const }],
		['a connection cut after the file was stored', { close: 'after' as const }],
	])('opens the file anew after %s', async (_, action) => {
		const bytes = randomBytes(300_000);
		const fault = simulator.faults.add({ match: { kind: 'uploads' }, next: 2, action });
		const { outputs } = await run(toUpload, { binary: [{ data: fileOf(bytes) }] });
		const medium = simulator.media.all().at(-1);
		expect(fault.fired).toBe(2);
		expect(medium?.bytes.equals(bytes)).toBe(true);
		expect(outputs[0][0].json).toEqual({ id: medium?.id });
	});

	it('takes no part in the rate of the number', async () => {
		simulator.account.addPhoneNumber({
			id: phoneNumberId,
			display_phone_number: '+1 202-555-0101',
			throughputOverride: 1,
		});
		const binary = Array.from({ length: 6 }, (_, nth) => ({ data: fileOf(Buffer.from([nth])) }));
		const { outputs } = await run(toUpload, { items: binary.map(() => ({})), binary });
		const ids = outputs[0].map(({ json }) => json.id as string);
		expect(
			ids.map((id) => simulator.media.all().find((medium) => medium.id === id)?.bytes[0]),
		).toEqual([0, 1, 2, 3, 4, 5]);
		expect(simulator.peaksPerSecond[phoneNumberId] ?? 0).toBe(0);
	});

	it.each<[string, INodeParameters, Record<string, IBinaryData> | undefined, object]>([
		['no file', {}, undefined, { error: 'The item has no file in the field “data”' }],
		[
			'a file in another field',
			{ mediaPropertyName: 'photo' },
			{ picture: fileOf(Buffer.from('x')) },
			{ details: { whatToDo: 'It has files in: “picture”.' } },
		],
		[
			'a file that Meta does not take',
			{},
			{ data: fileOf(Buffer.from('x'), { mimeType: 'image/gif', fileName: 'a.gif' }) },
			{ error: 'The file “a.gif” is of the type image/gif, which Meta does not take' },
		],
		[
			'a file that is too large',
			{},
			{ data: fileOf(Buffer.alloc(5 * 1024 * 1024 + 1)) },
			{
				error: 'The file “photo.jpg” has 5,242,881 bytes, Meta allows 5,242,880 for an image',
			},
		],
		[
			'no number',
			{ phoneNumberId: '={{ $json.none }}' },
			{ data: fileOf(Buffer.from('x')) },
			{ error: 'No sender is chosen' },
		],
	])('sends nothing for %s', async (_, parameters, binary, expected) => {
		const { outputs } = await run({ ...toUpload, ...parameters }, { binary: binary && [binary] });
		expect(outputs[0][0].json).toMatchObject({
			details: { kind: 'validation', attempts: 0 },
			...expected,
		});
		expect(simulator.ledger.refused).toEqual([]);
		expect(simulator.media.all()).toEqual([]);
	});

	it('stops at the first failure where the node does', async () => {
		simulator.faults.add({ match: { kind: 'uploads' }, action: { error: { code: 131053 } } });
		const binary = Array.from({ length: 40 }, (_, nth) => ({ data: fileOf(Buffer.from([nth])) }));
		const { error } = await run(toUpload, {
			items: binary.map(() => ({})),
			binary,
			onError: 'stopWorkflow',
		});
		expect(error?.message).toContain('Media upload error (code 131053) [item');
		expect(simulator.ledger.refused.length).toBeLessThan(10);
	});

	it('makes one call, not one for each item, once the token is dead', async () => {
		simulator.account.addToken({ value: DEFAULT_ACCOUNT.tokens.full, revoked: true });
		const binary = Array.from({ length: 40 }, (_, nth) => ({ data: fileOf(Buffer.from([nth])) }));
		const { outputs } = await run(toUpload, { items: binary.map(() => ({})), binary });
		simulator.account.addToken({ value: DEFAULT_ACCOUNT.tokens.full, revoked: false });
		expect(simulator.ledger.refusedWith(190)).toBeLessThan(10);
		expect(outputs[0].map(({ json }) => (json.details as IDataObject).code)).toEqual(
			binary.map(() => 190),
		);
	});
});

describe('Download', () => {
	it('brings the file that the item names, with a name of its type', async () => {
		const bytes = randomBytes(700_000);
		const { type, ...content } = received(bytes);
		const { outputs } = await run(
			{ operation: 'mediaDownload' },
			{ items: [{ messages: [{ type, [type]: content }] }] },
		);
		const [{ json, binary, pairedItem }] = outputs[0];
		expect(json).toEqual({
			id: content.id,
			mime_type: 'image/jpeg',
			sha256: createHash('sha256').update(bytes).digest('hex'),
			file_size: bytes.length,
			fileName: `${content.id}.jpg`,
		});
		expect(binary?.data).toMatchObject({
			mimeType: 'image/jpeg',
			fileName: `${content.id}.jpg`,
			fileType: 'image',
		});
		expect(Buffer.from(binary?.data.data ?? '', 'base64').equals(bytes)).toBe(true);
		expect(pairedItem).toEqual({ item: 0 });
	});

	it('puts it under the name and into the field that were asked for', async () => {
		const { id } = received(Buffer.from('%PDF'), { mimeType: 'application/pdf' });
		const options = { binaryPropertyName: 'invoice', fileName: '../../etc/July.pdf' };
		const { outputs } = await run({ operation: 'mediaDownload', mediaId: id, options });
		expect(outputs[0][0].binary?.invoice).toMatchObject({ fileName: 'July.pdf' });
		expect(outputs[0][0].binary?.invoice.directory).toBeUndefined();
	});

	it('begins anew when the connection broke or the bytes are others', async () => {
		const bytes = randomBytes(1000);
		const { id } = received(bytes);
		const garbage = { http: { status: 200, body: 'x'.repeat(1000) } };
		for (const action of [garbage, { close: 'before' as const }]) {
			simulator.faults.add({ match: { kind: 'downloads' }, next: 1, action });
		}
		const { outputs } = await run({ operation: 'mediaDownload', mediaId: id });
		expect(Buffer.from(outputs[0][0].binary?.data.data ?? '', 'base64').equals(bytes)).toBe(true);
	});

	it('hands out nothing of a file that never has the right hash', async () => {
		const { id } = received(Buffer.from('photo'));
		simulator.media.all()[0].sha256 = 'a'.repeat(64);
		const { outputs } = await run({ operation: 'mediaDownload', mediaId: id });
		expect(outputs[0][0]).toEqual({
			json: {
				error: expect.stringMatching(
					/^The file came damaged: its SHA-256 is [0-9a-f]{64}, Meta says a+$/,
				),
				details: expect.objectContaining({ kind: 'damaged-file', attempts: 5, retryable: true }),
			},
			pairedItem: { item: 0 },
		});
	});

	it('says that a file is gone', async () => {
		const { outputs } = await run({ operation: 'mediaDownload', mediaId: '1479537139650973' });
		expect(outputs[0][0].json).toMatchObject({
			details: {
				code: 100,
				subcode: 33,
				meaning: 'Unknown ID, or no access to it',
				attempts: 1,
				retryable: false,
			},
		});
	});
});

describe('Get URL', () => {
	it("gives Meta's facts of the file", async () => {
		const { id } = received(Buffer.from('photo'));
		const { outputs } = await run({ operation: 'mediaUrlGet', mediaGetId: id });
		expect(outputs[0][0].json).toEqual({
			messaging_product: 'whatsapp',
			id,
			url: expect.stringContaining(`${simulator.url}/whatsapp_business/attachments/?mid=${id}`),
			mime_type: 'image/jpeg',
			sha256: createHash('sha256').update('photo').digest('hex'),
			file_size: 5,
		});
	});

	it('wants digits', async () => {
		const { outputs } = await run({ operation: 'mediaUrlGet', mediaGetId: 'photo.jpg' });
		expect(outputs[0][0].json).toMatchObject({ error: '“photo.jpg” is not a media ID' });
	});
});

describe('Delete', () => {
	it('deletes the file', async () => {
		const { id } = received(Buffer.from('photo'));
		const { outputs } = await run({ operation: 'mediaDelete', mediaDeleteId: id });
		expect(outputs[0][0].json).toEqual({ id, deleted: true });
		expect(simulator.media.all()).toEqual([]);
	});

	it('has done so when the answer was lost and the file is gone', async () => {
		const { id } = received(Buffer.from('photo'));
		simulator.faults.add({ match: { kind: 'any' }, next: 1, action: { close: 'after' } });
		const { outputs } = await run({ operation: 'mediaDelete', mediaDeleteId: id });
		expect(outputs[0][0].json).toEqual({ id, deleted: true });
	});

	it('says when there is no such file', async () => {
		const { outputs } = await run({ operation: 'mediaDelete', mediaDeleteId: '1479537139650973' });
		expect(outputs[0][0].json).toMatchObject({ details: { code: 100, subcode: 33 } });
	});
});

// What a node of n8n's own, pasted, brings along: its parameters in their own writing.
describe("the parameters of n8n's built-in node", () => {
	it('upload', async () => {
		await run(
			{
				operation: 'mediaUpload',
				phoneNumberId,
				mediaPropertyName: 'data',
				additionalFields: { mediaFileName: 'cat.jpg' },
			},
			{ binary: [{ data: fileOf(Buffer.from('x')) }] },
		);
		expect(simulator.media.all()).toMatchObject([{ phoneNumberId, fileName: 'cat.jpg' }]);
	});
});
