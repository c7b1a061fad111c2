import { Readable } from 'node:stream';

import type { IExecuteFunctions, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { GraphClient } from '../../../nodes/shared/graph/client';
import { downloadMedia, getMedia } from '../../../nodes/shared/graph/endpoints/media';
import { parseEnvelope } from '../../../nodes/shared/webhooks/envelope';
import { eventsOf } from '../../../nodes/shared/webhooks/events';
import { downloadFiles } from '../../../nodes/WhatsAppTrigger/files';
import { startSimulator, type Simulator } from '../../simulator';
import { VirtualClock } from '../../unit/delivery/support/virtualClock';
import {
	change,
	delivery,
	message,
	numberChange,
	oneMessage,
	textMessage,
} from '../../unit/webhooks/support/deliveries';
import { credentialFor } from '../support/credential';
import { execute } from './support';

jest.mock('../../../nodes/shared/graph/endpoints/media');
const known = jest.mocked(getMedia);
const download = jest.mocked(downloadMedia);

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator();
});
afterAll(async () => await simulator.close());
beforeEach(() => {
	simulator.clear();
	jest.resetAllMocks();
});

/** The items that webhook() makes of a delivery. */
function itemsOf(body: Record<string, unknown>): INodeExecutionData[] {
	const envelope = parseEnvelope(Buffer.from(JSON.stringify(body))) ?? {};
	return eventsOf(envelope).map((event) => ({
		json: { ...event.body, event: event.event },
	}));
}

const run = async (body: Record<string, unknown>, options: INodeParameters = {}) =>
	await execute(itemsOf(body), { updates: ['everything'], options }, credentialFor(simulator));

const eventsIn = (items: INodeExecutionData[]) =>
	items.map(({ json }) => json.event as Record<string, unknown>);

const MIXED = delivery(
	numberChange('messages', { messages: [message({ id: 'a', type: 'text' })] }),
	numberChange('messages', { statuses: [{ id: 'b', status: 'sent' }] }),
	change('flows', { flow_id: 'c' }),
	numberChange('messages', { messages: [message({ id: 'd', type: 'text' })] }),
);

describe('the events of an execution', () => {
	it('leave by one output, as they came', async () => {
		const [items, ...others] = await run(MIXED);
		expect(others).toEqual([]);
		expect(items.map(({ json }) => ({ json }))).toEqual(itemsOf(MIXED));
	});

	it('leave by outputs of their own when asked to', async () => {
		const outputs = await run(MIXED, { separateOutputs: true });
		expect(outputs.map((items) => eventsIn(items).map(({ id }) => id))).toEqual([
			['a', 'd'],
			['b'],
			['c'],
		]);
	});
});

