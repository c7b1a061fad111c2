import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { useDispatcher } from '../../../nodes/shared/delivery';
import { ToldDispatcher } from '../support/toldDispatcher';
import { jsons, phoneNumberIds, sendTo, templateIs, useSimulator } from './support';

const simulator = useSimulator();

beforeEach(() => simulator().configure({ enforceWindow: 'refuse' }));

const OPEN = '+12025551000';
const CLOSED = '+12025551001';
const ALSO_CLOSED = '+12025551002';

const instead: INodeParameters = {
	ifWindowClosed: 'template',
	windowTemplate: templateIs('hello_world|en_US'),
};

/** One text a phone; `OPEN` has written just now. */
const send = async (
	phones: string[],
	parameters: INodeParameters = instead,
	more: Parameters<typeof sendTo>[3] = {},
) => {
	simulator().inbound({ phoneNumberId: phoneNumberIds.high, from: OPEN, text: 'Hi' });
	const items = phones.map((phone, place) => ({ phone, text: `Text ${place}` }));
	return await sendTo(simulator(), items, parameters, more);
};

const sent = () => simulator().ledger.accepted.map(({ to, type }) => `${to} ${type}`);

it('a closed window fails without the choice of a template', async () => {
	const run = await send([CLOSED], {});
	expect(jsons(run)[0].details).toMatchObject({ code: 131047 });
	expect(sent()).toEqual([]);
});

it('those with an open window get the message, the others the template', async () => {
	const run = await send([CLOSED, OPEN, ALSO_CLOSED]);
	expect(sent().sort()).toEqual([`${OPEN} text`, `${CLOSED} template`, `${ALSO_CLOSED} template`]);
	expect(run.outputs[0].map(({ pairedItem }) => pairedItem)).toEqual([
		{ item: 0 },
		{ item: 1 },
		{ item: 2 },
	]);
	const [first, second] = jsons(run);
	expect(first).toMatchObject({
		contacts: [{ input: CLOSED }],
		delivery: {
			attempts: 2,
			sentInstead: 'template',
			template: { name: 'hello_world', language: 'en_US' },
			insteadOf: { messageType: 'text', code: 131047, reason: '24-hour window closed' },
		},
	});
	expect(second.delivery).not.toHaveProperty('sentInstead');
});

it('is no failure that stops the others where the node stops on errors', async () => {
	const run = await send([CLOSED, OPEN, OPEN], instead, { onError: undefined });
	expect(run.error).toBeUndefined();
	expect(sent().sort()).toEqual([`${OPEN} text`, `${OPEN} text`, `${CLOSED} template`]);
});

it('leaves the templates unsent where another failure stopped the execution', async () => {
	simulator().faults.add({
		match: { recipient: '12025551002' },
		action: { error: { code: 131026 } },
	});
	const run = await send([CLOSED, ALSO_CLOSED], instead, { onError: undefined });
	expect(run.error?.message).toContain('131026');
	expect(run.error?.description).toContain('0 of 2 messages were sent');
	expect(sent()).toEqual([]);
});

it('goes by the rate of the number', async () => {
	const dispatcher = new ToldDispatcher();
	useDispatcher(dispatcher);
	const items = [CLOSED, ALSO_CLOSED].map((phone) => ({ phone }));
	await sendTo(simulator(), items, { ...instead, options: { messagesPerSecond: 10 } });
	expect(sent()).toHaveLength(2);
	// The texts, which were refused, and the templates.
	expect(dispatcher.senders.map(({ rate, phoneNumberId }) => [phoneNumberId, rate])).toEqual(
		Array(4).fill([phoneNumberIds.high, 10]),
	);
});

it('keeps the order of what one person gets', async () => {
	await send([CLOSED, CLOSED, CLOSED], {
		...instead,
		options: { callbackData: '={{ $json.text }}' },
	});
	const marks = simulator().ledger.accepted.map((message) => message.bizOpaqueCallbackData);
	expect(marks).toEqual(['Text 0', 'Text 1', 'Text 2']);
});

it('says of a template that is refused what it stood for', async () => {
	const run = await send([CLOSED], {
		...instead,
		windowTemplate: templateIs('not_there|en_US'),
		windowTemplateValuesSource: 'json',
		windowComponentsJson: '[{ "type": "body", "parameters": [] }]',
	});
	expect(jsons(run)[0].details).toMatchObject({
		code: 132001,
		insteadOf: { messageType: 'text', code: 131047 },
	});
});

it('is counted in the hint and in the summary', async () => {
	const run = await send([CLOSED, OPEN, ALSO_CLOSED], {
		...instead,
		options: { outputSummary: true },
	});
	const [hint] = run.run.data.resultData.runData.Node[0].hints ?? [];
	expect(hint.message).toMatch(/^3 sent in .*; 2 of these as template, the 24-hour window/);
	expect(jsons(run)[3].summary as IDataObject).toMatchObject({
		total: 3,
		sent: 3,
		failed: 0,
		sentAsTemplate: 2,
	});
});

it('can do nothing where Meta reports the closed window later', async () => {
	simulator().configure({ enforceWindow: 'failLater' });
	const run = await send([CLOSED]);
	expect(jsons(run)[0].delivery).not.toHaveProperty('sentInstead');
	expect(sent()).toEqual([`${CLOSED} text`]);
});
