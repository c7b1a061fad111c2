import { createHmac } from 'node:crypto';
import type { SettingsPatch, Simulator } from '../../simulator';
import type { CallbackServer } from './support';
import { closeAll, send, sendText, startCallback, startManual, valuesOf } from './support';

afterEach(closeAll);

async function startBoth(
	settings?: SettingsPatch,
): Promise<{ simulator: Simulator; callback: CallbackServer }> {
	const [simulator, callback] = await Promise.all([startManual(settings), startCallback()]);
	await simulator.setCallback({ url: callback.url, verifyToken: 'secret-word' });
	return { simulator, callback };
}

const statusesOf = (callback: CallbackServer): string[] =>
	callback.received.flatMap(valuesOf).map(({ statuses }) => statuses[0].status);

test('a callback is taken when it echoes the challenge, and refused otherwise', async () => {
	const { simulator, callback } = await startBoth();
	expect(simulator.account.appCallback?.url).toBe(callback.url);
	const wrong = simulator.setCallback({ url: callback.url, verifyToken: 'guess' });
	await expect(wrong).rejects.toMatchObject({ code: 2200 });
});

test('what a person writes arrives signed over the escaped bytes on the wire', async () => {
	const { simulator, callback } = await startBoth();
	const { id } = simulator.inbound({
		from: '+1 202-555-0150',
		name: 'Zoë',
		text: 'Ist das für 5€/Stück? 🎉',
	});
	await simulator.webhooksSettled();
	const [{ raw, headers }] = callback.received;
	expect(raw).toMatch(/^[\x20-\x7e]*$/);
	expect(raw).toContain('Ist das f\\u00fcr 5\\u20ac\\/St\\u00fcck? \\ud83c\\udf89');
	const expected = createHmac('sha256', simulator.account.appSecret).update(raw).digest('hex');
	expect(headers['x-hub-signature-256']).toBe(`sha256=${expected}`);
	expect(JSON.parse(raw)).toEqual({
		object: 'whatsapp_business_account',
		entry: [
			{
				id: simulator.account.businessAccountId,
				time: expect.any(Number),
				changes: [
					{
						field: 'messages',
						value: {
							messaging_product: 'whatsapp',
							metadata: {
								display_phone_number: '12025550101',
								phone_number_id: simulator.account.phoneNumberIds.standard,
							},
							contacts: [
								{
									profile: { name: 'Zoë' },
									wa_id: '12025550150',
									user_id: expect.stringMatching(/^US\.\d+$/),
								},
							],
							messages: [
								{
									from: '12025550150',
									from_user_id: expect.stringMatching(/^US\.\d+$/),
									id,
									timestamp: expect.stringMatching(/^\d{10}$/),
									type: 'text',
									text: { body: 'Ist das für 5€/Stück? 🎉' },
								},
							],
						},
					},
				],
			},
		],
	});
});

test('an accepted message is sent, delivered and read, as the clock passes', async () => {
	const { simulator, callback } = await startBoth({ autoStatuses: 'read' });
	await send(simulator, {
		type: 'text',
		text: { body: 'Hello' },
		biz_opaque_callback_data: 'order 7',
	});
	expect(callback.received).toHaveLength(0);
	simulator.clock.advance(10_000);
	await simulator.until(() => simulator.ledger.deliveries.length === 3);
	expect(statusesOf(callback)).toEqual(['sent', 'delivered', 'read']);
	expect(valuesOf(callback.received[0])[0].statuses[0]).toMatchObject({
		id: simulator.ledger.accepted[0].id,
		recipient_id: '12025550150',
		recipient_user_id: expect.any(String),
		biz_opaque_callback_data: 'order 7',
		pricing: { billable: false, pricing_model: 'PMP', category: 'service' },
	});
});

test('a failed message says why', async () => {
	const { simulator, callback } = await startBoth();
	simulator.faults.add({ next: 1, action: { fail: { code: 131049, details: 'Not now' } } });
	await sendText(simulator, 'Hello');
	await simulator.webhooksSettled();
	expect(valuesOf(callback.received[0])[0]).not.toHaveProperty('contacts');
	expect(valuesOf(callback.received[0])[0].statuses[0]).toMatchObject({
		status: 'failed',
		errors: [{ code: 131049, title: expect.any(String), error_data: { details: 'Not now' } }],
	});
});

