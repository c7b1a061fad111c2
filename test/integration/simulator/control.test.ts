import type { Simulator } from '../../simulator';
import { closeAll, control, send, sendText, startCallback, startManual, valuesOf } from './support';

afterEach(closeAll);

test('the state names the account and counts what happened', async () => {
	const simulator = await startManual();
	await sendText(simulator, 'Hello');
	await sendText(simulator, '');
	const { body } = await control(simulator, 'GET', 'state');
	expect(body).toMatchObject({
		clock: 'manual',
		account: {
			accessToken: simulator.account.accessToken,
			app: { id: simulator.account.appId },
			businessAccountId: simulator.account.businessAccountId,
		},
		counts: { accepted: 1, refused: 1 },
		refusedByCode: { '131008': 1 },
		peaksPerSecond: { [simulator.account.phoneNumberIds.standard]: 2 },
	});
	expect(body.connections.opened).toBeGreaterThanOrEqual(1);
});

test('the ledger comes in pages and can be cleared', async () => {
	const simulator = await startManual();
	for (const text of ['a', 'b', 'c']) await sendText(simulator, text);
	const { body } = await control(simulator, 'GET', 'ledger?kind=accepted&since=1&limit=1');
	expect(body).toMatchObject({
		acceptedTotal: 3,
		accepted: [{ payload: { text: { body: 'b' } }, wa_id: '12025550150' }],
	});
	await control(simulator, 'POST', 'clear', {});
	expect(simulator.ledger.accepted).toHaveLength(0);
});

test('a message that was accepted twice shows by its opaque data', async () => {
	const simulator = await startManual();
	for (const mark of ['1', '2', '1']) {
		const fields = { type: 'text', text: { body: 'x' }, biz_opaque_callback_data: mark };
		await send(simulator, fields);
	}
	expect(simulator.ledger.doubled()).toEqual(['1']);
});

test('fault rules can be added, counted and taken away', async () => {
	const simulator = await startManual();
	const rule = { next: 5, action: { error: { code: 130429 } } };
	const { id } = (await control(simulator, 'POST', 'faults', rule)).body;
	await sendText(simulator, 'Hello');
	expect((await control(simulator, 'GET', 'faults')).body).toMatchObject([{ id, fired: 1 }]);
	await control(simulator, 'DELETE', `faults?id=${id}`);
	expect((await sendText(simulator, 'Hello')).status).toBe(200);
	expect((await control(simulator, 'POST', 'faults', {})).status).toBe(400);
});

test('settings and the clock can be changed; a setting that does not exist is refused', async () => {
	const simulator = await startManual();
	await control(simulator, 'POST', 'settings', { throughput: 1, webhooks: { batchSize: 10 } });
	expect(simulator.settings).toMatchObject({
		throughput: 1,
		webhooks: { delayMs: 0, batchSize: 10 },
	});
	const before = simulator.clock.now();
	await control(simulator, 'POST', 'clock', { advanceMs: 2_500 });
	expect(simulator.clock.now()).toBe(before + 2_500);
	const refused = await control(simulator, 'POST', 'settings', { troughput: 1 });
	expect(refused).toMatchObject({
		status: 400,
		body: { error: expect.stringContaining('troughput') },
	});
});

test('tokens, templates and numbers can be added and changed', async () => {
	const simulator = await startManual();
	await control(simulator, 'POST', 'tokens', { value: 'EAAnew', expiresAt: null });
	const phone = { id: '555', display_phone_number: '+1 202-555-0177', throughputOverride: 1 };
	await control(simulator, 'POST', 'phones', phone);
	const template = (await control(simulator, 'POST', 'templates', { name: 'added' })).body;
	const options = { from: '555', token: 'EAAnew' };
	const fields = { type: 'template', template: { name: 'added', language: { code: 'en_US' } } };
	expect((await send(simulator, fields, options)).status).toBe(200);
	expect((await send(simulator, fields, options)).body.error.code).toBe(130429);

	await control(simulator, 'POST', 'templates', { id: template.id, status: 'PAUSED' });
	simulator.clock.advance(1_000);
	expect((await send(simulator, fields, options)).body.error.code).toBe(132015);
	await control(simulator, 'POST', 'tokens', { value: 'EAAnew', revoked: true });
	expect((await send(simulator, fields, options)).body.error.error_subcode).toBe(458);
});

