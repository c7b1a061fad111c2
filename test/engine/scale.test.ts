import type { IDataObject } from 'n8n-workflow';

import { useDispatcher } from '../../nodes/shared/delivery';
import {
	campaignItems,
	campaignParameters,
	credentialAt,
	silenceN8n,
	UnpacedDispatcher,
} from '../integration/delivery/support/atScale';
import { SimulatorProcess } from '../integration/delivery/support/simulatorProcess';
import { runWhatsAppSend, type NodeRun } from './support/runNode';

/**
 * Enough for every queue and window in the dispatcher to fill and empty many times. What 100,000 cost in
 * time and memory is measured, not tested: `npm run bench -- --only scale`.
 */
const COUNT = 10_000;

/** Every so many items one cannot be sent. */
const WRONG_EVERY = 500;

let simulator: SimulatorProcess;
let result: NodeRun;

beforeAll(async () => {
	silenceN8n();
	simulator = await SimulatorProcess.start({ throughput: 'unlimited', pairLimit: 'unlimited' });
	useDispatcher(new UnpacedDispatcher());
	const items = campaignItems(COUNT);
	for (let index = 0; index < COUNT; index += WRONG_EVERY) items[index].phone = '12';
	result = await runWhatsAppSend({
		parameters: campaignParameters,
		items,
		credential: credentialAt(simulator.url),
		onError: 'continueRegularOutput',
	});
});

afterAll(async () => {
	useDispatcher(undefined);
	await simulator.close();
});

describe(`${COUNT.toLocaleString('en-US')} items through WhatsApp Send`, () => {
	it('come out as many, in their order, each paired with its own', () => {
		expect(result.error).toBeUndefined();
		expect(result.outputs[0]).toHaveLength(COUNT);
		const misplaced = result.outputs[0].filter(
			({ pairedItem }, index) => (pairedItem as { item: number }).item !== index,
		);
		expect(misplaced).toEqual([]);
	});

	it('carry the answer to their own message, or their own error', () => {
		const people = campaignItems(COUNT);
		const strange = result.outputs[0].filter(({ json }, index) => {
			if (index % WRONG_EVERY === 0) return (json.details as IDataObject)?.kind !== 'validation';
			const [contact] = (json.contacts ?? [{}]) as IDataObject[];
			return contact.input !== people[index].phone;
		});
		expect(strange).toEqual([]);
	});

	it('are accepted once each, with the text of their own item', async () => {
		const accepted = await simulator.accepted();
		const texts = new Map(
			accepted.map(({ to, payload }) => [to, (payload.text as IDataObject).body]),
		);
		expect(accepted).toHaveLength(COUNT - COUNT / WRONG_EVERY);
		expect(texts.size).toBe(accepted.length);
		const wrong = campaignItems(COUNT).filter(
			({ phone, name }, index) =>
				index % WRONG_EVERY !== 0 &&
				texts.get(phone as string) !== `Hello ${name as string}, your order is on its way`,
		);
		expect(wrong).toEqual([]);
	});
});