test('a status that was overtaken is left out', async () => {
	const { simulator, callback } = await startBoth({ autoStatuses: 'read' });
	await sendText(simulator, 'Hello');
	simulator.setStatus(simulator.ledger.accepted[0].id, 'read');
	simulator.clock.advance(10_000);
	await simulator.webhooksSettled();
	expect(statusesOf(callback)).toEqual(['read']);
});

test('a message that was cleared gets no further', async () => {
	const { simulator, callback } = await startBoth({ autoStatuses: 'read' });
	await sendText(simulator, 'Hello');
	simulator.clear();
	simulator.clock.advance(10_000);
	await simulator.webhooksSettled();
	expect(callback.received).toEqual([]);
});

test('a refused delivery is tried again after growing pauses, then given up', async () => {
	const { simulator, callback } = await startBoth({ webhooks: { retryDelaysMs: [100, 1_000] } });
	callback.statuses.push(500, 204, 302);
	simulator.inbound({ from: '+12025550150', text: 'Hi' });
	await simulator.until(() => simulator.ledger.deliveries.length === 1);
	simulator.clock.advance(99);
	expect(simulator.ledger.deliveries).toHaveLength(1);
	simulator.clock.advance(1);
	await simulator.until(() => simulator.ledger.deliveries.length === 2);
	simulator.clock.advance(1_000);
	await simulator.until(() => simulator.ledger.deliveries.length === 3);
	simulator.clock.advance(3_600_000);
	await simulator.webhooksSettled();
	expect(simulator.ledger.deliveries).toMatchObject([
		{ attempt: 1, status: 500, url: callback.url },
		{ attempt: 2, status: 204 },
		{ attempt: 3, status: 302 },
	]);
	expect(callback.received[2].raw).toBe(callback.received[0].raw);
});

test('deliveries can come twice, out of order, late and in batches', async () => {
	const { simulator, callback } = await startBoth();
	const write = (...texts: string[]): void => {
		for (const text of texts) simulator.inbound({ from: '+12025550150', text });
	};
	const texts = (): string[] =>
		callback.received.map((one) => valuesOf(one)[0].messages[0].text.body);
	const settle = async (): Promise<void> => {
		await simulator.webhooksSettled();
	};

	simulator.configure({ webhooks: { duplicateEvery: 1 } });
	write('a');
	await settle();
	expect(texts()).toEqual(['a', 'a']);
	expect(simulator.ledger.deliveries.map(({ duplicate }) => duplicate)).toEqual([false, true]);

	callback.received.length = 0;
	simulator.configure({ webhooks: { duplicateEvery: 0, swapEvery: 2 } });
	write('b', 'c');
	await settle();
	expect(texts()).toEqual(['c', 'b']);

	callback.received.length = 0;
	simulator.configure({ webhooks: { swapEvery: 0, delayMs: 5_000 } });
	write('d');
	await settle();
	expect(texts()).toEqual([]);
	simulator.clock.advance(5_000);
	await settle();
	expect(texts()).toEqual(['d']);

	callback.received.length = 0;
	simulator.configure({ webhooks: { delayMs: 0, batchSize: 3, batchWaitMs: 1_000 } });
	write('e', 'f', 'g', 'h');
	await settle();
	expect(callback.received).toHaveLength(1);
	expect(valuesOf(callback.received[0])).toHaveLength(3);
	simulator.clock.advance(1_000);
	await settle();
	expect(callback.received).toHaveLength(2);
});

test("a number's override goes before the account's, and that before the app's", async () => {
	const { simulator, callback } = await startBoth();
	const [account, phone] = await Promise.all([startCallback(), startCallback()]);
	const waba = simulator.account.accountOf(simulator.account.businessAccountId);
	const standard = simulator.account.addPhoneNumber({
		id: simulator.account.phoneNumberIds.standard,
		display_phone_number: '+1 202-555-0101',
	});
	waba.callback = { url: account.url, verifyToken: '' };
	standard.callback = { url: phone.url, verifyToken: '' };
	simulator.inbound({ from: '+12025550150', text: 'to the number' });
	standard.callback = undefined;
	simulator.inbound({ from: '+12025550150', text: 'to the account' });
	waba.callback = undefined;
	simulator.inbound({ from: '+12025550150', text: 'to the app' });
	await simulator.webhooksSettled();
	expect(phone.received).toHaveLength(1);
	expect(account.received).toHaveLength(1);
	expect(callback.received).toHaveLength(1);
});
