import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NewInbound } from '../simulator';
import type { Account } from '../simulator/account';
import type { Execution, N8nClient, WorkflowJson, WorkflowNode } from './client';
import { projectRoot } from './paths';
import { waitFor } from './wait';

/** Name of the credential type that the package brings. */
export const CREDENTIAL_TYPE = 'whatsAppBusinessCloudApi';

/** Node types of the package, as n8n names them once it is installed. */
export const NODE_PREFIX = 'n8n-nodes-whatsapp-business-cloud.';

/** What an example needs before it can run on one's own account. */
export interface Wiring {
	credential: { id: string; name: string };
	sender: { id: string; label: string };
}

/** The files in examples/, in their order. */
export function exampleFiles(): string[] {
	return readdirSync(join(projectRoot, 'examples'))
		.filter((name) => name.endsWith('.json'))
		.sort();
}

/** One of the example workflows, as it is in the repository. */
export function readExample(file: string): WorkflowJson {
	return JSON.parse(readFileSync(join(projectRoot, 'examples', file), 'utf8')) as WorkflowJson;
}

/** Does what a person does after importing an example: choose the credential and the sender. */
export function wire(workflow: WorkflowJson, { credential, sender }: Wiring): WorkflowJson {
	const nodes = workflow.nodes.map((node): WorkflowNode => {
		if (!node.type.startsWith(NODE_PREFIX)) return node;
		const parameters = { ...node.parameters };
		if ('phoneNumberId' in parameters) {
			parameters.phoneNumberId = {
				__rl: true,
				mode: 'list',
				value: sender.id,
				cachedResultName: sender.label,
			};
		}
		return { ...node, parameters, credentials: { [CREDENTIAL_TYPE]: credential } };
	});
	return { ...workflow, nodes };
}

/** The node that starts a workflow by hand; undefined where events do. */
export function manualTriggerOf(workflow: WorkflowJson): string | undefined {
	return workflow.nodes.find((node) => node.type === 'n8n-nodes-base.manualTrigger')?.name;
}

/** Whether WhatsApp Trigger starts a workflow. */
export function startsOnMessages(workflow: WorkflowJson): boolean {
	return workflow.nodes.some(
		({ type, parameters }) =>
			type === `${NODE_PREFIX}whatsAppTrigger` &&
			(parameters.updates as string[] | undefined)?.includes('messages'),
	);
}

/** What examples are run against. */
interface SimulatorLike {
	account: Account;
	inbound(message: NewInbound): unknown;
}

/**
 * Stores a wired example and runs it once: by its button, or – where WhatsApp Trigger starts it – by
 * activating it and writing to its number.
 */
export async function runExample(
	n8n: N8nClient,
	simulator: SimulatorLike,
	workflow: WorkflowJson,
): Promise<Execution> {
	const { id } = await n8n.createWorkflow(workflow);
	const button = manualTriggerOf(workflow);
	if (button) return await n8n.runWorkflow(id, button);
	if (!startsOnMessages(workflow)) throw new Error(`Nothing starts “${workflow.name}”.`);
	await activateExample(n8n, simulator, id);
	simulator.inbound({ from: '+1 202-555-0143', name: 'Aisha', text: 'Are you open on Monday?' });
	const execution = await waitFor(async () => (await n8n.executionsOf(id))[0], {
		what: `An execution of “${workflow.name}”`,
		timeoutMs: 60_000,
	});
	const ended = await n8n.waitForExecution(execution.id);
	await n8n.deactivate(id);
	return ended;
}

/** Activates a stored example; returns when the number's messages come to it. */
export async function activateExample(
	n8n: N8nClient,
	{ account }: Pick<SimulatorLike, 'account'>,
	id: string,
): Promise<void> {
	const phone = account.phoneNumbers.get(account.phoneNumberIds.standard);
	// An n8n that starts with it brings it back by itself, maybe with yesterday's simulator.
	await n8n.deactivate(id);
	await n8n.activate(id);
	await waitFor(() => phone?.callback, { what: 'The callback of the number', timeoutMs: 60_000 });
}
