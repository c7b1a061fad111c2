import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowJson, WorkflowNode } from './client';
import { projectRoot } from './paths';

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

/** The node that starts a workflow by hand. */
export function manualTriggerOf(workflow: WorkflowJson): string {
	const trigger = workflow.nodes.find((node) => node.type === 'n8n-nodes-base.manualTrigger');
	if (!trigger) throw new Error(`The workflow "${workflow.name}" has no Manual Trigger.`);
	return trigger.name;
}
