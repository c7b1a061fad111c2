import { randomUUID } from 'node:crypto';

import type { N8nClient, WorkflowJson, WorkflowNode } from '../../test/n8n-host';
import { CREDENTIAL_TYPE, NODE_PREFIX } from '../../test/n8n-host/examples';
import { person } from '../../test/integration/delivery/support/traffic';

/** The node that is measured has this name in every workflow. */
export const MEASURED = 'Measured';

const PHONE_NUMBER_ID = '106000000000102';

/** Where recipient and text come from. */
export type Source = 'expressions' | 'fields';

const SOURCES: Record<Source, { recipientPhoneNumber: string; textBody: string }> = {
	// More than the name of a field: only n8n's engine can tell what comes out.
	expressions: {
		recipientPhoneNumber: "={{ '+' + $json.digits.trim() }}",
		textBody: "={{ 'Hello ' + $json.name.trim() + ', your order is on its way' }}",
	},
	fields: { recipientPhoneNumber: '={{ $json.phone }}', textBody: '={{ $json.text }}' },
};

/** As real numbers: of what comes before, no country has any, and finding that out takes longer. */
const FIRST_PERSON = 2_000_000;

/** The same messages by either source, each to a person of its own. */
export function rowsOf(size: number): Array<Record<string, string>> {
	return Array.from({ length: size }, (_, index) => {
		const phone = person(FIRST_PERSON + index);
		const name = `Person ${index}`;
		const text = `Hello ${name}, your order is on its way`;
		return { phone, digits: ` ${phone.slice(1)} `, name, text };
	});
}

export type Who = 'built-in' | 'ours' | 'reader';

/** A node in an active workflow of its own. */
export interface Contestant {
	who: Who;
	source: Source;
	/** What starts it. */
	url: string;
	workflowId: string;
}

type NodeUnderTest = Pick<WorkflowNode, 'type' | 'typeVersion' | 'parameters' | 'credentials'>;

/** All that are to be compared, published. @param server where the messages go */
export async function publishAll(n8n: N8nClient, server: string): Promise<Contestant[]> {
	const ours = await n8n.createCredential(CREDENTIAL_TYPE, 'ours', {
		accessToken: 'EAAbenchmark',
		businessAccountId: '102290129340398',
		graphApiVersion: 'v26.0',
		baseUrl: server,
	});
	const theirs = await n8n.createCredential('whatsAppApi', 'built-in', {
		accessToken: 'EAAbenchmark',
		businessAccountId: '102290129340398',
	});
	const text = { resource: 'message', operation: 'send', messageType: 'text' };
	const nodes: Record<Who, NodeUnderTest> = {
		'built-in': {
			type: 'n8n-nodes-base.whatsApp',
			typeVersion: 1.1,
			parameters: { ...text, phoneNumberId: PHONE_NUMBER_ID },
			credentials: { whatsAppApi: { id: theirs.id, name: theirs.name } },
		},
		ours: {
			type: `${NODE_PREFIX}whatsAppSend`,
			typeVersion: 1,
			parameters: { ...text, phoneNumberId: { __rl: true, mode: 'id', value: PHONE_NUMBER_ID } },
			credentials: { [CREDENTIAL_TYPE]: { id: ours.id, name: ours.name } },
		},
		reader: { type: 'CUSTOM.parameterReader', typeVersion: 1, parameters: {} },
	};
	const published: Contestant[] = [];
	for (const source of Object.keys(SOURCES) as Source[]) {
		for (const who of Object.keys(nodes) as Who[]) {
			const node = nodes[who];
			const parameters = { ...node.parameters, ...SOURCES[source] };
			published.push({ who, source, ...(await publish(n8n, { ...node, parameters })) });
		}
	}
	return published;
}

/** Webhook → one item for each row of its body → the node. */
async function publish(
	n8n: N8nClient,
	measured: NodeUnderTest,
): Promise<Pick<Contestant, 'url' | 'workflowId'>> {
	const path = randomUUID();
	const node = (name: string, column: number, given: NodeUnderTest): WorkflowNode => ({
		id: randomUUID(),
		name,
		position: [column * 220, 0],
		...given,
	});
	const next = (name: string) => ({ main: [[{ node: name, type: 'main', index: 0 }]] });
	const workflow: WorkflowJson = {
		name: `${measured.type} ${path}`,
		nodes: [
			{
				...node('Rows', 0, {
					type: 'n8n-nodes-base.webhook',
					typeVersion: 2,
					parameters: { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} },
				}),
				webhookId: path,
			},
			node('Items', 1, {
				type: 'n8n-nodes-base.splitOut',
				typeVersion: 1,
				parameters: { fieldToSplitOut: 'body.rows', options: {} },
			}),
			node(MEASURED, 2, measured),
		],
		connections: { Rows: next('Items'), Items: next(MEASURED) },
		settings: { executionOrder: 'v1' },
	};
	const { id } = await n8n.createWorkflow(workflow);
	await n8n.activate(id);
	return { url: `${n8n.url}/webhook/${path}`, workflowId: id };
}
