import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { Dispatcher, fastPolicy, useDispatcher } from '../../nodes/shared/delivery';
import { DEFAULT_ACCOUNT, startSimulator, type Simulator } from '../simulator';
import { credentialFor } from './support/credential';
import { runWhatsAppSend, type NodeRun, type NodeRunOptions } from './support/runNode';

const { phoneNumberIds } = DEFAULT_ACCOUNT;

const sender = (id: string): INodeParameters => ({ __rl: true, mode: 'id', value: id });

const textParameters: INodeParameters = {
	resource: 'message',
	operation: 'send',
	phoneNumberId: sender(phoneNumberIds.high),
	recipientPhoneNumber: '={{ $json.phone }}',
	messageType: 'text',
	textBody: '={{ "Hello " + $json.name }}',
};

const templateParameters: INodeParameters = {
	resource: 'message',
	operation: 'sendTemplate',
	phoneNumberId: sender(phoneNumberIds.high),
	recipientPhoneNumber: '={{ $json.phone }}',
	template: { __rl: true, mode: 'name', value: 'hello_world|en_US' },
};

const people = (count: number): Array<{ phone: string; name: string }> =>
	Array.from({ length: count }, (_, i) => ({
		phone: `+1 202 555 ${String(1000 + i)}`,
		name: `person ${i}`,
	}));

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator();
});
beforeEach(() => {
	simulator.clear();
	// Its own, so that no test feels the throttles of another.
	useDispatcher(new Dispatcher({ policy: fastPolicy }));
});
afterAll(async () => await simulator.close());

const run = async (
	parameters: INodeParameters,
	items: IDataObject[],
	options: Partial<NodeRunOptions> = {},
): Promise<NodeRun> =>
	await runWhatsAppSend({ parameters, items, credential: credentialFor(simulator), ...options });

const textsInLedger = (): unknown[] =>
	simulator.ledger.accepted.map(({ payload }) => (payload.text as IDataObject).body);

describe('WhatsApp Send in the engine', () => {
	it('sends one message for each item, its parameters taken from that item', async () => {
		await run(textParameters, people(3));
		expect(simulator.ledger.accepted.map(({ to }) => to).sort()).toEqual([
			'+12025551000',
			'+12025551001',
			'+12025551002',
		]);
		expect(textsInLedger().sort()).toEqual(['Hello person 0', 'Hello person 1', 'Hello person 2']);
	});

	it('gives Meta’s answer as it is and how the message got there', async () => {
		const { outputs } = await run(textParameters, people(1));
		const [accepted] = simulator.ledger.accepted;
		expect(outputs[0][0].json).toEqual({
			messaging_product: 'whatsapp',
			contacts: [expect.objectContaining({ input: '+12025551000', wa_id: '12025551000' })],
			messages: [{ id: accepted.id }],
			delivery: {
				phoneNumberId: phoneNumberIds.high,
				attempts: 1,
				waitedMs: expect.any(Number),
				sentAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
			},
		});
	});

	it('keeps the order of the items and pairs each with its own, also when some were retried', async () => {
		simulator.faults.add({ next: 7, action: { error: { code: 131016, status: 500 } } });
		const { outputs } = await run(textParameters, people(20));
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
			Array.from({ length: 20 }, (_, item) => ({ item })),
		);
		const inputs = outputs[0].map(({ json }) => (json.contacts as IDataObject[])[0].input);
		expect(inputs).toEqual(people(20).map(({ phone }) => phone.replace(/ /g, '')));
	});

	it('takes a JSON number for a phone number', async () => {
		await run(textParameters, [{ phone: 12025551000, name: 'Ada' }]);
		expect(simulator.ledger.accepted[0].to).toBe('+12025551000');
	});

	it('sends each item from the number that it names', async () => {
		await run({ ...textParameters, phoneNumberId: sender('={{ $json.from }}') }, [
			{ phone: '+12025551000', name: 'A', from: phoneNumberIds.high },
			{ phone: '+12025551001', name: 'B', from: phoneNumberIds.standard },
		]);
		expect(
			simulator.ledger.accepted.map(({ to, phoneNumberId }) => [to, phoneNumberId]).sort(),
		).toEqual([
			['+12025551000', phoneNumberIds.high],
			['+12025551001', phoneNumberIds.standard],
		]);
	});

	it('takes the values of a node that was copied from n8n’s built-in one', async () => {
		await run(
			{
				...textParameters,
				phoneNumberId: phoneNumberIds.high,
				additionalFields: { previewUrl: true },
			},
			people(1),
		);
		expect(simulator.ledger.accepted[0]).toMatchObject({
			phoneNumberId: phoneNumberIds.high,
			payload: { text: { body: 'Hello person 0', preview_url: true } },
		});
		await run({ ...templateParameters, template: 'hello_world|en_US' }, people(1));
		expect(simulator.ledger.accepted[1].payload.template).toMatchObject({
			name: 'hello_world',
			language: { code: 'en_US' },
		});
	});

	it('keeps the order of the messages to one recipient', async () => {
		const items = Array.from({ length: 20 }, (_, i) => ({ phone: '+12025551000', name: i }));
		await run(textParameters, items);
		expect(textsInLedger()).toEqual(items.map(({ name }) => `Hello ${name}`));
	});

	it('needs one connection where one message is on its way at a time', async () => {
		const before = simulator.ledger.connections.opened;
		await run(
			textParameters,
			Array.from({ length: 40 }, (_, name) => ({ phone: '+12025551000', name })),
		);
		expect(simulator.ledger.accepted).toHaveLength(40);
		expect(simulator.ledger.connections.opened - before).toBeLessThanOrEqual(1);
	});

	it('sends appsecret_proof where Meta requires it', async () => {
		simulator.configure({ requireAppSecret: true });
		const { error } = await run(textParameters, people(1));
		simulator.configure({ requireAppSecret: false });
		expect(error).toBeUndefined();
	});
});

