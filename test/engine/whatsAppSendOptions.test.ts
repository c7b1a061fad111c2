import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { Dispatcher, fastPolicy, useDispatcher } from '../../nodes/shared/delivery';
import { DEFAULT_ACCOUNT, startSimulator, type Simulator } from '../simulator';
import { credentialFor } from './support/credential';
import { runWhatsAppSend, type NodeRun, type NodeRunOptions } from './support/runNode';
import { ToldDispatcher } from './support/toldDispatcher';

const { phoneNumberIds } = DEFAULT_ACCOUNT;

let simulator: Simulator;

beforeEach(async () => {
	simulator = await startSimulator({ settings: { autoStatuses: 'off', throughput: 'unlimited' } });
	useDispatcher(new Dispatcher({ policy: fastPolicy }));
});
afterEach(async () => await simulator.close());

const people = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, i) => ({ phone: `+1202555${1000 + i}` }));

/** Sends to each person, from the HIGH number unless `parameters` say otherwise. */
const send = async (
	count: number,
	parameters: INodeParameters,
	options: Partial<NodeRunOptions> = {},
): Promise<NodeRun> =>
	await runWhatsAppSend({
		parameters: {
			resource: 'message',
			operation: 'send',
			phoneNumberId: { __rl: true, mode: 'id', value: phoneNumberIds.high },
			recipientPhoneNumber: '={{ $json.phone }}',
			messageType: 'text',
			textBody: 'Hello',
			...parameters,
		},
		items: people(count),
		credential: credentialFor(simulator),
		onError: 'continueRegularOutput',
		...options,
	});

const senderIs = (id: string): INodeParameters => ({
	phoneNumberId: { __rl: true, mode: 'id', value: id },
});

describe('Messages per Second', () => {
	let dispatcher: ToldDispatcher;

	beforeEach(() => {
		dispatcher = new ToldDispatcher();
		useDispatcher(dispatcher);
	});

	it.each([
		['what Meta allows the number when it is left out', senderIs(phoneNumberIds.coexistence), 20],
		['as it is set', { options: { messagesPerSecond: 10 } }, 10],
	])('is %s', async (_, parameters, rate) => {
		await send(5, parameters);
		expect(dispatcher.senders.map((sender) => sender.rate)).toEqual(Array(5).fill(rate));
		expect(simulator.ledger.accepted).toHaveLength(5);
	});

	it('is refused out of its range, before anything is sent', async () => {
		const { error } = await send(1, { options: { messagesPerSecond: '={{ 0 }}' } });
		expect(error?.message).toContain('Messages per Second is 0');
		expect(simulator.ledger.accepted).toEqual([]);
	});
});

describe('Max Attempts', () => {
	it('of 1 means that nothing is tried again', async () => {
		const rule = simulator.faults.add({ action: { error: { code: 131016, status: 500 } } });
		const { outputs } = await send(1, { options: { maxAttempts: 1 } });
		expect(outputs[0][0].json.details).toMatchObject({ code: 131016, attempts: 1 });
		expect(rule.fired).toBe(1);
	});
});

describe('Max Wait', () => {
	it('gives up, unsent, on what would leave later', async () => {
		const { outputs } = await send(40, {
			...senderIs(phoneNumberIds.coexistence),
			options: { maxWait: 1 },
		});
		const late = outputs[0].filter(({ json }) => json.error !== undefined);
		expect(late.length).toBeGreaterThan(10);
		expect(late.length + simulator.ledger.accepted.length).toBe(40);
		expect(late[0].json.details).toMatchObject({ because: 'max-wait', attempts: 0 });
	});
});

describe('When the Outcome Is Unknown', () => {
	it('“Send Again” repeats the message and marks a possible duplicate', async () => {
		simulator.faults.add({ next: 1, action: { close: 'after' } });
		const { outputs } = await send(1, { options: { unknownOutcome: 'resend' } });
		expect(outputs[0][0].json.delivery).toMatchObject({ attempts: 2, possibleDuplicate: true });
		expect(simulator.ledger.accepted).toHaveLength(2);
	});
});

describe('Spread Across Numbers', () => {
	const spread = (...ids: string[]): INodeParameters => ({
		senderMode: 'spread',
		phoneNumberIds: ids,
	});

	it('uses all numbers and names the one of each message', async () => {
		const { outputs } = await send(40, spread(phoneNumberIds.standard, phoneNumberIds.coexistence));
		const named = outputs[0].map(({ json }) => (json.delivery as IDataObject).phoneNumberId);
		expect(new Set(named)).toEqual(new Set([phoneNumberIds.standard, phoneNumberIds.coexistence]));
	});

	it('keeps a recipient with one number', async () => {
		const items = Array.from({ length: 40 }, (_, i) => ({ phone: `+1202555100${i % 4}` }));
		await send(0, spread(phoneNumberIds.standard, phoneNumberIds.coexistence), { items });
		const pairs = simulator.ledger.accepted.map(
			({ to, phoneNumberId }) => `${to} ${phoneNumberId}`,
		);
		expect(new Set(pairs).size).toBe(4);
	});

	it('passes over a number with a RED quality rating', async () => {
		await send(10, spread(phoneNumberIds.lowQuality, phoneNumberIds.high));
		expect(new Set(simulator.ledger.accepted.map(({ phoneNumberId }) => phoneNumberId))).toEqual(
			new Set([phoneNumberIds.high]),
		);
	});

	it('needs at least one number', async () => {
		const { error } = await send(1, { ...spread(), phoneNumberIds: '={{ [] }}' });
		expect(error?.message).toContain('No sender is chosen');
	});
});

describe('the account of a run', () => {
	it('stands in the output pane as a hint', async () => {
		const { run } = await send(10, {});
		const [hint] = run.data.resultData.runData.Node[0].hints ?? [];
		expect(hint).toMatchObject({
			message: expect.stringMatching(/^10 sent in \d+(\.\d)? s/),
			location: 'outputPane',
		});
	});

	it('warns when n8n would send everything again', async () => {
		const { run } = await send(1, {}, { retryOnFail: true });
		expect(run.data.resultData.runData.Node[0].hints).toEqual([
			expect.objectContaining({
				type: 'warning',
				message: expect.stringContaining('Retry On Fail'),
			}),
		]);
	});

	it('is an item at the end when asked for', async () => {
		const { outputs } = await send(10, { options: { outputSummary: true } });
		expect(outputs[0]).toHaveLength(11);
		expect(outputs[0][10].json.summary).toMatchObject({ total: 10, sent: 10, failed: 0 });
	});
});
