import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';

import { waitFor, type N8nClient, type WorkflowNode } from '../n8n-host';
import { CREDENTIAL_TYPE, NODE_PREFIX } from '../n8n-host/examples';
import { senderOf } from '../n8n-host/simulated';
import { startSimulator, type Simulator } from '../simulator';
import { launchChromium, newPage, screenshot } from './browser';
import { connect, login, makeCredential } from './support';

const SEND = 'WhatsApp Send';

const named = (text: string, examples: Record<string, string>) => ({
	type: 'BODY',
	text,
	example: {
		body_text_named_params: Object.entries(examples).map(([param_name, example]) => ({
			param_name,
			example,
		})),
	},
});

const card = (text: string) => ({
	components: [
		{
			type: 'HEADER',
			format: 'IMAGE',
			example: { header_handle: ['https://shop.example/media/workshop.jpg'] },
		},
		named(text, { places: '4' }),
		{
			type: 'BUTTONS',
			buttons: [
				{ type: 'QUICK_REPLY', text: 'Book a place' },
				{
					type: 'URL',
					text: 'Details',
					url: 'https://shop.example/workshops/{{1}}',
					example: ['https://shop.example/workshops/weaving'],
				},
			],
		},
	],
});

/** Named variables, and a carousel whose cards have a picture and two buttons each. */
const EVENINGS = {
	name: 'loom_evenings',
	language: 'en_US',
	category: 'MARKETING' as const,
	parameter_format: 'NAMED' as const,
	components: [
		named('Two evenings at the loom, {{first_name}}, both on {{day}}. Which one is yours?', {
			first_name: 'Amara',
			day: '12 March',
		}),
		{
			type: 'CAROUSEL',
			cards: [card('Weaving, {{places}} places left.'), card('Dyes, {{places}} places left.')],
		},
	],
};

/** What a person types, by the variable's ID: how its label begins, and the value. */
const VALUES: Record<string, [label: string, value: string]> = {
	body_first_name: ['Body {{first_name}}, e.g. Amara', 'Zoë'],
	body_day: ['Body {{day}}, e.g. 12 March', 'Friday'],
	card_0_header_image: ['Card 1 Header Image', 'https://shop.example/weaving.jpg'],
	card_0_body_places: ['Card 1 Body {{places}}, e.g. 4', '7'],
	card_0_button_0_payload: ['Card 1 Payload of “Book a place”', 'book-weaving'],
	card_0_button_1_url: ['Card 1 URL of “Details”, e.g. weaving', 'weaving'],
	card_1_header_image: ['Card 2 Header Image', '1479537139650973'],
	card_1_body_places: ['Card 2 Body {{places}}, e.g. 4', '2'],
	card_1_button_0_payload: ['Card 2 Payload of “Book a place”', 'book-dyes'],
	card_1_button_1_url: ['Card 2 URL of “Details”, e.g. weaving', 'dyes'],
};

const sentCard = (index: number, image: object, places: string, payload: string, url: string) => ({
	card_index: index,
	components: [
		{ type: 'header', parameters: [{ type: 'image', image }] },
		{ type: 'body', parameters: [{ type: 'text', parameter_name: 'places', text: places }] },
		{
			type: 'button',
			sub_type: 'quick_reply',
			index: '0',
			parameters: [{ type: 'payload', payload }],
		},
		{ type: 'button', sub_type: 'url', index: '1', parameters: [{ type: 'text', text: url }] },
	],
});

const SENT = [
	{
		type: 'body',
		parameters: [
			{ type: 'text', parameter_name: 'first_name', text: 'Zoë' },
			{ type: 'text', parameter_name: 'day', text: 'Friday' },
		],
	},
	{
		type: 'carousel',
		cards: [
			sentCard(0, { link: 'https://shop.example/weaving.jpg' }, '7', 'book-weaving', 'weaving'),
			sentCard(1, { id: '1479537139650973' }, '2', 'book-dyes', 'dyes'),
		],
	},
];

/** Nodes as n8n's own WhatsApp node writes them; only the type is changed. */
const PASTED: Record<string, Record<string, unknown>> = {
	Text: {
		phoneNumberId: '106000000000101',
		recipientPhoneNumber: '+12025550150',
		textBody: 'Hello',
		additionalFields: { previewUrl: true },
	},
	'By link': {
		phoneNumberId: '106000000000101',
		recipientPhoneNumber: '+12025550150',
		messageType: 'image',
		mediaLink: 'https://shop.example/a.jpg',
		additionalFields: { mediaCaption: 'A throw' },
	},
	'By ID': {
		phoneNumberId: '106000000000101',
		recipientPhoneNumber: '+12025550150',
		messageType: 'document',
		mediaPath: 'useMediaId',
		mediaId: '1479537139650973',
		mediaFilename: 'invoice.pdf',
		additionalFields: { mediaCaption: 'Your invoice' },
	},
	Binary: {
		phoneNumberId: '106000000000101',
		recipientPhoneNumber: '+12025550150',
		messageType: 'video',
		mediaPath: 'useMedian8n',
		mediaPropertyName: 'film',
		additionalFields: { mediaCaption: 'How it is woven' },
	},
	Template: {
		operation: 'sendTemplate',
		phoneNumberId: '106000000000101',
		recipientPhoneNumber: '+12025550150',
		template: 'order_shipped|en_US',
		components: {
			component: [
				{
					type: 'header',
					headerParameters: { parameter: [{ type: 'text', text: 'CL-1' }] },
				},
				{
					bodyParameters: {
						parameter: [
							{ type: 'text', text: 'Zoë' },
							{ type: 'currency', code: 'EUR', amount_1000: 84, fallback_value: '84 €' },
							{ type: 'date_time', date_time: 'Friday' },
						],
					},
				},
				{
					type: 'button',
					sub_type: 'url',
					index: 0,
					buttonParameters: { parameter: { type: 'text', text: 'CL-1' } },
				},
			],
		},
	},
	Upload: { resource: 'media', phoneNumberId: '106000000000101', mediaPropertyName: 'film' },
	'Get URL': { resource: 'media', operation: 'mediaUrlGet', mediaGetId: '1479537139650973' },
	Delete: { resource: 'media', operation: 'mediaDelete', mediaDeleteId: '1479537139650973' },
};

