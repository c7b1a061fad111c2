import { createCipheriv, createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { inARow, node, type Execution, type N8nClient, type WorkflowNode } from '../n8n-host';
import { NODE_PREFIX } from '../n8n-host/examples';
import { senderOf } from '../n8n-host/simulated';
import { startSimulator, type Simulator } from '../simulator';
import { connect, errorText, makeCredential } from './support';

const MB = 1024 * 1024;

interface Kind {
	type: 'video' | 'document';
	mimeType: string;
	/** Bytes of each file. */
	size: number;
	/** With which each file begins. */
	start: string;
}

/** The largest that Meta takes. */
const VIDEO: Kind = {
	type: 'video',
	mimeType: 'video/mp4',
	size: 16 * MB,
	start: '\0\0\0\x18ftypmp42',
};

/**
 * Those of the measured run. As many are under way at once, so that holding them whole would take at least four
 * times the size of one. What streams through takes buffers of kilobytes; the garbage collector's own breathing
 * (measured: 4 to 11 MB, in an n8n that other tests have used) is far below the size of one.
 */
const COUNT = 4;
const LARGE: Kind = {
	type: 'document',
	mimeType: 'application/pdf',
	size: 64 * MB,
	start: '%PDF-1.7',
};

/** A file of its own for each number: a beginning that tells its type, and noise that nothing can compress. */
function fileOf({ size, start }: Kind, index: number): Buffer {
	const bytes = createCipheriv('aes-128-ctr', Buffer.alloc(16, index), Buffer.alloc(16)).update(
		Buffer.alloc(size),
	);
	bytes.write(start, 0, 'latin1');
	return bytes;
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** Where n8n gets the files from. */
async function startFiles(): Promise<{ server: Server; url: string }> {
	const server = createServer((request, response) => {
		const [, type, index] = request.url?.split('/') ?? [];
		const kind = type === VIDEO.type ? VIDEO : LARGE;
		response.setHeader('content-type', kind.mimeType);
		response.end(fileOf(kind, Number(index)));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** The most memory that n8n's process has had since `reset`. Linux keeps it. */
const memory = {
	process: `/proc/${process.env.E2E_N8N_PID}`,
	/** @returns bytes now */
	reset(): number {
		writeFileSync(`${this.process}/clear_refs`, '5');
		return this.read('VmRSS');
	},
	peak(): number {
		return this.read('VmHWM');
	},
	read(name: string): number {
		const status = readFileSync(`${this.process}/status`, 'utf8');
		return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024;
	},
};

describe('a large file through a real n8n', () => {
	let n8n: N8nClient;
	let simulator: Simulator;
	let credential: { id: string; name: string };
	let files: Awaited<ReturnType<typeof startFiles>>;

	beforeAll(async () => {
		files = await startFiles();
		simulator = await startSimulator();
		n8n = await connect();
		credential = await makeCredential(n8n, simulator);
	});

	afterEach(() => simulator.clear());

	afterAll(async () => {
		await simulator?.close();
		files?.server.closeAllConnections();
		files?.server.close();
	});

	/** Runs these nodes one after the other, on an item for each row. */
	const run = async (rows: object[], ...steps: WorkflowNode[]): Promise<Execution> => {
		const nodes = [
			node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
			node('Rows', 'n8n-nodes-base.set', 3.4, {
				mode: 'raw',
				jsonOutput: JSON.stringify({ rows }),
				options: {},
			}),
			node('Items', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'rows', options: {} }),
			...steps,
		];
		const { id } = await n8n.createWorkflow(inARow('e2e media', nodes, credential));
		const execution = await n8n.runWorkflow(id, 'Start');
		expect(errorText(execution)).toBe('');
		return execution;
	};

	/** Sends each file to a person of its own. @returns Meta's ids of the files */
	const send = async ({ type }: Kind, indexes: number[]): Promise<string[]> => {
		const rows = indexes.map((index) => ({
			url: `${files.url}/${type}/${index}`,
			phone: `+1 303-555-01${String(index).padStart(2, '0')}`,
		}));
		await run(
			rows,
			node('Fetch', 'n8n-nodes-base.httpRequest', 4.2, {
				url: '={{ $json.url }}',
				options: { response: { response: { responseFormat: 'file' } } },
			}),
			node('Send', `${NODE_PREFIX}whatsAppSend`, 1, {
				resource: 'message',
				operation: 'send',
				messageType: type,
				phoneNumberId: { __rl: true, mode: 'id', value: senderOf(simulator).id },
				recipientPhoneNumber: '={{ $("Items").item.json.phone }}',
				mediaPath: 'useMedian8n',
				mediaPropertyName: 'data',
			}),
		);
		return simulator.ledger.accepted
			.toSorted((a, b) => String(a.waId).localeCompare(String(b.waId)))
			.map(({ payload }) => (payload[type] as { id: string }).id);
	};

	/** @returns what n8n has then in its store: the address of each file */
	const download = async (ids: string[]): Promise<string[]> => {
		const execution = await run(
			ids.map((id) => ({ id })),
			node('Get', `${NODE_PREFIX}whatsAppSend`, 1, {
				resource: 'media',
				operation: 'mediaDownload',
				mediaId: '={{ $json.id }}',
			}),
		);
		return execution.items('Get').map(({ binary }) => binary?.data?.id ?? '');
	};

	const hashInStore = async (id: string): Promise<string> => {
		const answer = await n8n.get(`/rest/binary-data?id=${encodeURIComponent(id)}&action=view`);
		expect(answer.status).toBe(200);
		return sha256(answer.body);
	};

	it('reaches Meta as it is, and comes back as it is', async () => {
		const wanted = sha256(fileOf(VIDEO, 1));
		const [id = ''] = await send(VIDEO, [1]);
		expect(simulator.media.all().map((medium) => medium.sha256)).toEqual([wanted]);
		const [stored = ''] = await download([id]);
		expect(await hashInStore(stored)).toBe(wanted);
	});

	(process.platform === 'linux' ? it : it.skip)(
		'leaves the memory of n8n as it is, however many there are',
		async () => {
			// What is loaded on first use is loaded.
			await download(await send(VIDEO, [0]));
			simulator.clear();
			const indexes = Array.from({ length: COUNT }, (_, index) => index + 1);
			const before = memory.reset();
			const ids = await send(LARGE, indexes);
			const whileSending = memory.peak() - before;
			const stored = await download(ids);
			const whileDownloading = memory.peak() - before;
			expect(stored).toHaveLength(COUNT);
			expect(simulator.media.all().map(({ bytes }) => bytes.length)).toEqual(
				indexes.map(() => LARGE.size),
			);
			expect(whileSending).toBeLessThan(LARGE.size);
			expect(whileDownloading).toBeLessThan(LARGE.size);
		},
	);
});
