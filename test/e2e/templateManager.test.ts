import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';

import {
	inARow,
	node,
	waitFor,
	type Execution,
	type N8nClient,
	type WorkflowNode,
} from '../n8n-host';
import { manualTriggerOf, NODE_PREFIX, readExample, wire } from '../n8n-host/examples';
import { senderOf } from '../n8n-host/simulated';
import { startSimulator, type Simulator } from '../simulator';
import { launchChromium, newPage, screenshot } from './browser';
import { connect, errorText, login, makeCredential, messageId } from './support';

const MANAGER = 'WhatsApp Template Manager';
const TRIGGER = 'WhatsApp Trigger';
const SEND = 'WhatsApp Send';

/** A picture of one point, as PNG. */
const IMAGE =
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const BODY = 'Hello {{1}}, the spring looms are here: *{{2}}* less until Sunday, for you first.';
const FOOTER = 'Reply STOP to hear no more from us';

describe('WhatsApp Template Manager in a real n8n', () => {
	let n8n: N8nClient;
	let simulator: Simulator;
	let browser: Browser;
	let editor: Page;
	let credential: { id: string; name: string };
	/** The workflow that has the app's callback. */
	let active: string | undefined;

	const start = () => node('Start', 'n8n-nodes-base.manualTrigger', 1, {});

	/** Stores a workflow of these nodes, one after the other. */
	const store = async (...nodes: WorkflowNode[]): Promise<string> => {
		const { id } = await n8n.createWorkflow(inARow('e2e template manager', nodes, credential));
		return id;
	};

	const open = async (id: string, name: string): Promise<void> => {
		await editor.goto(`${login().url}/workflow/${id}`);
		await editor.locator(`[data-test-id=canvas-node][data-node-name="${name}"]`).dblclick();
		await panel().waitFor();
	};

	/** Publishes a workflow whose trigger is registered on the app; returns when Meta calls it. */
	const activate = async (id: string): Promise<void> => {
		active = id;
		await n8n.activate(id);
		await waitFor(() => simulator.account.appCallback, {
			what: 'The callback of the app',
			timeoutMs: 60_000,
		});
	};

	/** The execution that an event has started, at its end. */
	const heardBy = async (id: string): Promise<Execution> => {
		const heard = await waitFor(
			async () => (await n8n.executionsOf(id)).find(({ mode }) => mode === 'webhook'),
			{ what: 'An execution of the trigger', timeoutMs: 60_000 },
		);
		return await n8n.waitForExecution(heard.id);
	};

	const panel = () => editor.getByTestId('node-parameters');

	/** The field of a parameter; of parameters in a list of entries, that of one entry. */
	const field = (name: string, entry = 0) =>
		panel().getByTestId(`parameter-input-${name}`).nth(entry);

	const type = async (name: string, text: string, entry = 0): Promise<void> =>
		await field(name, entry).locator('input, textarea').first().fill(text);

	const choose = async (name: string, option: string, entry = 0): Promise<void> => {
		await field(name, entry).locator('input').first().click();
		await editor
			.locator('.el-select-dropdown__item:visible')
			.filter({ has: editor.getByText(option, { exact: true }) })
			.click();
	};

	const press = async (button: string): Promise<void> =>
		await panel().getByRole('button', { name: button }).click();

	afterEach(async () => {
		simulator.clear();
		if (active === undefined) return;
		await n8n.deactivate(active);
		active = undefined;
		await waitFor(() => !simulator.account.appCallback, {
			what: 'The end of the callback of the app',
			timeoutMs: 60_000,
		});
	});

	beforeAll(async () => {
		simulator = await startSimulator({ settings: { templates: { review: 'manual' } } });
		n8n = await connect();
		credential = await makeCredential(n8n, simulator);
	});

	afterAll(async () => {
		await browser?.close();
		await simulator?.close();
	});

	describe('in the editor', () => {
		beforeAll(async () => {
			browser = await launchChromium();
			const { url, email, password } = login();
			editor = await newPage(browser, `${url}/signin`);
			// The whole form on one picture.
			await editor.setViewportSize({ width: 1440, height: 2200 });
			await editor.locator('input[name=emailOrLdapLoginId]').fill(email);
			await editor.locator('input[type=password]').fill(password);
			await editor.getByRole('button', { name: 'Sign in' }).click();
			await editor.waitForURL((address) => !address.pathname.startsWith('/signin'));
		});

		it('builds a template in the form, hears of its approval, and sends it', async () => {
			const trigger = {
				...node(TRIGGER, `${NODE_PREFIX}whatsAppTrigger`, 1, {
					updates: ['templates'],
					registerOn: 'app',
				}),
				webhookId: randomUUID(),
			};
			const listening = await store(trigger);
			const activated = activate(listening);
			activated.catch(() => undefined);

			const building = await store(
				start(),
				node('Picture', 'n8n-nodes-base.set', 3.4, {
					mode: 'raw',
					jsonOutput: JSON.stringify({ picture: IMAGE }),
					options: {},
				}),
				node('File', 'n8n-nodes-base.convertToFile', 1.1, {
					operation: 'toBinary',
					sourceProperty: 'picture',
					options: { fileName: 'loom.png', mimeType: 'image/png' },
				}),
				node(MANAGER, `${NODE_PREFIX}whatsAppTemplateManager`, 1, {
					resource: 'template',
					operation: 'upsert',
				}),
			);
			await open(building, MANAGER);
			await screenshot(editor, 'template-1-empty');
			await type('name', 'spring_looms');
			await choose('headerFormat', 'Image');
			// Key by key: of what is put in at once, n8n would make an expression.
			await field('bodyText').locator('textarea').pressSequentially(BODY);
			for (const [entry, example] of ['Amara', '15 %'].entries()) {
				await press('Add Example');
				await type('value', example, entry);
			}
			await type('footerText', FOOTER);
			await press('Add Button');
			await type('text', 'Keep one for me');
			await press('Add Button');
			await choose('type', 'Link', 1);
			await type('text', 'See the looms', 1);
			await type('url', 'https://shop.example/looms');
			await press('Add Button');
			await choose('type', 'Phone Number', 2);
			await type('text', 'Call the workshop', 2);
			await type('phoneNumber', '+12025550100');
			await screenshot(editor, 'template-2-filled');
			await editor.getByTestId('node-execute-button').click();
			await simulator.until(() => created() !== undefined, 60_000);
			await editor.getByTestId('output-panel').getByText('PENDING').waitFor();
			await screenshot(editor, 'template-3-created');
			expect(created()).toMatchObject({
				status: 'PENDING',
				language: 'en_US',
				category: 'MARKETING',
				components: [
					{ type: 'HEADER', format: 'IMAGE' },
					{ type: 'BODY', text: BODY, example: { body_text: [['Amara', '15 %']] } },
					{ type: 'FOOTER', text: FOOTER },
					{
						type: 'BUTTONS',
						buttons: [
							{ type: 'QUICK_REPLY', text: 'Keep one for me' },
							{ type: 'URL', text: 'See the looms', url: 'https://shop.example/looms' },
							{ type: 'PHONE_NUMBER', text: 'Call the workshop', phone_number: '+12025550100' },
						],
					},
				],
			});

			await activated;
			simulator.templates.approve(created()?.id ?? '');
			const told = await heardBy(listening);
			expect(told.items(TRIGGER).map(({ json }) => json.event)).toMatchObject([
				{
					kind: 'template',
					status: 'APPROVED',
					template: { id: created()?.id, name: 'spring_looms', language: 'en_US' },
				},
			]);

			const { id, label } = senderOf(simulator);
			const sending = await store(
				start(),
				node(SEND, `${NODE_PREFIX}whatsAppSend`, 1, {
					resource: 'message',
					operation: 'sendTemplate',
					phoneNumberId: { __rl: true, mode: 'list', value: id, cachedResultName: label },
					recipientPhoneNumber: '+12025550150',
				}),
			);
			await open(sending, SEND);
			await field('template').getByTestId('rlc-input').click();
			await editor.getByTestId('rlc-search').fill('spring');
			await editor.getByTestId('rlc-item').filter({ hasText: 'spring_looms (en_US)' }).click();
			await field('button_0_payload').waitFor();
			expect(await variables()).toEqual(['header_image', 'body_1', 'body_2', 'button_0_payload']);
			await type('header_image', 'https://shop.example/loom.jpg');
			await type('body_1', 'Zoë');
			await type('body_2', '20 %');
			await type('button_0_payload', 'keep-loom');
			await screenshot(editor, 'template-4-send');
			await editor.getByTestId('node-execute-button').click();
			await simulator.until(() => simulator.ledger.accepted.length === 1, 60_000);
			expect(simulator.ledger.accepted[0]?.payload).toMatchObject({
				to: '+12025550150',
				template: {
					name: 'spring_looms',
					language: { code: 'en_US' },
					components: [
						{
							type: 'header',
							parameters: [{ type: 'image', image: { link: 'https://shop.example/loom.jpg' } }],
						},
						{
							type: 'body',
							parameters: [
								{ type: 'text', text: 'Zoë' },
								{ type: 'text', text: '20 %' },
							],
						},
						{
							type: 'button',
							sub_type: 'quick_reply',
							index: '0',
							parameters: [{ type: 'payload', payload: 'keep-loom' }],
						},
					],
				},
			});
		});

		const created = () =>
			[...simulator.account.templates.values()].find(({ name }) => name === 'spring_looms');

		/** The IDs of the variables that WhatsApp Send shows, in the form's order. */
		const variables = async (): Promise<string[]> => {
			const fields = await panel().locator('[data-test-id^=parameter-input-]').all();
			const ids = await Promise.all(
				fields.map(async (one) =>
					String(await one.getAttribute('data-test-id')).replace('parameter-input-', ''),
				),
			);
			return ids.filter((name) => /^(header|body|button|card|offer)_/.test(name));
		};
	});

	it('runs the example of a template’s life: created, approved, sent', async () => {
		const workflow = wire(readExample('04-template-life.json'), {
			credential,
			sender: senderOf(simulator),
		});
		const { id } = await n8n.createWorkflow(workflow);
		await activate(id);
		const made = await n8n.runWorkflow(id, String(manualTriggerOf(workflow)));
		expect(errorText(made)).toBe('');
		simulator.templates.approve(simulator.templates.find('order_ready').id);
		const sent = await heardBy(id);
		expect(errorText(sent)).toBe('');
		const { accepted } = simulator.ledger;
		expect(
			sent
				.items('Send it')
				.map(({ json }) => messageId(json))
				.sort(),
		).toEqual(accepted.map((message) => message.id).sort());
		expect(accepted.map(({ waId }) => waId).sort()).toEqual(['12025550143', '61491570156']);
	});

	it('edits nothing when nothing differs, and exactly what differs when one word does', async () => {
		const upsert = async (text: string): Promise<Execution> =>
			await n8n.runWorkflow(
				await store(
					start(),
					node(MANAGER, `${NODE_PREFIX}whatsAppTemplateManager`, 1, {
						resource: 'template',
						operation: 'upsert',
						category: 'UTILITY',
						name: 'parcel_ready',
						bodyText: text,
						bodyTextExamples: { example: [{ value: 'CL-2048' }] },
					}),
				),
				'Start',
			);
		const outcome = (execution: Execution) => {
			expect(errorText(execution)).toBe('');
			return execution.items(MANAGER).map(({ json }) => json);
		};
		const text = 'Your order {{1}} is ready to be fetched.';
		expect(outcome(await upsert(text))).toMatchObject([{ changed: 'created', status: 'PENDING' }]);
		const { id } = simulator.templates.find('parcel_ready', 'en_US');
		simulator.templates.approve(id);

		const edits = jest.spyOn(simulator.templates, 'edit');
		expect(outcome(await upsert(text))).toMatchObject([
			{ changed: 'unchanged', id, status: 'APPROVED', differences: [] },
		]);
		expect(edits).not.toHaveBeenCalled();

		const changed = 'Your order {{1}} is ready to be collected.';
		expect(outcome(await upsert(changed))).toEqual([
			expect.objectContaining({
				changed: 'updated',
				id,
				differences: [expect.objectContaining({ from: text, to: changed })],
			}),
		]);
		expect(edits).toHaveBeenCalledTimes(1);
		expect(simulator.ledger.refused).toEqual([]);
	});
});
