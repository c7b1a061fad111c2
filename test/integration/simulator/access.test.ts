import { createHmac } from 'node:crypto';
import { closeAll, graph, sendText, startManual } from './support';

afterEach(closeAll);

test('without a token, with an unknown one or an expired one, Meta says which', async () => {
	const simulator = await startManual();
	const { businessAccountId: waba, expiredAccessToken } = simulator.account;
	const missing = await graph(simulator, 'GET', waba, { token: null });
	expect(missing).toMatchObject({ status: 401, body: { error: { code: 104 } } });
	const garbled = await graph(simulator, 'GET', waba, { token: 'no-token' });
	expect(garbled).toMatchObject({ status: 401, body: { error: { code: 190 } } });
	const expired = await graph(simulator, 'GET', waba, { token: expiredAccessToken });
	expect(expired.status).toBe(401);
	expect(expired.body.error).toMatchObject({
		code: 190,
		error_subcode: 463,
		type: 'OAuthException',
		message: expect.stringContaining('Session has expired on Wednesday, 15-Jan-25 00:00:00 UTC'),
	});
});

test('a token that expires while the clock runs stops working at that moment', async () => {
	const simulator = await startManual();
	const { account, clock } = simulator;
	account.addToken({ value: account.accessToken, expiresAt: clock.now() + 1_000 });
	expect((await sendText(simulator, 'Hello')).status).toBe(200);
	clock.advance(1_000);
	expect((await sendText(simulator, 'Hello')).body.error.code).toBe(190);
});

test('the token may also come as a query parameter', async () => {
	const simulator = await startManual();
	const { accessToken } = simulator.account;
	const answer = await graph(simulator, 'GET', `app?access_token=${accessToken}`, { token: null });
	expect(answer.body).toMatchObject({ id: simulator.account.appId, name: expect.any(String) });
});

test('a token without the messaging scope reads the account and sends nothing', async () => {
	const simulator = await startManual();
	const { businessAccountId, noMessagingAccessToken: token } = simulator.account;
	expect((await graph(simulator, 'GET', businessAccountId, { token })).status).toBe(200);
	const refused = await sendText(simulator, 'Hello', { token });
	expect(refused).toMatchObject({ status: 403, body: { error: { code: 10 } } });
});

test('a token without the management scope does not read the account', async () => {
	const simulator = await startManual();
	simulator.account.addToken({ value: 'sender', scopes: ['whatsapp_business_messaging'] });
	const path = `${simulator.account.businessAccountId}/phone_numbers`;
	const refused = await graph(simulator, 'GET', path, { token: 'sender' });
	expect(refused).toMatchObject({ status: 403, body: { error: { code: 200 } } });
});

test("another business's account is, for a granular token, not there", async () => {
	const simulator = await startManual();
	simulator.account.addBusinessAccount({ id: '204000000000099', name: 'Someone else' });
	const answer = await graph(simulator, 'GET', '204000000000099');
	expect(answer.body.error).toMatchObject({ code: 100, error_subcode: 33 });
});

test('appsecret_proof is checked when given, and needed when the app asks for it', async () => {
	const simulator = await startManual();
	const { accessToken, appSecret, businessAccountId: waba } = simulator.account;
	const proof = createHmac('sha256', appSecret).update(accessToken).digest('hex');
	const right = `${waba}?appsecret_proof=${proof}`;
	const wrong = `${waba}?appsecret_proof=${proof.replace(/.$/, 'x')}`;
	expect((await graph(simulator, 'GET', right)).status).toBe(200);
	expect((await graph(simulator, 'GET', wrong)).body.error).toMatchObject({
		code: 100,
		message: 'Invalid appsecret_proof provided in the API argument',
	});
	simulator.configure({ requireAppSecret: true });
	expect((await graph(simulator, 'GET', right)).status).toBe(200);
	expect((await graph(simulator, 'GET', waba)).body.error.code).toBe(100);
});

test('debug_token tells a valid, an expired and an unknown token apart', async () => {
	const simulator = await startManual();
	const { account } = simulator;
	const debug = async (token: string): Promise<Record<string, unknown>> =>
		(await graph(simulator, 'GET', `debug_token?input_token=${token}`)).body.data;
	expect(await debug(account.accessToken)).toMatchObject({
		app_id: account.appId,
		type: 'SYSTEM_USER',
		is_valid: true,
		expires_at: 0,
		data_access_expires_at: 0,
		scopes: expect.arrayContaining(['whatsapp_business_messaging']),
		granular_scopes: expect.arrayContaining([
			{ scope: 'whatsapp_business_messaging', target_ids: [account.businessAccountId] },
		]),
	});
	expect(await debug(account.expiredAccessToken)).toMatchObject({
		is_valid: false,
		expires_at: Date.UTC(2025, 0, 15) / 1_000,
		error: { code: 190, subcode: 463 },
	});
	expect(await debug('unknown')).toMatchObject({ is_valid: false, scopes: [] });
});

test("debug_token can be asked with the app's own token", async () => {
	const simulator = await startManual();
	const { accessToken, appId, appSecret } = simulator.account;
	const token = `${appId}|${appSecret}`;
	const path = `debug_token?input_token=${accessToken}`;
	expect((await graph(simulator, 'GET', path, { token })).body.data.is_valid).toBe(true);
	const wrong = await graph(simulator, 'GET', path, { token: `${appId}|guess` });
	expect(wrong.body.error.code).toBe(190);
});

test.each([
	['GET', '999', 100],
	['GET', '999/messages', 100],
	['DELETE', '106000000000101/messages', 100],
	['GET', '106000000000101/unheard_of', 100],
	['GET', '106000000000101?fields=id,unheard_of', 100],
	['GET', '', 2500],
])('%s %s is answered with an envelope of Meta', async (method, path, code) => {
	const simulator = await startManual();
	const answer = await graph(simulator, method, path);
	expect(answer.status).toBe(400);
	expect(answer.body.error).toMatchObject({ code, message: expect.any(String) });
	expect(answer.headers.get('x-fb-trace-id')).toBe(answer.body.error.fbtrace_id);
});