describe('retries', () => {
	it.each([
		['a 5xx', { error: { code: 131016, status: 500 } }],
		['a throttle code of Meta’s', { error: { code: 130429, status: 400 } }],
		['HTTP 429 without a code', { http: { status: 429, headers: { 'retry-after': '0' } } }],
		['a 502 page of a proxy', { http: { status: 502, body: '<html>Bad gateway</html>' } }],
	])('repeats a message after %s, and sends it once', async (_, action) => {
		simulator.faults.add({ next: 1, action });
		const { outputs } = await run(textParameters, people(1));
		expect(outputs[0][0].json.delivery).toMatchObject({ attempts: 2 });
		expect(simulator.ledger.accepted).toHaveLength(1);
	});

	it('does not repeat what may have been accepted, and says so', async () => {
		simulator.faults.add({ next: 1, action: { close: 'after' } });
		const { outputs } = await run(textParameters, people(1), { onError: 'continueRegularOutput' });
		expect(outputs[0][0].json).toMatchObject({
			error: expect.stringContaining('May have been sent'),
			details: { attempts: 1, mayHaveBeenSent: true },
		});
		expect(simulator.ledger.accepted).toHaveLength(1);
	});
});

describe('failures', () => {
	it('stops at the first failure and says which item it was and how many had been sent', async () => {
		// One recipient, so that the items leave one after the other.
		const items = [0, 1, 2, 3].map((name) => ({ phone: '+12025551000', name }));
		const { error } = await run(
			{ ...textParameters, textBody: '={{ $json.name === 2 ? "" : "Hello" }}' },
			items,
		);
		expect(error?.message).toBe('Text Body is empty [item 2]');
		expect(error?.description).toContain('2 of 4 messages were sent');
		expect(simulator.ledger.accepted).toHaveLength(2);
	});

	it('says Meta’s title, code, details and trace, and what to do', async () => {
		const { error } = await run(
			{
				...templateParameters,
				template: { __rl: true, mode: 'name', value: 'no_such|en_US' },
				templateValuesSource: 'components',
			},
			people(1),
		);
		expect(error?.message).toMatch(/does not exist.*\(code 132001\) \[item 0\]/);
		expect(error?.description).toMatch(/Trace ID.*: \S+/);
		expect(error?.httpCode).toBe('404');
	});

	it('puts a failed item on the error output and sends the others', async () => {
		const items = people(3);
		items[1].phone = '650 555 1234';
		const { outputs, error } = await run(textParameters, items, {
			onError: 'continueErrorOutput',
		});
		expect(error).toBeUndefined();
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
		expect(outputs[1]).toHaveLength(1);
		expect(outputs[1][0].json).toMatchObject({
			error: '"650 555 1234" has no + and may lack its country code',
			details: { kind: 'validation', field: 'Recipient’s Phone Number', attempts: 0 },
		});
		expect(simulator.ledger.accepted).toHaveLength(2);
	});

	it('continues on the regular output with code, title, details and trace of a refusal', async () => {
		const { outputs } = await run(
			{
				...templateParameters,
				template: { __rl: true, mode: 'name', value: 'winter_sale|en_US' },
				templateValuesSource: 'components',
			},
			people(1),
			{ onError: 'continueRegularOutput' },
		);
		expect(outputs[0][0].json).toMatchObject({
			error: expect.stringContaining('132015'),
			details: { kind: 'graph-api', code: 132015, fbtraceId: expect.any(String), attempts: 1 },
		});
	});

	it('says that the token is wrong, and never what it is', async () => {
		const { error } = await run(textParameters, people(1), {
			credential: { ...credentialFor(simulator), accessToken: 'EAAwrongSecret123' },
		});
		expect(error?.message).toContain('(code 190)');
		expect(JSON.stringify(error)).not.toContain('EAAwrongSecret123');
	});

	it('leaves what has not left when the execution is cancelled', async () => {
		simulator.configure({ latencyMs: 20 });
		const { run: finished } = await run(
			{ ...textParameters, phoneNumberId: sender(phoneNumberIds.coexistence) },
			people(200),
			{
				onStart: (execution) => {
					void simulator
						.until(() => simulator.ledger.accepted.length >= 2)
						.then(() => {
							execution.cancel();
						});
				},
			},
		);
		simulator.configure({ latencyMs: 0 });
		expect(finished.status).toBe('canceled');
		expect(simulator.ledger.accepted.length).toBeLessThan(100);
	});
});