describe('WhatsApp Send in the editor', () => {
	let n8n: N8nClient;
	let simulator: Simulator;
	let browser: Browser;
	let editor: Page;
	let credential: { id: string; name: string };

	const node = (name: string, parameters: Record<string, unknown>): WorkflowNode => ({
		id: randomUUID(),
		name,
		type: `${NODE_PREFIX}whatsAppSend`,
		typeVersion: 1,
		position: [260, 0],
		parameters,
		credentials: { [CREDENTIAL_TYPE]: credential },
	});

	const start: WorkflowNode = {
		id: randomUUID(),
		name: 'Start',
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};

	/** Stores a workflow that starts with these nodes, and opens it. */
	const open = async (...nodes: WorkflowNode[]): Promise<string> => {
		const [first] = nodes;
		const { id } = await n8n.createWorkflow({
			name: `e2e editor ${randomUUID()}`,
			nodes: [start, ...nodes],
			connections: first
				? { Start: { main: [[{ node: first.name, type: 'main', index: 0 }]] } }
				: {},
			settings: { executionOrder: 'v1' },
		});
		await editor.goto(`${login().url}/workflow/${id}`);
		await onCanvas('Start').waitFor();
		return id;
	};

	const onCanvas = (name: string) =>
		editor.locator(`[data-test-id=canvas-node][data-node-name="${name}"]`);

	const panel = () => editor.getByTestId('node-parameters');

	beforeAll(async () => {
		simulator = await startSimulator();
		simulator.account.addTemplate(EVENINGS);
		n8n = await connect();
		credential = await makeCredential(n8n, simulator);
		browser = await launchChromium();
		const { url, email, password } = login();
		editor = await newPage(browser, `${url}/signin`);
		await editor.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url });
		await editor.locator('input[name=emailOrLdapLoginId]').fill(email);
		await editor.locator('input[type=password]').fill(password);
		await editor.getByRole('button', { name: 'Sign in' }).click();
		await editor.waitForURL((address) => !address.pathname.startsWith('/signin'));
	});

	beforeEach(() => simulator.clear());

	afterAll(async () => {
		await browser?.close();
		await simulator?.close();
	});

	it('shows what a template takes, and sends exactly what was filled in', async () => {
		const { id, label } = senderOf(simulator);
		await open(
			node(SEND, {
				resource: 'message',
				operation: 'sendTemplate',
				phoneNumberId: { __rl: true, mode: 'list', value: id, cachedResultName: label },
				recipientPhoneNumber: '+12025550150',
			}),
		);
		await onCanvas(SEND).dblclick();
		const template = panel().getByTestId('parameter-input-template').getByTestId('rlc-input');
		await template.click();
		await editor.getByTestId('rlc-search').fill('loom_ev');
		const found = editor.getByTestId('rlc-item').filter({ hasText: 'loom_evenings (en_US)' });
		expect(await found.innerText()).toContain('Marketing, Approved');
		await found.click();
		for (const [variable, [shown, value]] of Object.entries(VALUES)) {
			await panel().getByText(shown).first().waitFor();
			await panel().getByTestId(`parameter-input-${variable}`).locator('input').first().fill(value);
		}
		await screenshot(editor, 'send-1-template');
		await editor.getByTestId('node-execute-button').click();
		await simulator.until(() => simulator.ledger.accepted.length === 1, 60_000);
		await screenshot(editor, 'send-2-sent');
		expect(simulator.ledger.accepted[0]?.payload).toMatchObject({
			to: '+12025550150',
			template: { name: 'loom_evenings', language: { code: 'en_US' }, components: SENT },
		});
	});

	it('takes nodes that were copied from n8n’s own WhatsApp node, with their values', async () => {
		const id = await open();
		const nodes = Object.entries(PASTED).map(([name, parameters], index) => ({
			...node(name, { resource: 'message', ...parameters }),
			position: [260, index * 160],
		}));
		const copied = JSON.stringify(JSON.stringify({ nodes, connections: {} }));
		await editor.evaluate(`navigator.clipboard.writeText(${copied})`);
		await editor.keyboard.press('ControlOrMeta+v');
		await onCanvas('Delete').waitFor();
		await screenshot(editor, 'send-3-pasted');
		await editor.keyboard.press('ControlOrMeta+s');
		const stored = await waitFor(
			async () => {
				const workflow = await n8n.request<{ nodes: WorkflowNode[] }>('GET', `/workflows/${id}`);
				return workflow.nodes.length > nodes.length && workflow.nodes;
			},
			{ what: 'The saved workflow', timeoutMs: 60_000 },
		);
		for (const [name, parameters] of Object.entries(PASTED)) {
			const kept = stored.find((one) => one.name === name)?.parameters;
			expect({ name, kept }).toEqual({
				name,
				kept: expect.objectContaining(parameters) as unknown,
			});
		}
	});
});
