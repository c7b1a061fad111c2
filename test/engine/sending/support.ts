import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { Dispatcher, fastPolicy, useDispatcher } from '../../../nodes/shared/delivery';
import { DEFAULT_ACCOUNT, startSimulator, type Simulator } from '../../simulator';
import { EndingClock } from '../../support/endingClock';
import { credentialFor } from '../support/credential';
import { runWhatsAppSend, type NodeRun, type NodeRunOptions } from '../support/runNode';

export const { phoneNumberIds } = DEFAULT_ACCOUNT;

/** One simulator for the tests of a file, empty before each and with the settings of its beginning. */
export function useSimulator(): () => Simulator {
	let simulator: Simulator;
	let clock: EndingClock | undefined;
	beforeAll(async () => {
		simulator = await startSimulator();
	});
	beforeEach(() => {
		simulator.clear();
		simulator.configure({ autoStatuses: 'off', enforceWindow: false });
		clock = new EndingClock();
		useDispatcher(new Dispatcher({ policy: fastPolicy, clock }));
	});
	afterEach(() => clock?.end());
	afterAll(async () => await simulator.close());
	return () => simulator;
}

/** Sends to each item's `phone` from the HIGH number, continuing on fail, unless told otherwise. */
export async function sendTo(
	simulator: Simulator,
	items: IDataObject[],
	parameters: INodeParameters,
	options: Partial<NodeRunOptions> = {},
): Promise<NodeRun> {
	return await runWhatsAppSend({
		parameters: {
			resource: 'message',
			operation: 'send',
			phoneNumberId: { __rl: true, mode: 'id', value: phoneNumberIds.high },
			recipientPhoneNumber: '={{ $json.phone }}',
			messageType: 'text',
			textBody: '={{ $json.text ?? "Hello" }}',
			...parameters,
		},
		items,
		credential: credentialFor(simulator),
		onError: 'continueRegularOutput',
		...options,
	});
}

/** What the items of the first output say. */
export function jsons({ outputs }: NodeRun): IDataObject[] {
	return outputs[0].map(({ json }) => json);
}

/** A template as the node's field holds it. */
export function templateIs(name: string): INodeParameters {
	return { __rl: true, mode: 'name', value: name };
}