describe('templates', () => {
	it('fills header, body and button as Meta documents it', async () => {
		await run(
			{
				...templateParameters,
				template: { __rl: true, mode: 'list', value: 'order_shipped|en_US' },
				components: {
					component: [
						{
							type: 'header',
							headerParameters: { parameter: [{ type: 'text', text: '={{ $json.order }}' }] },
						},
						{
							type: 'body',
							bodyParameters: {
								parameter: [
									{ type: 'text', text: '={{ $json.name }}' },
									{ type: 'text', text: 'linen throw' },
									{ type: 'text', text: 'Friday' },
								],
							},
						},
						{
							type: 'button',
							sub_type: 'url',
							index: 0,
							buttonParameters: { parameter: { type: 'text', text: '={{ $json.order }}' } },
						},
					],
				},
			},
			[{ phone: '+12025551000', name: 'Ada', order: 4711 }],
		);
		expect(simulator.ledger.accepted[0].payload).toEqual({
			messaging_product: 'whatsapp',
			recipient_type: 'individual',
			to: '+12025551000',
			type: 'template',
			template: {
				name: 'order_shipped',
				language: { code: 'en_US' },
				components: [
					{ type: 'header', parameters: [{ type: 'text', text: '4711' }] },
					{
						type: 'body',
						parameters: [
							{ type: 'text', text: 'Ada' },
							{ type: 'text', text: 'linen throw' },
							{ type: 'text', text: 'Friday' },
						],
					},
					{
						type: 'button',
						sub_type: 'url',
						index: '0',
						parameters: [{ type: 'text', text: '4711' }],
					},
				],
			},
		});
	});
});
