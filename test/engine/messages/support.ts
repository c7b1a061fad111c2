import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { Dispatcher, fastPolicy, useDispatcher } from '../../../nodes/shared/delivery';
import { DEFAULT_ACCOUNT, startSimulator, type Simulator } from '../../simulator';
import { credentialFor } from '../support/credential';
import { runWhatsAppSend, type NodeRun } from '../support/runNode';

let simulator: Simulator;

/** One simulator for the tests of a file, empty before each. */
export function useSimulator(): void {
	beforeAll(async () => {
		simulator = await startSimulator({ settings: { autoStatuses: 'off' } });
	});
	beforeEach(() => {
		simulator.clear();
		useDispatcher(new Dispatcher({ policy: fastPolicy }));
	});
	afterAll(async () => await simulator.close());
}

/** Makes room for another message in the same test. */
export function clearSimulator(): void {
	simulator.clear();
}

/** Runs Message › Send for one item. */
export async function send(parameters: INodeParameters, json: IDataObject = {}): Promise<NodeRun> {
	return await runWhatsAppSend({
		parameters: {
			resource: 'message',
			operation: 'send',
			phoneNumberId: { __rl: true, mode: 'id', value: DEFAULT_ACCOUNT.phoneNumberIds.high },
			recipientPhoneNumber: '+12025551000',
			...parameters,
		},
		items: [json],
		credential: credentialFor(simulator),
	});
}

/** What Meta got: the whole request body but to whom it goes. */
export async function payloadOf(
	parameters: INodeParameters,
	json: IDataObject = {},
): Promise<IDataObject> {
	const { error } = await send(parameters, json);
	if (error) throw error;
	const [message] = simulator.ledger.accepted;
	const { messaging_product, recipient_type, to, ...content } = message.payload as IDataObject;
	expect({ messaging_product, recipient_type, to }).toEqual({
		messaging_product: 'whatsapp',
		recipient_type: 'individual',
		to: '+12025551000',
	});
	return content;
}

/** The same of an interactive message: its `interactive` object. */
export async function interactiveOf(
	parameters: INodeParameters,
	json: IDataObject = {},
): Promise<IDataObject> {
	const { type, interactive } = await payloadOf(
		{ messageType: 'interactive', ...parameters },
		json,
	);
	expect(type).toBe('interactive');
	return interactive as IDataObject;
}

/** Why nothing was sent. */
export async function refusalOf(
	parameters: INodeParameters,
	json: IDataObject = {},
): Promise<string> {
	const { error } = await send(parameters, json);
	expect(simulator.ledger.accepted).toHaveLength(0);
	expect(simulator.ledger.refused).toHaveLength(0);
	return error?.message ?? 'nothing was refused';
}
