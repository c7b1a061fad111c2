import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from '../simulator/account';
import type { N8nClient, WorkflowJson, WorkflowNode } from './client';
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

/** Where WhatsApp Trigger registers a workflow; undefined where none starts it. */
export function registersOn(workflow: WorkflowJson): 'phoneNumber' | 'app' | undefined {
	const trigger = workflow.nodes.find(({ type }) => type === `${NODE_PREFIX}whatsAppTrigger`);
	if (!trigger) return undefined;
	// n8n leaves out what is at its default.
	return (trigger.parameters.registerOn ?? 'phoneNumber') as 'phoneNumber' | 'app';
}

/** Activates a stored example; returns when the number's events come to it. */
export async function activateExample(
	n8n: N8nClient,
	{ account }: { account: Account },
	id: string,
	phoneNumberId: string = account.phoneNumberIds.standard,
): Promise<void> {
	const phone = account.phoneNumbers.get(phoneNumberId);
	// An n8n that starts with it brings it back by itself, maybe with yesterday's simulator.
	await n8n.deactivate(id);
	await n8n.activate(id);
	await waitFor(() => phone?.callback, { what: 'The callback of the number', timeoutMs: 60_000 });
}
