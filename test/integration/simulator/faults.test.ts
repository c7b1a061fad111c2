import { closeAll, graph, sendText, startManual } from './support';

afterEach(closeAll);

test('the next two messages fail with a Graph error and Retry-After, then all is well', async () => {
	const simulator = await startManual();
	const fault = simulator.faults.add({
		next: 2,
		action: {
			error: { code: 131016, status: 503, details: 'Busy', headers: { 'retry-after': '7' } },
		},
	});
	const answer = await sendText(simulator, 'Hello');
	expect(answer).toMatchObject({
		status: 503,
		body: { error: { code: 131016, error_data: { details: 'Busy' } } },
	});
	expect(answer.headers.get('retry-after')).toBe('7');
	await sendText(simulator, 'Hello');
	expect((await sendText(simulator, 'Hello')).status).toBe(200);
	expect(fault).toMatchObject({ fired: 2, matched: 3 });
	expect(simulator.ledger.accepted).toHaveLength(1);
	expect(simulator.ledger.refused).toMatchObject([{ fault: fault.id }, { fault: fault.id }]);
});

test('a rule can be for one recipient, one number, or every nth message', async () => {
	const simulator = await startManual();
	const { high, standard } = simulator.account.phoneNumberIds;
	const error = { error: { code: 131000 } };
	simulator.faults.add({ match: { recipient: '12025550199' }, action: error });
	simulator.faults.add({ match: { phoneNumberId: high }, every: 2, action: error });
	const status = async (from: string, to?: string): Promise<number> =>
		(await sendText(simulator, 'Hello', { from, to })).status;
	expect(await status(standard, '+1 202-555-0199')).toBe(500);
	expect(await status(standard)).toBe(200);
	expect([await status(high), await status(high), await status(high)]).toEqual([200, 500, 200]);
});

test('the same seed gives the same faults', async () => {
	const run = async (): Promise<number[]> => {
		const simulator = await startManual();
		simulator.faults.add({ probability: 0.3, seed: 7, action: { error: { code: 2 } } });
		const statuses: number[] = [];
		for (let count = 0; count < 30; count++) {
			statuses.push((await sendText(simulator, 'Hello')).status);
		}
		return statuses;
	};
	const first = await run();
	expect(first).toContain(503);
	expect(first).toContain(200);
	expect(await run()).toEqual(first);
});

test('a rule for any call acts on calls that are not messages', async () => {
	const simulator = await startManual();
	simulator.faults.add({
		match: { kind: 'any' },
		next: 1,
		action: { http: { status: 502, body: '<html>Bad gateway</html>' } },
	});
	const { accessToken } = simulator.account;
	const answer = await fetch(`${simulator.url}/v26.0/app?access_token=${accessToken}`);
	expect(answer.status).toBe(502);
	expect(await answer.text()).toBe('<html>Bad gateway</html>');
});

test.each([
	['before', 0],
	['after', 1],
] as const)(
	'a connection closed %s acceptance leaves %i messages in the ledger',
	async (when, count) => {
		const simulator = await startManual();
		const fault = simulator.faults.add({ next: 1, action: { close: when, reset: true } });
		await expect(sendText(simulator, 'Hello')).rejects.toThrow();
		expect(fault.fired).toBe(1);
		expect(simulator.ledger.accepted).toHaveLength(count);
	},
);

test('a stall answers when its time has come, and never when it is forever', async () => {
	const simulator = await startManual();
	simulator.faults.add({ next: 1, action: { stall: 30_000 } });
	let answered = false;
	const stalled = sendText(simulator, 'Hello').then((answer) => {
		answered = true;
		return answer;
	});
	await simulator.until(() => simulator.faults.list()[0].fired === 1);
	expect(answered).toBe(false);
	expect(simulator.ledger.accepted).toHaveLength(0);
	simulator.clock.advance(30_000);
	expect((await stalled).status).toBe(200);

	simulator.faults.add({ next: 1, action: { stall: 'forever', accepted: true } });
	const lost = sendText(simulator, 'Hello again');
	await simulator.until(() => simulator.ledger.accepted.length === 2);
	await Promise.all([simulator.close(), expect(lost).rejects.toThrow()]);
});

test.each([
	['truncatedJson', 'SyntaxError'],
	['cutBody', 'TypeError'],
	['empty', 'SyntaxError'],
	[{ bytes: 'HTTP/1.1 200 OK\r\n\r\nnot json' }, 'SyntaxError'],
] as const)('the raw answer %j is accepted and cannot be read', async (raw, error) => {
	const simulator = await startManual();
	simulator.faults.add({ next: 1, action: { raw } });
	await expect(sendText(simulator, 'Hello')).rejects.toMatchObject({ name: error });
	expect(simulator.ledger.accepted).toHaveLength(1);
});

test('a huge answer is more than 50 MB', async () => {
	const simulator = await startManual();
	simulator.faults.add({ match: { kind: 'any' }, next: 1, action: { raw: 'huge' } });
	const { accessToken } = simulator.account;
	const answer = await fetch(`${simulator.url}/v26.0/app?access_token=${accessToken}`);
	let size = 0;
	for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>)
		size += chunk.length;
	expect(size).toBeGreaterThan(50 * 1024 * 1024);
});

test('a message can be accepted and fail afterwards', async () => {
	const simulator = await startManual();
	simulator.faults.add({ next: 1, action: { fail: { code: 131026, details: 'Not on WhatsApp' } } });
	expect((await sendText(simulator, 'Hello')).status).toBe(200);
	expect(simulator.ledger.accepted[0]).toMatchObject({
		status: 'failed',
		failure: { code: 131026, title: 'Message undeliverable', details: 'Not on WhatsApp' },
	});
});

test('latency holds every answer back by the clock', async () => {
	const simulator = await startManual({ latencyMs: 50 });
	const answer = sendText(simulator, 'Hello');
	await simulator.until(() => simulator.ledger.accepted.length === 1);
	expect(simulator.ledger.connections.inFlight).toBe(1);
	simulator.clock.advance(50);
	expect((await answer).status).toBe(200);
});

test('usage headers come when they are set', async () => {
	const simulator = await startManual({
		appUsage: { call_count: 12 },
		businessUseCaseUsage: { '1': [{ estimated_time_to_regain_access: 3 }] },
	});
	const { headers } = await graph(simulator, 'GET', 'app');
	expect(JSON.parse(headers.get('x-app-usage') ?? '')).toEqual({ call_count: 12 });
	expect(headers.get('x-business-use-case-usage')).toContain('"estimated_time_to_regain_access":3');
});
