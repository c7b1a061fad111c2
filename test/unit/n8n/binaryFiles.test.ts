import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import type { IBinaryData, IBinaryKeyData, IExecuteFunctions } from 'n8n-workflow';

import { readBinaryFile, type BinaryFile } from '../../../nodes/shared/n8n/binaryFiles';
import { errorOf } from '../../support/graph';

/** What a node sees of n8n's files: those of one item, and a store. */
function contextWith(binary: IBinaryKeyData | undefined, store: Record<string, Buffer> = {}) {
	const find = async (id: string) => {
		if (!Object.hasOwn(store, id)) throw new Error(`File not found: ${id}`);
		return store[id];
	};
	return {
		getInputData: () => [{ json: {}, binary }],
		helpers: {
			assertBinaryData(_: number, field: string | IBinaryData) {
				const data = typeof field === 'string' ? binary?.[field] : field;
				if (!data) throw new Error('No binary data');
				return data;
			},
			getBinaryMetadata: async (id: string) => ({ fileSize: (await find(id)).length }),
			getBinaryStream: async (id: string) => Readable.from(await find(id), { objectMode: false }),
		},
	} as unknown as IExecuteFunctions;
}

const contentOf = async (file: BinaryFile) => await buffer(Readable.from(await file.open()));

const inMemory = (data: string): IBinaryData => ({
	data,
	mimeType: 'image/png',
	fileName: 'a.png',
});

describe('a file in memory', () => {
	it.each([0, 1, 2, 3, 196_607, 196_608, 196_609, 1_000_000])(
		'has its %i bytes, each time that it is opened',
		async (length) => {
			const bytes = randomBytes(length);
			const context = contextWith({ data: inMemory(bytes.toString('base64')) });
			const file = await readBinaryFile(context, 0, ' data ');
			expect(file).toMatchObject({ bytes: length, mimeType: 'image/png', fileName: 'a.png' });
			expect((await contentOf(file)).equals(bytes)).toBe(true);
			expect((await contentOf(file)).equals(bytes)).toBe(true);
		},
	);

	it('may be written in lines', async () => {
		const bytes = randomBytes(300_000);
		const lines = bytes.toString('base64').replace(/.{76}/g, '$&\r\n');
		const file = await readBinaryFile(contextWith({ data: inMemory(lines) }), 0, 'data');
		expect(file.bytes).toBe(bytes.length);
		expect((await contentOf(file)).equals(bytes)).toBe(true);
	});

	it('is known by its content', async () => {
		const contents = await Promise.all(
			['YQ==', 'YQ==', 'Yg=='].map(
				async (data) =>
					(await readBinaryFile(contextWith({ data: inMemory(data) }), 0, 'data')).content,
			),
		);
		expect(contents[0]).toBe(contents[1]);
		expect(contents[0]).not.toBe(contents[2]);
	});
});

describe('a file in the store of n8n', () => {
	const stored: IBinaryData = {
		id: 'filesystem-v2:1',
		data: 'filesystem-v2',
		mimeType: 'video/mp4',
	};

	it('is read from there, each time that it is opened', async () => {
		const bytes = randomBytes(100_000);
		const file = await readBinaryFile(
			contextWith({ data: stored }, { 'filesystem-v2:1': bytes }),
			0,
			'data',
		);
		expect(file).toMatchObject({ bytes: bytes.length, content: 'filesystem-v2:1' });
		expect((await contentOf(file)).equals(bytes)).toBe(true);
		expect((await contentOf(file)).equals(bytes)).toBe(true);
	});

	it('may be given itself, as an expression can', async () => {
		const context = contextWith(undefined, { 'filesystem-v2:1': Buffer.from('x') });
		expect(await readBinaryFile(context, 0, stored)).toMatchObject({ bytes: 1 });
	});

	it('may be gone', async () => {
		const error = await errorOf(readBinaryFile(contextWith({ data: stored }), 0, 'data'));
		expect(error).toMatchObject({
			kind: 'validation',
			message: 'n8n no longer has the file of this item: File not found: filesystem-v2:1',
		});
	});
});

describe('no file', () => {
	it.each([
		['photo', { data: inMemory(''), scan: inMemory('') }, 'It has files in: “data”, “scan”.'],
		[
			'data',
			undefined,
			'It has no file at all: check the node before, or merge its files with these items.',
		],
	])('in the field %s', async (field, binary, fix) => {
		const error = await errorOf(readBinaryFile(contextWith(binary), 0, field));
		expect(error).toMatchObject({
			field: 'Input Data Field Name',
			message: `The item has no file in the field “${field}”`,
			fix,
		});
	});

	it.each(['', ' ', undefined, null])('where the field is %j', async (field) => {
		const error = await errorOf(readBinaryFile(contextWith({ data: inMemory('') }), 0, field));
		expect(error).toMatchObject({ message: 'Input Data Field Name is empty' });
	});
});