describe('files', () => {
	const file = { mime_type: 'image/jpeg', sha256: 'q83v', id: '900000000000001' };
	const options = { downloadMedia: true, largestFile: 1 };
	const comes = (...parts: string[]) =>
		download.mockImplementation(async (_client, { media }) => ({
			media,
			file: Readable.from(parts.map((part) => Buffer.from(part))),
		}));

	it('are put into the items of media messages alone', async () => {
		comes('by', 'tes');
		const picture = message({ type: 'image', image: { ...file, url: 'https://m.example/1' } });
		const [items] = await run(
			delivery(numberChange('messages', { messages: [message({ type: 'text' }), picture] })),
			options,
		);
		expect(items.map(({ binary }) => binary?.data)).toEqual([
			undefined,
			expect.objectContaining({
				data: Buffer.from('bytes').toString('base64'),
				mimeType: 'image/jpeg',
				fileName: '900000000000001.jpeg',
			}),
		]);
	});

	it('are not fetched where the option for the largest is no number', async () => {
		const picture = oneMessage({ type: 'image', image: file });
		const [[{ json }]] = await run(picture, { ...options, largestFile: 'abc' });
		expect(json.event).toMatchObject({
			mediaError: 'Largest File (MB) is “abc”, which is no number',
		});
		expect(download).not.toHaveBeenCalled();
	});

	it('are fetched where the webhook says, as long as that holds', async () => {
		comes('bytes');
		await run(
			oneMessage({ type: 'image', image: { ...file, url: 'https://m.example/1' } }),
			options,
		);
		expect(known).not.toHaveBeenCalled();
		expect(download.mock.calls[0][1]).toEqual({
			media: { ...file, url: 'https://m.example/1' },
			askedAt: 1_780_000_100_000,
		});
	});

	it('are asked for by their ID where the webhook says nothing, and keep their name', async () => {
		comes('bytes');
		known.mockResolvedValue({ ...file, url: 'https://m.example/2', file_size: 5 });
		const [[item]] = await run(
			oneMessage({ type: 'document', document: { ...file, filename: 'bill.pdf' } }),
			options,
		);
		expect(known.mock.calls[0][1]).toBe(file.id);
		expect(item.binary?.data.fileName).toBe('bill.pdf');
	});

	it.each<[string, () => void, string]>([
		[
			'Meta refuses',
			() => download.mockRejectedValue(new Error('The address is too old')),
			'The address is too old',
		],
		['they are too large', () => comes('x'.repeat(1024 * 1024), 'x'), 'larger than 1 MB'],
	])('do not hold an event up when %s', async (_, arrange, expected) => {
		arrange();
		const body = oneMessage({ type: 'image', image: { ...file, url: 'https://m.example/1' } });
		const [[item]] = await run(body, options);
		expect(item.binary).toBeUndefined();
		expect(eventsIn([item])[0]).toMatchObject({
			type: 'image',
			mediaError: expect.stringContaining(expected),
		});
	});

	it('are not fetched at all when Meta says before that they are too large', async () => {
		known.mockResolvedValue({ ...file, url: 'https://m.example/2', file_size: 1024 * 1024 + 1 });
		const [[item]] = await run(oneMessage({ type: 'image', image: file }), options);
		expect(eventsIn([item])[0].mediaError).toContain('larger than 1 MB');
		expect(download).not.toHaveBeenCalled();
	});

	it('that never end are given up', async () => {
		const clock = new VirtualClock();
		const began = new Promise<void>((resolve) => {
			download.mockImplementation(async (_client, { media }) => {
				resolve();
				return { media, file: new Readable({ read: () => undefined }) };
			});
		});
		const items = itemsOf(oneMessage({ type: 'image', image: { ...file, url: 'https://m/1' } }));
		const context = { getExecutionCancelSignal: () => undefined } as unknown as IExecuteFunctions;
		const done = downloadFiles(context, {} as GraphClient, items, 1_000, clock);
		await began;
		await clock.advance(40_000);
		expect(eventsIn(await done)[0].mediaError).toBe('It took over 40 s');
		expect(clock.pending).toBe(0);
	});

	it('are missing with a word of why when the credential cannot be used', async () => {
		const body = oneMessage({ type: 'image', image: file });
		const parameters = { updates: ['messages'], options };
		const [[item]] = await execute(itemsOf(body), parameters, { accessToken: '' });
		expect(eventsIn([item])[0].mediaError).toContain('no access token');
	});
});

describe('read marks', () => {
	const inbound = (from: string) => simulator.inbound({ from, text: 'Hello' }).id;
	const from = (id: string, number: string) =>
		message({ id, from: number, from_user_id: undefined, type: 'text', text: { body: 'Hi' } });
	const bodyOf = (messages: object[]) =>
		delivery(numberChange('messages', { messages }, simulator.account.phoneNumberIds.standard));

	it('are set on the last message of each conversation', async () => {
		const [first, second, other] = ['12025550150', '12025550150', '12025550151'].map((number) =>
			inbound(`+${number}`),
		);
		await run(
			bodyOf([from(first, '12025550150'), from(second, '12025550150'), from(other, '12025550151')]),
			{ markAsRead: true },
		);
		expect(simulator.ledger.reads.map(({ messageId }) => messageId).sort()).toEqual(
			[second, other].sort(),
		);
	});

	it('that Meta refuses keep no event back', async () => {
		const body = bodyOf([from('wamid.unknown', '12025550150')]);
		const [items] = await run(body, { showTyping: true });
		expect(items).toHaveLength(1);
	});

	it('are not set unless asked for', async () => {
		await run(textMessage(inbound('+12025550150')));
		expect(simulator.ledger.reads).toEqual([]);
	});
});
