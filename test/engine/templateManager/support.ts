import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { Dispatcher, fastPolicy, useDispatcher } from '../../../nodes/shared/delivery';
import { WhatsAppTemplateManager } from '../../../nodes/WhatsAppTemplateManager/WhatsAppTemplateManager.node';
import {
	SimulatorClock,
	startSimulator,
	type SettingsPatch,
	type Simulator,
} from '../../simulator';
import { credentialFor } from '../support/credential';
import { runNode, type NodeRun, type NodeRunOptions } from '../support/runNode';

/** A simulator for each test of a file, where templates are reviewed on command. */
export function useSimulator(settings: SettingsPatch = {}): () => Simulator {
	let simulator: Simulator;
	beforeEach(async () => {
		simulator = await startSimulator({
			clock: new SimulatorClock(),
			settings: { templates: { review: 'manual' }, autoStatuses: 'off', ...settings },
		});
		useDispatcher(new Dispatcher({ policy: fastPolicy }));
	});
	afterEach(async () => await simulator.close());
	return () => simulator;
}

/** Runs the node; its failures are items. */
export async function manager(
	simulator: Simulator,
	parameters: INodeParameters,
	options: Partial<NodeRunOptions> = {},
): Promise<NodeRun> {
	return await runNode(new WhatsAppTemplateManager(), {
		parameters: { resource: 'template', ...parameters },
		items: [{}],
		credential: credentialFor(simulator),
		onError: 'continueRegularOutput',
		...options,
	});
}

/** The items that left, as JSON. */
export const jsons = ({ outputs }: NodeRun): IDataObject[] => outputs[0].map(({ json }) => json);

/** What the output pane says of a run. */
export const hints = ({ run }: NodeRun): string[] =>
	(run.data.resultData.runData.Node?.[0]?.hints ?? []).map(({ message }) => message);

/** A template chosen by name and language, or by ID. */
export const chosen = (value: string): INodeParameters => ({
	template: { __rl: true, mode: 'name', value },
});

/** The form filled with a whole template. */
export const draft = (template: object): INodeParameters => ({
	defineTemplate: 'json',
	templateJson: JSON.stringify(template),
});

export const BODY = {
	type: 'BODY',
	text: 'Your order {{1}} is on its way to you.',
	example: { body_text: [['CL-2048']] },
};

/** A sound utility template. */
export const ORDER = {
	name: 'order_sent',
	language: 'en_US',
	category: 'UTILITY',
	components: [BODY],
};

/** Counts the calls to the simulator from now on. */
export function countCalls(simulator: Simulator): { readonly matched: number } {
	return simulator.faults.add({
		match: { kind: 'any' },
		every: Infinity,
		action: { delay: 0 },
	});
}
