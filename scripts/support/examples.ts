import { createHash } from 'node:crypto';

import { waitFor, type N8nClient } from '../../test/n8n-host';
import {
	activateExample,
	exampleFiles,
	readExample,
	registersOn,
	wire,
	type Wiring,
} from '../../test/n8n-host/examples';
import { asSender } from '../../test/n8n-host/simulated';
import type { PhoneNumber, Simulator } from '../../test/simulator';
import type { Account } from '../../test/simulator/account';

/** By example file: the hash of what was imported last. */
export type Imported = Record<string, string>;

/**
 * The examples that are activated, by the beginning of their files' names, and their numbers: a number has one
 * callback, so that no two of them answer the same message. What is not here uses the ordinary number; its answers
 * come by the workflow that is active there. The AI agent waits for somebody's key.
 */
const ACTIVE: Record<string, keyof Account['phoneNumberIds']> = {
	'03': 'standard',
	'05': 'coexistence',
	'07': 'high',
	'10': 'lowQuality',
};

const isActive = ({ file }: { file: string }) => file.slice(0, 2) in ACTIVE;

/** An example that n8n has stored. */
export interface Example {
	file: string;
	name: string;
	id: string;
}

/** The number that an example sends from. */
function numberOf(file: string, { account }: Simulator): PhoneNumber {
	const id = account.phoneNumberIds[ACTIVE[file.slice(0, 2)] ?? 'standard'];
	return account.phoneNumbers.get(id) as PhoneNumber;
}

/** Imports the examples that are new or have changed since; what a person made stays. */
export async function importExamples(
	n8n: N8nClient,
	simulator: Simulator,
	credential: Wiring['credential'],
	imported: Imported,
): Promise<Example[]> {
	const workflows = [];
	for (const file of exampleFiles()) {
		const sender = asSender(numberOf(file, simulator));
		const workflow = wire(readExample(file), { credential, sender });
		const hash = createHash('sha256').update(JSON.stringify(workflow)).digest('hex');
		let found = await n8n.findWorkflow(workflow.name);
		if (!found) {
			found = await n8n.createWorkflow(workflow);
		} else if (imported[file] !== hash) {
			await n8n.updateWorkflow(found.id, workflow);
		}
		imported[file] = hash;
		workflows.push({ file, name: workflow.name, id: found.id });
	}
	return workflows;
}

/**
 * Activates what listens, each on a number of its own.
 * @returns a line for each, for the person at the keyboard
 */
export async function activateExamples(
	n8n: N8nClient,
	simulator: Simulator,
	workflows: Example[],
): Promise<string[]> {
	const listening = workflows.map((one) => ({ ...one, at: registersOn(readExample(one.file)) }));
	// An n8n that starts with them brings them back in any order, and the first becomes the app's callback.
	for (const { id, at } of listening) if (at) await n8n.deactivate(id);
	await simulator.setCallback(undefined);
	for (const { id } of listening.filter(({ at }) => at === 'app')) {
		await n8n.activate(id);
		await waitFor(() => simulator.account.appCallback, {
			what: 'The callback of the app',
			timeoutMs: 60_000,
		});
	}
	const lines = [];
	for (const { file, name, id } of listening.filter(isActive)) {
		const { id: number, display_phone_number, verified_name } = numberOf(file, simulator);
		await activateExample(n8n, simulator, id, number);
		lines.push(`       ${display_phone_number} ${verified_name}: "${name}"`);
	}
	return lines;
}
