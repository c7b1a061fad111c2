import { randomUUID } from 'node:crypto';

import type { WorkflowJson, WorkflowNode } from './client';
import { CREDENTIAL_TYPE, NODE_PREFIX } from './examples';

/** A node to be placed {@link inARow}. */
export function node(
	name: string,
	type: string,
	typeVersion: number,
	parameters: Record<string, unknown>,
	more: Partial<WorkflowNode> = {},
): WorkflowNode {
	return { id: randomUUID(), name, type, typeVersion, position: [0, 0], parameters, ...more };
}

/**
 * A workflow of these nodes, one after the other.
 *
 * @param credential for the nodes of the package
 */
export function inARow(
	name: string,
	nodes: WorkflowNode[],
	credential: { id: string; name: string },
): WorkflowJson {
	const next = ({ name: to }: WorkflowNode) => ({ main: [[{ node: to, type: 'main', index: 0 }]] });
	return {
		name,
		nodes: nodes.map((one, column) => ({
			...one,
			position: [column * 220, 0],
			...(one.type.startsWith(NODE_PREFIX) && { credentials: { [CREDENTIAL_TYPE]: credential } }),
		})),
		connections: Object.fromEntries(
			nodes.slice(1).map((one, before) => [nodes[before]?.name, next(one)]),
		),
		settings: { executionOrder: 'v1' },
	};
}
