import { SupplyDataContext } from 'n8n-core';
import { createNodeAsTool } from 'n8n-core/dist/execution-engine/node-execution-context/utils/create-node-as-tool';
import {
	createRunExecutionData,
	NodeConnectionTypes,
	Workflow,
	type IDataObject,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
} from 'n8n-workflow';

import { Dispatcher, fastPolicy, useDispatcher } from '../../nodes/shared/delivery';
import { WhatsAppSend } from '../../nodes/WhatsAppSend/WhatsAppSend.node';
import { DEFAULT_ACCOUNT, startSimulator, type Simulator } from '../simulator';
import { credentialFor } from './support/credential';
import { additionalData } from './support/runNode';

const { phoneNumberIds } = DEFAULT_ACCOUNT;
const whatsAppSend = new WhatsAppSend();

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator({ settings: { autoStatuses: 'off' } });
});
beforeEach(() => {
	simulator.clear();
	useDispatcher(new Dispatcher({ policy: fastPolicy }));
});
afterAll(async () => await simulator.close());

/** What the button beside a field writes into it: the model gives the value. */
const fromModel = (key: string, type = 'string') =>
	`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${key}', \`\`, '${type}') }}`;

const message: INodeParameters = {
	resource: 'message',
	operation: 'send',
	phoneNumberId: { __rl: true, mode: 'id', value: fromModel('Sender') },
	recipientPhoneNumber: fromModel('Recipient_s_Phone_Number'),
	messageType: 'text',
	textBody: fromModel('Text_Body'),
	additionalFields: { previewUrl: fromModel('Show_URL_Previews', 'boolean') },
};

/** The node as an agent's tool, the way n8n makes one of it. */
function toolOf(parameters: INodeParameters) {
	const node: INode = {
		id: 'tool',
		name: 'WhatsApp Send',
		type: 'whatsAppSend',
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { whatsAppBusinessCloudApi: { id: '1', name: 'WhatsApp' } },
	};
	const nodeType = { getByName: () => whatsAppSend, getByNameAndVersion: () => whatsAppSend };
	const workflow = new Workflow({
		id: 'test',
		active: false,
		nodeTypes: { ...nodeType, getKnownTypes: () => ({}) },
		nodes: [node],
		connections: {},
	});
	const { response: tool } = createNodeAsTool({
		node,
		nodeType: whatsAppSend,
		handleToolInvocation: async (args) => {
			const context = new SupplyDataContext(
				workflow,
				node,
				additionalData(credentialFor(simulator)),
				'manual',
				createRunExecutionData({}),
				0,
				[{ json: {} }],
				{},
				NodeConnectionTypes.AiTool,
				{ node, data: {}, source: null },
				[],
			);
			context.addInputData(NodeConnectionTypes.AiTool, [[{ json: args }]]);
			const [items] = await whatsAppSend.execute.call(context as never);
			return items.map(({ json }) => json);
		},
	});
	return tool;
}

const given = {
	Sender: phoneNumberIds.high,
	Recipient_s_Phone_Number: '+1 202 555 1000',
	Text_Body: 'Hello',
	Show_URL_Previews: true,
};

it('asks a model for what the builder left to it, and nothing else', () => {
	const { name, description, schema } = toolOf(message);
	expect(name).toMatch(/^[\w-]+$/);
	expect(description).toContain('Send');
	expect(Object.keys((schema as unknown as { shape: object }).shape).sort()).toEqual(
		Object.keys(given).sort(),
	);
});

it('sends what a model filled in, the sender by its ID', async () => {
	const [answer] = (await toolOf(message).func(given)) as IDataObject[];
	expect(answer.messages).toEqual([expect.objectContaining({ id: expect.any(String) })]);
	expect(simulator.ledger.accepted.map(({ payload }) => payload)).toMatchObject([
		{ to: '+12025551000', text: { body: 'Hello', preview_url: true } },
	]);
});

it('takes texts where a model writes them for numbers, switches and JSON', async () => {
	const tool = toolOf({
		...message,
		messageType: 'location',
		latitude: fromModel('Latitude'),
		longitude: fromModel('Longitude'),
	});
	await tool.func({ ...given, Latitude: '37.758056', Longitude: '-122.425332' });
	await toolOf(message).func({ ...given, Show_URL_Previews: 'true' });
	const raw = toolOf({ ...message, messageType: 'raw', messageJson: fromModel('Message', 'json') });
	const content = { type: 'text', text: { body: 'Raw' } };
	await raw.func({ ...given, Message: JSON.stringify(content) });
	await raw.func({ ...given, Message: content });
	expect(simulator.ledger.accepted.map(({ payload }) => payload)).toMatchObject([
		{ location: { latitude: 37.758056, longitude: -122.425332 } },
		{ text: { preview_url: true } },
		content,
		content,
	]);
});

it.each([
	['Recipient_s_Phone_Number', '555 1234', /country code/],
	['Recipient_s_Phone_Number', 'Ada', /Give one phone number with country code/],
	['Sender', '+1 202 555 0102', /phone number ID \(digits only\)/],
	['Text_Body', '', /Fill in Text Body/],
	['Text_Body', 'x'.repeat(4_097), /Shorten it by 1/],
	['Show_URL_Previews', 'maybe', /Give true or false/],
])('tells the model what to change about %s %.12j', async (key, value, fix) => {
	const call = toolOf(message).func({ ...given, [key]: value });
	await expect(call).rejects.toMatchObject({ description: expect.stringMatching(fix) });
	expect(simulator.ledger.accepted).toEqual([]);
});

it('tells the model what Meta wants', async () => {
	simulator.faults.add({ action: { error: { code: 131047 } } });
	await expect(toolOf(message).func(given)).rejects.toMatchObject({
		message: expect.stringContaining('131047'),
		description: expect.stringContaining('send an approved template instead'),
	});
});

/** Fields of Message › Send that a model may fill, with those of its collections. */
function fillable(fields: Array<INodeProperties | INodePropertyCollection>): INodeProperties[] {
	return fields.flatMap((field) => {
		if ('values' in field) return fillable(field.values);
		const isCollection = field.type === 'collection' || field.type === 'fixedCollection';
		if (isCollection) return fillable(field.options as INodeProperties[]);
		return ['string', 'number', 'boolean', 'json'].includes(field.type) ? [field] : [];
	});
}

it('says of each field what belongs into it', () => {
	const ofSend = whatsAppSend.description.properties.filter(
		({ displayOptions }) => displayOptions?.show?.operation?.includes('send') ?? true,
	);
	const silent = fillable(ofSend).filter(({ description }) => !description);
	expect(silent.map(({ name }) => name)).toEqual([]);
});
