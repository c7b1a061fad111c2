import {
	getAppSubscription,
	getPhoneOverride,
	listSubscribedApps,
	setPhoneOverride,
	subscribeApp,
	subscribeToAccount,
	unsubscribeApp,
} from '../../../nodes/shared/graph/endpoints/subscriptions';
import type { GraphClient } from '../../../nodes/shared/graph/client';
import { ValidationError } from '../../../nodes/shared/graph/errors';
import {
	answerWith,
	APP_ID,
	APP_SECRET,
	clientWith,
	errorOf,
	fakeTransport,
	refusal,
	TOKEN,
	tokenOf,
	WABA,
} from '../../support/graph';

const CALLBACK = { url: 'https://n8n.example/webhook/5c3a/whatsapp', verifyToken: 'word' };

async function callWith<T>(
	answer: object,
	call: (client: ReturnType<typeof clientWith>) => Promise<T>,
) {
	const transport = fakeTransport(() => answerWith(answer));
	const result = await call(clientWith(transport));
	const [request] = transport.requests;
	const { pathname, searchParams } = request.url;
	searchParams.delete('appsecret_proof');
	return {
		result,
		line: `${request.method} ${pathname}${searchParams.size ? `?${searchParams.toString()}` : ''}`,
		body: request.body === undefined ? undefined : (JSON.parse(request.body as string) as unknown),
		token: tokenOf(request),
	};
}

const APP_TOKEN = `${APP_ID}|${APP_SECRET}`;

test("the app's subscription is read as the app, and its fields by their names", async () => {
	const data = [
		{ object: 'page', callback_url: 'https://other.example/', fields: [{ name: 'feed' }] },
		{
			object: 'whatsapp_business_account',
			callback_url: CALLBACK.url,
			fields: [{ name: 'messages', version: 'v26.0' }, 'calls'],
		},
	];
	const call = await callWith({ data }, async (client) => await getAppSubscription(client, APP_ID));
	expect(call.line).toBe(`GET /v26.0/${APP_ID}/subscriptions`);
	expect(call.token).toBe(APP_TOKEN);
	expect(call.result).toEqual({ callbackUrl: CALLBACK.url, fields: ['messages', 'calls'] });
});

test('an app that never had a callback has no subscription', async () => {
	const call = await callWith({ data: [] }, async (client) => {
		return await getAppSubscription(client, APP_ID);
	});
	expect(call.result).toBeUndefined();
});

test.each<[string, (client: GraphClient) => Promise<void>]>([
	['the app', async (client) => await subscribeApp(client, APP_ID, CALLBACK, ['messages'])],
	['an account', async (client) => await subscribeToAccount(client, WABA, CALLBACK)],
	['a number', async (client) => await setPhoneOverride(client, '1', CALLBACK)],
])('the verify token for %s is not in a refusal that quotes it', async (_, set) => {
	const transport = fakeTransport(() => refusal(100, `Is "${CALLBACK.verifyToken}" right?`));
	const error = await errorOf(set(clientWith(transport)));
	expect(error).toMatchObject({ message: 'Is "[hidden]" right?' });
});

test("the app's callback and fields are set and deleted as the app", async () => {
	const set = await callWith({ success: true }, async (client) => {
		await subscribeApp(client, APP_ID, CALLBACK, ['messages', 'calls']);
	});
	expect(set).toMatchObject({ line: `POST /v26.0/${APP_ID}/subscriptions`, token: APP_TOKEN });
	expect(set.body).toEqual({
		object: 'whatsapp_business_account',
		callback_url: CALLBACK.url,
		verify_token: 'word',
		fields: 'messages,calls',
		include_values: true,
	});
	const deleted = await callWith({ success: true }, async (client) => {
		await unsubscribeApp(client, APP_ID);
	});
	expect(deleted).toMatchObject({
		line: `DELETE /v26.0/${APP_ID}/subscriptions?object=whatsapp_business_account`,
		token: APP_TOKEN,
		body: undefined,
	});
});

test('as the app nothing is called without its secret', async () => {
	const transport = fakeTransport(() => answerWith({}));
	const client = clientWith(transport, { appSecret: '' });
	expect(await errorOf(getAppSubscription(client, APP_ID))).toBeInstanceOf(ValidationError);
	expect(transport.requests).toEqual([]);
});

test("an account's apps are listed with their overrides", async () => {
	const data = [
		{ whatsapp_business_api_data: { id: 1, name: 'One' }, override_callback_uri: CALLBACK.url },
		{ whatsapp_business_api_data: { id: '2', name: 'Two' } },
	];
	const call = await callWith({ data }, async (client) => await listSubscribedApps(client, WABA));
	expect(call).toMatchObject({ line: `GET /v26.0/${WABA}/subscribed_apps`, token: TOKEN });
	expect(call.result).toEqual([{ appId: '1', overrideUrl: CALLBACK.url }, { appId: '2' }]);
});

test('an account is subscribed with and without an override', async () => {
	const plain = await callWith({ success: true }, async (client) => {
		await subscribeToAccount(client, WABA);
	});
	expect(plain).toMatchObject({ line: `POST /v26.0/${WABA}/subscribed_apps`, body: {} });
	const override = await callWith({ success: true }, async (client) => {
		await subscribeToAccount(client, WABA, CALLBACK);
	});
	expect(override.body).toEqual({ override_callback_uri: CALLBACK.url, verify_token: 'word' });
});

test("a number's own callback is read, set and emptied", async () => {
	const read = await callWith(
		{ id: '7', webhook_configuration: { phone_number: CALLBACK.url, application: 'https://a/' } },
		async (client) => await getPhoneOverride(client, '7'),
	);
	expect(read).toMatchObject({
		line: 'GET /v26.0/7?fields=webhook_configuration',
		result: CALLBACK.url,
	});
	const set = await callWith({ success: true }, async (client) => {
		await setPhoneOverride(client, '7', CALLBACK);
	});
	expect(set).toMatchObject({
		line: 'POST /v26.0/7',
		body: {
			webhook_configuration: { override_callback_uri: CALLBACK.url, verify_token: 'word' },
		},
	});
	const emptied = await callWith({ success: true }, async (client) => {
		await setPhoneOverride(client, '7');
	});
	expect(emptied.body).toEqual({ webhook_configuration: { override_callback_uri: '' } });
});
