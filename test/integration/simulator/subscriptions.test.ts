import type { Simulator } from '../../simulator';
import { closeAll, control, graph, startCallback, startManual, valuesOf } from './support';

afterEach(closeAll);

const VERIFY = 'secret-word';

const asApp = ({ account }: Simulator): string => `${account.appId}|${account.appSecret}`;

const subscribe = (simulator: Simulator, url: string, body: object = {}) =>
	graph(simulator, 'POST', `${simulator.account.appId}/subscriptions`, {
		token: asApp(simulator),
		body: {
			object: 'whatsapp_business_account',
			callback_url: url,
			verify_token: VERIFY,
			fields: 'messages,calls',
			...body,
		},
	});

const readApp = async (simulator: Simulator) => {
	const path = `${simulator.account.appId}/subscriptions`;
	const { body } = await graph(simulator, 'GET', path, { token: asApp(simulator) });
	return body.data;
};

describe('subscriptions of the app', () => {
	test('are set, listed and deleted with the token of the app alone', async () => {
		const [simulator, callback] = await Promise.all([startManual(), startCallback()]);
		expect(await readApp(simulator)).toEqual([]);
		expect((await subscribe(simulator, callback.url)).body).toEqual({ success: true });
		expect(await readApp(simulator)).toEqual([
			{
				object: 'whatsapp_business_account',
				callback_url: callback.url,
				active: true,
				fields: [
					{ name: 'messages', version: 'v26.0' },
					{ name: 'calls', version: 'v26.0' },
				],
			},
		]);
		const path = `${simulator.account.appId}/subscriptions`;
		for (const method of ['GET', 'POST', 'DELETE']) {
			expect((await graph(simulator, method, path)).body.error.code).toBe(15);
		}
		await graph(simulator, 'DELETE', `${path}?object=whatsapp_business_account`, {
			token: asApp(simulator),
		});
		expect(await readApp(simulator)).toEqual([]);
	});

	test('stay as they are when the callback does not prove itself, or a field does not exist', async () => {
		const [simulator, callback] = await Promise.all([startManual(), startCallback()]);
		await subscribe(simulator, callback.url);
		const unproven = await subscribe(simulator, callback.url, { verify_token: 'guess' });
		expect(unproven.body.error.code).toBe(2200);
		const unknown = await subscribe(simulator, callback.url, { fields: 'messages,gossip' });
		expect(unknown.body.error).toMatchObject({
			code: 100,
			message: expect.stringContaining('gossip'),
		});
		expect(await readApp(simulator)).toMatchObject([{ callback_url: callback.url }]);
	});
});

describe('subscriptions of an account', () => {
	test('come before an override, which comes off with the next subscription', async () => {
		const [simulator, callback] = await Promise.all([startManual(), startCallback()]);
		const path = `${simulator.account.businessAccountId}/subscribed_apps`;
		const override = { override_callback_uri: callback.url, verify_token: VERIFY };
		const list = async () => (await graph(simulator, 'GET', path)).body.data;

		expect(await list()).toEqual([]);
		const tooEarly = await graph(simulator, 'POST', path, { body: override });
		expect(tooEarly.body.error).toMatchObject({
			code: 100,
			message: expect.stringContaining('Before override the current callback uri'),
		});
		await graph(simulator, 'POST', path);
		const app = { whatsapp_business_api_data: { id: simulator.account.appId } };
		expect(await list()).toMatchObject([app]);
		await graph(simulator, 'POST', path, { body: override });
		expect(await list()).toMatchObject([{ ...app, override_callback_uri: callback.url }]);
		await graph(simulator, 'POST', path);
		expect(await list()).toEqual([expect.not.objectContaining(override)]);
		await graph(simulator, 'DELETE', path);
		expect(await list()).toEqual([]);
	});
});

describe("a number's own callback", () => {
	test('is set, read with those above it, and taken away', async () => {
		const [simulator, callback] = await Promise.all([startManual(), startCallback()]);
		await subscribe(simulator, callback.url);
		const id = simulator.account.phoneNumberIds.standard;
		const set = (url: string, verifyToken?: string) =>
			graph(simulator, 'POST', id, {
				body: {
					webhook_configuration: { override_callback_uri: url, verify_token: verifyToken },
				},
			});
		const read = async () =>
			(await graph(simulator, 'GET', `${id}?fields=webhook_configuration`)).body
				.webhook_configuration;

		expect((await set(callback.url, 'guess')).body.error.code).toBe(2200);
		expect((await set(callback.url, VERIFY)).body).toEqual({ success: true });
		expect(await read()).toEqual({ phone_number: callback.url, application: callback.url });
		expect((await set(`${callback.url}?${'x'.repeat(200)}`, VERIFY)).body.error.code).toBe(100);
		await set('');
		expect(await read()).toEqual({ application: callback.url });
	});
});

test('what is not subscribed is not delivered', async () => {
	const [simulator, callback] = await Promise.all([startManual(), startCallback()]);
	const write = async (text: string) => {
		simulator.inbound({ from: '+12025550150', text });
		await simulator.webhooksSettled();
	};
	const account = `${simulator.account.businessAccountId}/subscribed_apps`;
	const heard = () =>
		callback.received.flatMap(valuesOf).map(({ messages }) => messages[0].text.body);

	await subscribe(simulator, callback.url);
	await write('no account yet');
	await graph(simulator, 'POST', account);
	await write('heard');
	await subscribe(simulator, callback.url, { fields: 'calls' });
	await write('no field any more');
	await subscribe(simulator, callback.url);
	await graph(simulator, 'DELETE', account);
	await write('no account any more');
	expect(heard()).toEqual(['heard']);
});

test('an update of any field can be reported; what no override takes goes to the app', async () => {
	const [simulator, app, number] = await Promise.all([
		startManual(),
		startCallback(),
		startCallback(),
	]);
	await simulator.setCallback({ url: app.url, verifyToken: VERIFY });
	const phoneNumberId = simulator.account.phoneNumberIds.standard;
	const phone = simulator.account.phoneNumbers.get(phoneNumberId);
	if (phone) phone.callback = { url: number.url, verifyToken: VERIFY };
	simulator.report({ field: 'message_template_status_update', value: { event: 'APPROVED' } });
	await control(simulator, 'POST', 'update', {
		field: 'calls',
		value: { calls: [] },
		phoneNumberId,
	});
	await simulator.webhooksSettled();
	expect(app.received.flatMap(valuesOf)).toEqual([{ event: 'APPROVED' }]);
	expect(number.received.flatMap(valuesOf)).toEqual([{ calls: [] }]);
	expect((await control(simulator, 'POST', 'update', { field: 'calls' })).status).toBe(400);
});
