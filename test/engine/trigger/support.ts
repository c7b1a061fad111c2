import { createHmac } from 'node:crypto';
import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { Socket, type AddressInfo } from 'node:net';

import { WebhookContext, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type ICredentialDataDecryptedObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeTypes,
	type IWebhookData,
	type IWebhookFunctions,
	type IWebhookResponseData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { WhatsAppTrigger } from '../../../nodes/WhatsAppTrigger/WhatsAppTrigger.node';
import { additionalData } from '../support/runNode';

export const APP_SECRET = 'app-secret-of-the-tests';

const trigger = new WhatsAppTrigger();

export interface TriggerOptions {
	parameters?: INodeParameters;
	credential?: ICredentialDataDecryptedObject;
	mode?: WorkflowExecuteMode;
	/** Stands in for the node's own webhook(), e.g. with a clock. */
	webhook?: (context: IWebhookFunctions) => Promise<IWebhookResponseData>;
	/** What n8n does to take an execution over; rejecting is n8n's own trouble. */
	takeOver?: (items: INodeExecutionData[], response: ServerResponse) => Promise<void>;
}

/** A trigger node behind a webhook URL. */
export interface TriggerServer {
	url: string;
	/** The items of each execution that was started. */
	executions: INodeExecutionData[][];
	/** What webhook() threw, which n8n would make a failed execution of. */
	thrown: unknown[];
	/** What the node wrote to n8n's log. */
	log: string[];
	/** The same as a call over the network, without the network: for thousands. @returns the answer's status */
	call(body: Buffer, headers: Record<string, string>): Promise<number>;
	close(): Promise<void>;
}

/** The node as n8n has it in a workflow. */
export function triggerWorkflow(parameters: INodeParameters = {}): {
	workflow: Workflow;
	node: INode;
} {
	const nodeTypes: INodeTypes = {
		getByName: () => trigger,
		getByNameAndVersion: () => trigger,
		getKnownTypes: () => ({}),
	};
	const node: INode = {
		id: 'node-id',
		name: 'WhatsApp Trigger',
		type: 'whatsAppTrigger',
		typeVersion: 1,
		position: [0, 0],
		webhookId: 'webhook-id',
		// A number is needed only where one is registered.
		parameters: { registerOn: 'manual', ...parameters },
		credentials: { whatsAppBusinessCloudApi: { id: '1', name: 'WhatsApp' } },
	};
	const workflow = new Workflow({
		id: 'workflow-id',
		active: true,
		nodeTypes,
		nodes: [node],
		connections: {},
		settings: { executionOrder: 'v1' },
	});
	return { workflow, node: workflow.getNode(node.name) ?? node };
}

/** n8n-core's own context for a call of the node's webhook. */
export function webhookContext({
	parameters,
	credential = { appSecret: APP_SECRET },
	mode = 'webhook',
	request,
	response,
	place: { workflow, node } = triggerWorkflow(parameters),
}: TriggerOptions & {
	request: IncomingMessage;
	response: ServerResponse;
	place?: ReturnType<typeof triggerWorkflow>;
}): WebhookContext {
	return new WebhookContext(
		workflow,
		node,
		{
			...additionalData(credential),
			httpRequest: request,
			httpResponse: response,
		},
		mode,
		{
			webhookDescription: trigger.description.webhooks?.find(
				({ httpMethod }) => httpMethod === request.method,
			),
		} as IWebhookData,
		[],
		null,
	);
}

/**
 * A server that treats a call as n8n 2.41 does (its webhook-helpers and body parser, read and tried out): the
 * raw bytes are kept for all bodies but forms, JSON that is none gets 422 before the node, a throw gets 500
 * and a failed execution, items get their 200 after the execution was taken over. The node runs in n8n-core's
 * own WebhookContext.
 */
export async function startTrigger(options: TriggerOptions = {}): Promise<TriggerServer> {
	const place = triggerWorkflow(options.parameters);
	const executions: INodeExecutionData[][] = [];
	const thrown: unknown[] = [];
	const log: string[] = [];

	async function run(
		request: IncomingMessage,
		response: ServerResponse,
		body: Buffer,
	): Promise<void> {
		const type = request.headers['content-type'] ?? '';
		const isJson = type.startsWith('application/json');
		if (isJson && body.length > 0 && !isValidJson(body)) return void end(response, 422);
		const query = new URL(request.url ?? '/', 'http://n8n').searchParams;
		const httpRequest = Object.assign(request, {
			rawBody: type.startsWith('multipart/') ? undefined : body,
			body: isJson && body.length > 0 ? (JSON.parse(body.toString()) as unknown) : {},
			query: Object.fromEntries(
				[...query.keys()].map((key) => {
					const [first, ...others] = query.getAll(key);
					return [key, others.length > 0 ? [first, ...others] : first];
				}),
			),
			params: {},
		});
		const context = webhookContext({ ...options, request: httpRequest, response, place });
		Object.defineProperty(context, 'logger', {
			value: { warn: (message: string) => log.push(message) },
		});
		try {
			const webhook = options.webhook ?? ((own) => trigger.webhook.call(own));
			const { workflowData, noWebhookResponse } = await webhook(context);
			if (workflowData !== undefined) {
				await options.takeOver?.(workflowData[0], response);
				executions.push(workflowData[0]);
			}
			if (!noWebhookResponse) end(response, 200);
		} catch (error) {
			thrown.push(error);
			end(response, 500);
		}
	}

	const server = createServer((request, response) => {
		void bytesOf(request).then(async (body) => await run(request, response, body));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/webhook/webhook-id/whatsapp`,
		executions,
		thrown,
		log,
		async call(body, headers) {
			const request = new IncomingMessage(new Socket());
			Object.assign(request, { method: 'POST', url: '/', headers });
			const response = new ServerResponse(request);
			await run(request, response, body);
			return response.statusCode;
		},
		close: async () => {
			const closed = new Promise<void>((resolve) => server.close(() => resolve()));
			server.closeAllConnections();
			await closed;
		},
	};
}

export function sign(body: string | Buffer, secret = APP_SECRET): string {
	return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/** A delivery as Meta makes it; `headers` replace its own. */
export async function deliver(
	{ url }: TriggerServer,
	body: unknown,
	headers: Record<string, string> = {},
): Promise<{ status: number; text: string }> {
	const bytes = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
	const answer = await fetch(url, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			'x-hub-signature-256': sign(bytes),
			...headers,
		},
		body: bytes,
	});
	return { status: answer.status, text: await answer.text() };
}

/** Runs the execution that items of webhook() start, as n8n prepares it. */
export async function execute(
	items: INodeExecutionData[],
	parameters: INodeParameters,
	credential: ICredentialDataDecryptedObject,
): Promise<INodeExecutionData[][]> {
	const { workflow, node } = triggerWorkflow(parameters);
	const run = await new WorkflowExecute(
		additionalData(credential),
		'webhook',
		createRunExecutionData({
			executionData: { nodeExecutionStack: [{ node, data: { main: [items] }, source: null }] },
		}),
	).processRunExecutionData(workflow);
	if (run.data.resultData.error) throw run.data.resultData.error;
	return (run.data.resultData.runData[node.name][0].data?.main ?? []).map((output) => output ?? []);
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}

function isValidJson(body: Buffer): boolean {
	try {
		JSON.parse(body.toString());
		return true;
	} catch {
		return false;
	}
}

function end(response: ServerResponse, status: number): void {
	response.statusCode = status;
	response.end();
}
