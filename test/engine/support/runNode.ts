import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type IBinaryKeyData,
	type ICredentialDataDecryptedObject,
	type ICredentialsHelper,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IWorkflowExecuteAdditionalData,
	type NodeApiError,
	type OnError,
} from 'n8n-workflow';

import { WhatsAppSend } from '../../../nodes/WhatsAppSend/WhatsAppSend.node';

const SOURCE = 'Source';
const NODE = 'Node';

/** Of every execution that a test runs. */
export const EXECUTION_ID = '77';

/** A node that hands out the items which a test wants to be the next node's input. */
function sourceOf(items: INodeExecutionData[]): INodeType {
	return {
		description: {
			displayName: SOURCE,
			name: 'source',
			group: ['input'],
			version: 1,
			description: '',
			defaults: {},
			inputs: [],
			outputs: ['main'],
			properties: [],
		},
		execute: async () => [items],
	};
}

export interface NodeRun {
	/** What left each output of the node, in the order of the outputs. */
	outputs: INodeExecutionData[][];
	/** What stopped the execution. */
	error?: NodeApiError;
	run: IRun;
}

export interface NodeRunOptions {
	parameters: INodeParameters;
	items: IDataObject[];
	/** The binary fields of the items, by their index. */
	binary?: IBinaryKeyData[];
	credential: ICredentialDataDecryptedObject;
	onError?: OnError;
	/** n8n's setting "Retry On Fail". */
	retryOnFail?: boolean;
	/** Empty for one that was never saved. */
	workflowId?: string;
	/** Called with the running execution, e.g. to cancel it. */
	onStart?: (execution: { cancel(): void }) => void;
}

/** Runs WhatsApp Send in n8n's own engine. */
export async function runWhatsAppSend(options: NodeRunOptions): Promise<NodeRun> {
	return await runNode(new WhatsAppSend(), options);
}

/** Runs a node in n8n's own engine, with a node before it that hands out `items`. */
export async function runNode(tested: INodeType, options: NodeRunOptions): Promise<NodeRun> {
	const source = sourceOf(
		options.items.map((json, index) => ({ json, binary: options.binary?.[index] })),
	);
	const nodeTypes: INodeTypes = {
		getByName: (type) => (type === 'source' ? source : tested),
		getByNameAndVersion: (type) => (type === 'source' ? source : tested),
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({
		id: options.workflowId ?? 'test',
		active: false,
		nodeTypes,
		nodes: [
			node(SOURCE, 'source', {}),
			{
				...node(NODE, tested.description.name, options.parameters),
				credentials: { whatsAppBusinessCloudApi: { id: '1', name: 'WhatsApp' } },
				onError: options.onError,
				retryOnFail: options.retryOnFail,
			},
		],
		connections: { [SOURCE]: { main: [[{ node: NODE, type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	});
	const execution = new WorkflowExecute(
		additionalData(options.credential),
		'manual',
		createRunExecutionData({}),
	).run({ workflow, startNode: workflow.getNode(SOURCE) ?? undefined });
	options.onStart?.(execution);
	const run = await execution;
	const data = run.data.resultData.runData[NODE]?.[0];
	return {
		outputs: (data?.data?.main ?? []).map((items) => items ?? []),
		error: run.data.resultData.error as NodeApiError | undefined,
		run,
	};
}

function node(name: string, type: string, parameters: INodeParameters): INode {
	return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters };
}

/** What n8n's server hands to the engine; here only what a node can reach. */
export function additionalData(
	credential: ICredentialDataDecryptedObject,
): IWorkflowExecuteAdditionalData {
	const credentialsHelper: Partial<ICredentialsHelper> = {
		getParentTypes: () => [],
		isCredentialUsableByNode: () => true,
		getDecrypted: async () => credential,
		getCredentialsProperties: () => [],
	};
	const url = 'http://localhost:5678/';
	return {
		credentialsHelper,
		hooks: new ExecutionLifecycleHooks('manual', 'test', {
			id: 'test',
			name: 'test',
			active: false,
			isArchived: false,
			activeVersionId: null,
			createdAt: new Date(0),
			updatedAt: new Date(0),
			nodes: [],
			connections: {},
		}),
		currentNodeExecutionIndex: 0,
		executionId: EXECUTION_ID,
		restApiUrl: url,
		instanceBaseUrl: url,
		formBaseUrl: url,
		formWaitingBaseUrl: url,
		formTestBaseUrl: url,
		webhookBaseUrl: url,
		webhookWaitingBaseUrl: `${url}webhook-waiting`,
		webhookTestBaseUrl: url,
		mcpBaseUrl: url,
		mcpTestBaseUrl: url,
		variables: {},
		logAiEvent: () => undefined,
		// The rest reaches databases, agents and task runners, which this node does not.
	} as Partial<IWorkflowExecuteAdditionalData> as IWorkflowExecuteAdditionalData;
}