test('a callback is verified, and a person can be made to write to it', async () => {
	const simulator = await startManual();
	const { url, received } = await startCallback();
	const refused = await control(simulator, 'POST', 'callback', { url, verifyToken: 'guess' });
	expect(refused).toMatchObject({ status: 400, body: { error: expect.stringContaining('2200') } });
	await control(simulator, 'POST', 'callback', { url, verifyToken: 'secret-word' });
	const { body } = await control(simulator, 'POST', 'inbound', { from: '12025550150', text: 'Hi' });
	await simulator.webhooksSettled();
	expect(received[0].raw).toContain(JSON.stringify(body.id).replaceAll('/', '\\/'));
});

test('a form from another site changes nothing', async () => {
	const simulator = await startManual();
	const answer = await fetch(`${simulator.url}/_simulator/settings`, {
		method: 'POST',
		headers: { 'content-type': 'text/plain' },
		body: '{"throughput":1}',
	});
	expect(answer.status).toBe(415);
	expect(simulator.settings.throughput).toBe('byLevel');
});

test('connections and calls in flight are counted', async () => {
	const simulator = await startManual({ latencyMs: 10 });
	const calls = Array.from({ length: 8 }, () => sendText(simulator, 'Hello'));
	await simulator.until(() => simulator.ledger.accepted.length === 8);
	expect(simulator.ledger.connections).toMatchObject({ inFlight: 8, maxInFlight: 8, opened: 8 });
	simulator.clock.advance(10);
	await Promise.all(calls);
});

describe('the phone', () => {
	const KEY = '106000000000101:12025550150';

	async function startWithReminder(): Promise<Simulator> {
		const simulator = await startManual();
		const names = ['first_name', 'day', 'time'];
		const parameters = names.map((name) => ({ type: 'text', text: 'x', parameter_name: name }));
		const components = [
			{ type: 'body', parameters },
			{
				type: 'button',
				sub_type: 'quick_reply',
				index: 1,
				parameters: [{ type: 'payload', payload: 'MOVE' }],
			},
		];
		const template = { name: 'appointment_reminder', language: { code: 'en_US' }, components };
		await send(simulator, { type: 'template', template });
		return simulator;
	}

	test('shows a template with its values, and the buttons that can be pressed', async () => {
		const simulator = await startWithReminder();
		const { body } = await control(simulator, 'GET', `messages?conversation=${KEY}`);
		expect(body.messages[0].content).toMatchObject({
			body: 'Dear x, we expect you on x at x. Shall we keep the place for you?',
			buttons: [{ kind: 'reply' }, { kind: 'reply' }, { kind: 'call', target: '+12025550101' }],
		});
	});

	test('a quick reply leaves as a button message with the payload that was sent', async () => {
		const simulator = await startWithReminder();
		const { url, received } = await startCallback();
		await simulator.setCallback({ url, verifyToken: 'secret-word' });
		const messageId = simulator.ledger.accepted[0].id;
		const pressed = { conversation: KEY, messageId };
		await control(simulator, 'POST', 'press', { ...pressed, index: 1 });
		await simulator.webhooksSettled();
		await control(simulator, 'POST', 'press', { ...pressed, index: 0 });
		await simulator.webhooksSettled();
		const messages = received.flatMap(valuesOf).map((value) => value.messages[0]);
		expect(messages).toMatchObject([
			{
				type: 'button',
				button: { payload: 'MOVE', text: 'Another day' },
				context: { from: '12025550101', id: messageId },
			},
			{ type: 'button', button: { payload: 'Keep it', text: 'Keep it' } },
		]);
		const refused = await control(simulator, 'POST', 'press', { ...pressed, index: 2 });
		expect(refused.status).toBe(400);
	});

	test('opening a conversation marks its messages as read', async () => {
		const simulator = await startWithReminder();
		await control(simulator, 'POST', 'open', { conversation: KEY });
		expect(simulator.ledger.accepted[0].status).toBe('read');
		const { body } = await control(simulator, 'GET', 'conversations');
		expect(body.conversations).toMatchObject([{ key: KEY, unread: 0 }]);
	});
});
