import type { IBinaryData, IDataObject, INodeParameters } from 'n8n-workflow';

import { Dispatcher, fastPolicy, useDispatcher } from '../../../nodes/shared/delivery';
import { DEFAULT_ACCOUNT, startSimulator, type Simulator } from '../../simulator';
import { credentialFor } from '../support/credential';
import { runWhatsAppSend, type NodeRun, type NodeRunOptions } from '../support/runNode';

const { high, standard } = DEFAULT_ACCOUNT.phoneNumberIds;

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator({ settings: { autoStatuses: 'off', mediaIds: 'known' } });
});
beforeEach(() => {
	simulator.clear();
	useDispatcher(new Dispatcher({ policy: fastPolicy }));
});
afterAll(async () => await simulator.close());

const JPEG = { mimeType: 'image/jpeg', fileName: 'photo.jpg' };

const file = (content: string, facts: Partial<IBinaryData> = JPEG): IBinaryData => ({
	data: Buffer.from(content).toString('base64'),
	mimeType: 'application/pdf',
	fileName: 'invoice.pdf',
	...facts,
});

/** Sends each of these files to another person. */
const send = async (
	files: IBinaryData[],
	parameters: INodeParameters = {},
	options: Partial<NodeRunOptions> = {},
): Promise<NodeRun> =>
	await runWhatsAppSend({
		parameters: {
			phoneNumberId: { __rl: true, mode: 'id', value: high },
			recipientPhoneNumber: '={{ $json.phone }}',
			messageType: 'image',
			mediaPath: 'useMedian8n',
			...parameters,
		},
		items: files.map((_, index) => ({ phone: `+1202555${1000 + index}` })),
		binary: files.map((data) => ({ data })),
		credential: credentialFor(simulator),
		onError: 'continueRegularOutput',
		...options,
	});

const payloads = () => simulator.ledger.accepted.map(({ payload }) => payload as IDataObject);
const uploaded = () => simulator.media.all();
const failures = ({ outputs }: NodeRun) => outputs[0].map(({ json }) => json.error);

describe('a file of the item', () => {
	it.each([
		['image', JPEG],
		['video', { mimeType: 'video/mp4', fileName: 'film.mp4' }],
		['audio', { mimeType: 'audio/mpeg', fileName: 'sound.mp3' }],
		['sticker', { mimeType: 'image/webp', fileName: 'wave.webp' }],
	])('is uploaded, and sent as %s by its ID', async (messageType, facts) => {
		await send([file('content', facts)], { messageType });
		const [medium] = uploaded();
		expect(medium).toMatchObject({ ...facts, phoneNumberId: high });
		expect(medium.bytes.toString()).toBe('content');
		expect(payloads()).toEqual([
			expect.objectContaining({ type: messageType, [messageType]: { id: medium.id } }),
		]);
	});

	it('keeps its name as a document, unless another one is given', async () => {
		const pdf = file('content', {});
		await send([pdf], { messageType: 'document', additionalFields: { mediaCaption: 'May' } });
		expect(payloads()[0].document).toEqual({
			id: uploaded()[0].id,
			caption: 'May',
			filename: 'invoice.pdf',
		});
		simulator.clear();
		const named = { messageType: 'document', additionalFields: { mediaFilename: 'May 2026.pdf' } };
		await send([pdf], named);
		expect(payloads()[0].document).toMatchObject({ filename: 'May 2026.pdf' });
	});

	it('stands in a header and on cards as well', async () => {
		await send([file('content')], {
			messageType: 'interactive',
			bodyText: 'Is this it?',
			headerType: 'image',
			headerMediaPath: 'useMedian8n',
			replyButtons: { button: [{ title: 'Yes' }] },
		});
		expect(payloads()[0].interactive).toMatchObject({
			header: { type: 'image', image: { id: uploaded()[0].id } },
		});
	});

	it('is uploaded once for all that get it, and once more by another number', async () => {
		await send(Array.from({ length: 20 }, () => file('the same')));
		expect(payloads()).toHaveLength(20);
		expect(uploaded()).toHaveLength(1);

		simulator.clear();
		const sender = {
			__rl: true,
			mode: 'id',
			value: `={{ $itemIndex % 2 ? "${high}" : "${standard}" }}`,
		};
		await send(
			Array.from({ length: 20 }, () => file('the same')),
			{ phoneNumberId: sender },
		);
		expect(
			uploaded()
				.map(({ phoneNumberId }) => phoneNumberId)
				.sort(),
		).toEqual([high, standard].sort());
	});

	it('is uploaded again from its beginning when a try fails, and sent once', async () => {
		simulator.faults.add({
			match: { kind: 'uploads' },
			next: 2,
			action: { error: { code: 131016 } },
		});
		await send([file('content')]);
		expect(uploaded()[0].bytes.toString()).toBe('content');
		expect(payloads()).toHaveLength(1);
	});

	it('is not uploaded again when only the message is tried again', async () => {
		simulator.faults.add({ next: 2, action: { error: { code: 131016 } } });
		await send([file('content')]);
		expect(uploaded()).toHaveLength(1);
		expect(payloads()).toHaveLength(1);
	});

	it('is only checked in a dry run', async () => {
		const { outputs } = await send([file('content')], { options: { dryRun: true } });
		expect(outputs[0][0].json).toMatchObject({
			request: { image: { id: '(upload of photo.jpg)' } },
		});
		expect(uploaded()).toEqual([]);
	});
});

describe('refused before anything is uploaded or sent', () => {
	afterEach(() => {
		expect(uploaded()).toEqual([]);
		expect(payloads()).toEqual([]);
	});

	it.each([
		[
			'a field that the item has not',
			{ mediaPropertyName: 'picture' },
			/no file in the field “picture”/,
		],
		[
			'a field without a name',
			{ mediaPropertyName: "={{ '' }}" },
			/Input Data Field Name is empty/,
		],
		['a type that Meta does not take there', { messageType: 'video' }, /video/],
		[
			'a sound as voice note that is no Ogg',
			{ messageType: 'audio', additionalFields: { voice: true } },
			/voice note/,
		],
	])('is %s', async (_, parameters: INodeParameters, message) => {
		const facts =
			parameters.messageType === 'audio' ? { mimeType: 'audio/mpeg', fileName: 'a.mp3' } : JPEG;
		const run = await send([file('content', facts)], parameters);
		expect(failures(run)[0]).toMatch(message);
	});

	it('is an image of more than 5 MB', async () => {
		const run = await send([file('x'.repeat(5 * 1024 * 1024 + 1))]);
		expect(failures(run)[0]).toMatch(/5,242,881 bytes, Meta allows 5,242,880/);
	});
});

it('one wrong file does not keep the others from being sent', async () => {
	const run = await send([
		file('one'),
		file('two', { mimeType: 'image/gif', fileName: 'two.gif' }),
		file('three'),
	]);
	expect(failures(run)).toEqual([undefined, expect.stringMatching(/gif/i), undefined]);
	expect(payloads()).toHaveLength(2);
});

it('a token that is dead is found out once, not by every file', async () => {
	const files = Array.from({ length: 30 }, (_, index) => file(`file ${index}`));
	const credential = { ...credentialFor(simulator), accessToken: 'EAAdead', appSecret: '' };
	const run = await send(files, {}, { credential });
	expect(failures(run).every(Boolean)).toBe(true);
	expect(simulator.ledger.refused.length).toBeLessThan(10);
});
