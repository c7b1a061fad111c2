import type { Browser, Page } from 'playwright-core';

import { waitFor, type N8nClient } from '../n8n-host';
import { senderOf } from '../n8n-host/simulated';
import { startSimulator, type Simulator } from '../simulator';
import { launchChromium, newPage, screenshot } from './browser';
import { connect, login, makeCredential } from './support';
import { phoneOf, slotIs, TRIGGER, triggerWorkflow, urlsOf } from './triggerSupport';

/** The steps build on each other, as a person's do: one browser, one workflow. */
describe('a person who builds with WhatsApp Trigger in the editor', () => {
	let n8n: N8nClient;
	let simulator: Simulator;
	let browser: Browser;
	let editor: Page;
	let testUrl: string;

	beforeAll(async () => {
		simulator = await startSimulator();
		n8n = await connect();
		// As after an import: the credential is chosen, the number is not yet.
		const workflow = triggerWorkflow(simulator, await makeCredential(n8n, simulator), {
			phoneNumberId: { __rl: true, mode: 'list', value: '' },
		});
		testUrl = urlsOf(workflow).test;
		const { id } = await n8n.createWorkflow(workflow);
		browser = await launchChromium();
		const { url, email, password } = login();
		editor = await newPage(
			browser,
			`${url}/signin?redirect=${encodeURIComponent(`/workflow/${id}`)}`,
		);
		await editor.locator('input[name=emailOrLdapLoginId]').fill(email);
		await editor.locator('input[type=password]').fill(password);
		await editor.getByRole('button', { name: 'Sign in' }).click();
		await editor.locator(`[data-test-id=canvas-node][data-node-name="${TRIGGER}"]`).dblclick();
		await panel().waitFor();
	});

	afterAll(async () => {
		await browser?.close();
		await simulator?.close();
	});

	const panel = () => editor.getByTestId('node-parameters');
	const field = (name: string) => panel().getByTestId(`parameter-input-${name}`).first();
	const registerOn = async (mode: string) => {
		await field('registerOn').click();
		await editor.getByRole('option', { name: new RegExp(`^${mode}`) }).click();
	};

	it('is asked for what the way of registering needs, and for nothing else', async () => {
		await registerOn('Manual');
		await panel().getByText('Fill in Verify Token in the credential').waitFor();
		expect(await field('phoneNumberId').isVisible()).toBe(false);
		await screenshot(editor, 'trigger-1-manual');
		await registerOn('App');
		await panel().getByText('An app has one callback for all its numbers').waitFor();
		await screenshot(editor, 'trigger-2-app');
		await registerOn('Phone Number');
		await field('phoneNumberId').waitFor();
	});

	it('chooses the number from those of the account', async () => {
		const number = field('phoneNumberId').getByTestId('rlc-input');
		await number.click();
		const { label } = senderOf(simulator);
		await editor.getByTestId('rlc-item').filter({ hasText: label }).first().click();
		await waitFor(async () => (await number.inputValue()) === label, {
			what: 'The chosen number in the field',
			timeoutMs: 60_000,
		});
		await screenshot(editor, 'trigger-3-number');
	});

	it('is told whose the callback is, and what to do', async () => {
		const phone = phoneOf(simulator);
		phone.callback = { url: 'https://crm.example/hook', verifyToken: 'theirs' };
		await editor.getByTestId('node-execute-button').click();
		const toast = editor.getByRole('alert').filter({ hasText: 'crm.example' });
		await toast.waitFor();
		expect(await toast.innerText()).toContain('Remove it there first');
		await screenshot(editor, 'trigger-4-taken');
		phone.callback = undefined;
	});

	it('sees what a person writes, with what matters first', async () => {
		await editor.getByTestId('node-execute-button').click();
		await slotIs(simulator, testUrl);
		simulator.inbound({ from: '+12025550150', name: 'Zoë', text: 'Grüße! 🎉' });
		const output = editor.getByTestId('output-panel');
		await output.getByText('Grüße! 🎉').first().waitFor();
		expect(await output.getByRole('columnheader').first().innerText()).toContain('event');
		await screenshot(editor, 'trigger-5-arrived');
		await slotIs(simulator, undefined);
	});
});
