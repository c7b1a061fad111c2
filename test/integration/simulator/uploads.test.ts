import { randomBytes } from 'node:crypto';
import { closeAll, graph, startManual } from './support';
import { beginUpload, create, PLAIN, sendBytes } from './templateSupport';

afterEach(closeAll);

const BYTES = randomBytes(5_000);

test('a file in one piece gets a handle', async () => {
	const simulator = await startManual();
	const session = await beginUpload(simulator, 'image/png', BYTES.length);
	expect(session).toMatch(/^upload:[^/?]+\?sig=/);
	expect(await sendBytes(simulator, session, BYTES)).toEqual({ h: expect.stringMatching(/^4::/) });
});

test('an upload that was cut goes on where it stopped', async () => {
	const simulator = await startManual();
	const session = await beginUpload(simulator, 'image/png', BYTES.length);
	const match = { kind: 'sampleUploads' } as const;
	simulator.faults.add({ match, next: 1, action: { close: 'after', keptBytes: 3_000 } });
	await expect(sendBytes(simulator, session, BYTES)).rejects.toThrow();
	expect((await graph(simulator, 'GET', session)).body).toEqual({
		id: session,
		file_offset: 3_000,
	});
	// From the beginning again is not where it stopped.
	expect(await sendBytes(simulator, session, BYTES)).toHaveProperty('error.code', 100);
	const { h } = await sendBytes(simulator, session, BYTES.subarray(3_000), 3_000);
	const header = { type: 'HEADER', format: 'IMAGE', example: { header_handle: [h] } };
	expect((await create(simulator, { components: [header, PLAIN] })).status).toBe(200);
});

test('a piece that is not the last answers how far it got', async () => {
	const simulator = await startManual();
	const session = await beginUpload(simulator, 'image/png', BYTES.length);
	const answer = await sendBytes(simulator, session, BYTES.subarray(0, 10));
	expect(answer).toEqual({ id: session, file_offset: 10 });
});

test('more bytes than announced are refused', async () => {
	const simulator = await startManual();
	const session = await beginUpload(simulator, 'image/png', BYTES.length - 1);
	expect(await sendBytes(simulator, session, BYTES)).toHaveProperty('error.code', 100);
});

test('a session without its signature is another id', async () => {
	const simulator = await startManual();
	const session = await beginUpload(simulator);
	const [path] = session.split('?');
	expect(await sendBytes(simulator, path, BYTES)).toHaveProperty('error.error_subcode', 33);
	expect(await sendBytes(simulator, 'upload:none', BYTES)).toHaveProperty('error.code', 100);
});

test.each([
	['a type that is not taken', 'file_length=3&file_type=image/webp'],
	['no length', 'file_type=image/png'],
	['an empty file', 'file_length=0&file_type=image/png'],
])('%s is refused', async (_what, query) => {
	const simulator = await startManual();
	const answer = await graph(simulator, 'POST', `${simulator.account.appId}/uploads?${query}`);
	expect(answer.body.error.code).toBe(100);
});

test('an upload needs a token', async () => {
	const simulator = await startManual();
	const query = 'file_length=3&file_type=image/png';
	const path = `${simulator.account.appId}/uploads?${query}`;
	expect((await graph(simulator, 'POST', path, { token: null })).body.error.code).toBe(104);
});
