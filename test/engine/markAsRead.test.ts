import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { Dispatcher, fastPolicy, useDispatcher } from '../../nodes/shared/delivery';
import { DEFAULT_ACCOUNT, startSimulator, type Simulator } from '../simulator';
import { credentialFor } from './support/credential';
import { runWhatsAppSend, type NodeRun, type NodeRunOptions } from './support/runNode';

const phoneNumberId = DEFAULT_ACCOUNT.phoneNumberIds.high;

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator();
});
beforeEach(() => {
	simulator.clear();
	useDispatcher(new Dispatcher({ policy: fastPolicy }));
});
afterAll(async () => await simulator.close());

const mark = async (
	parameters: INodeParameters,
	items: IDataObject[],
	more: Partial<NodeRunOptions> = {},
): Promise<NodeRun> =>
	await runWhatsAppSend({
		parameters: {
			resource: 'message',
			operation: 'markAsRead',
			phoneNumberId: { __rl: true, mode: 'id', value: phoneNumberId },
			...parameters,
		},
		items,
		credential: credentialFor(simulator),
		onError: 'continueRegularOutput',
		...more,
	});

/** A message from a person, as a trigger hands it over. */
const received = (): IDataObject => {
	const { id } = simulator.inbound({ phoneNumberId, from: '+12025550150', text: 'Hello?' });
	return { messages: [{ id }] };
};

describe('Mark as Read', () => {
	it('marks the message that the item brings along', async () => {
		const item = received();
		const { outputs } = await mark({}, [item]);
		const [{ id }] = item.messages as Array<{ id: string }>;
		expect(simulator.ledger.reads).toEqual([
			expect.objectContaining({ phoneNumberId, messageId: id, typing: false }),
		]);
		expect(outputs[0][0]).toMatchObject({
			json: { success: true, delivery: { phoneNumberId, attempts: 1 } },
			pairedItem: { item: 0 },
		});
	});

	it('shows that an answer is being typed when asked to', async () => {
		await mark({ showTypingIndicator: true }, [received()]);
		expect(simulator.ledger.reads[0].typing).toBe(true);
	});

	it('is repeated when the connection broke, since twice is the same as once', async () => {
		simulator.faults.add({ next: 1, action: { close: 'after' } });
		const { outputs } = await mark({}, [received()]);
		expect(outputs[0][0].json).toMatchObject({ success: true });
	});

	it('says what was done when it stops', async () => {
		const { error } = await mark({}, [received(), { messages: [{ id: 'wamid.unknown' }] }], {
			onError: 'stopWorkflow',
		});
		expect(error?.description).toContain('1 of 2 messages were marked as read');
	});

	it('says when an item brings no message along', async () => {
		const { outputs } = await mark({ messageId: '={{ $json.missing }}' }, [{}]);
		expect(outputs[0][0].json).toMatchObject({
			error: 'Message ID is empty',
			details: { kind: 'validation', attempts: 0 },
		});
		expect(simulator.ledger.reads).toEqual([]);
	});
});
