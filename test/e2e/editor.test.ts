import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { waitFor, type N8nClient } from '../n8n-host';
import { readExample, wire } from '../n8n-host/examples';
import { senderOf } from '../n8n-host/simulated';
import { startSimulator, type Simulator } from '../simulator';
import { launchChromium, newPage, screenshot } from './browser';
import { connect, login, makeCredential } from './support';

const SEND_NODE = 'Send a text';

/** A place for the simulator's webhooks: keeps what it gets. */
async function startCallback(): Promise<{ server: Server; url: string; bodies: string[] }> {
	const bodies: string[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			bodies.push(Buffer.concat(chunks).toString('utf8'));
			response.end();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return { server, url: `http://127.0.0.1:${port}/webhook`, bodies };
}

/** The steps build on each other, as a person's do: one browser, one workflow. */
describe('a person at the editor, and the phone that gets the messages', () => {
	let n8n: N8nClient;
	let simulator: Simulator;
	let browser: Browser;
	let editor: Page;
	let phones: Page;
	let callback: Awaited<ReturnType<typeof startCallback>>;

	beforeAll(async () => {
		callback = await startCallback();
		simulator = await startSimulator({ port: 0 });
		await simulator.setCallback({ url: callback.url, verifyToken: 'any' }, { verify: false });
		n8n = await connect();
		const credential = await makeCredential(n8n, simulator);
		// As after an import: the credential is chosen, the sender is not yet.
		const workflow = wire(readExample('01-first-message.json'), {
			credential,
			sender: { id: '', label: '' },
		});
		const { id } = await n8n.createWorkflow({ ...workflow, name: 'e2e editor' });
		browser = await launchChromium();
		const { url, email, password } = login();
		editor = await newPage(
			browser,
			`${url}/signin?redirect=${encodeURIComponent(`/workflow/${id}`)}`,
		);
		await editor.locator('input[name=emailOrLdapLoginId]').fill(email);
		await editor.locator('input[type=password]').fill(password);
		await editor.getByRole('button', { name: 'Sign in' }).click();
		await canvasNode().waitFor();
	});

	afterAll(async () => {
		await browser?.close();
		await simulator?.close();
		callback?.server.closeAllConnections();
		callback?.server.close();
	});

	const canvasNode = () =>
		editor.locator(`[data-test-id=canvas-node][data-node-name="${SEND_NODE}"]`);

	const panel = () => editor.getByTestId('node-parameters');

	it('sees the node on the canvas and opens its panel', async () => {
		await screenshot(editor, '1-canvas');
		await canvasNode().dblclick();
		await panel().waitFor();
		for (const name of ['resource', 'operation', 'phoneNumberId', 'recipientPhoneNumber']) {
			await panel().getByTestId(`parameter-input-${name}`).first().waitFor();
		}
		await screenshot(editor, '2-panel');
	});

	it('tests the credential in its window', async () => {
		const answered = () =>
			editor.waitForResponse((response) => response.url().endsWith('/rest/credentials/test'));
		// n8n tests a stored credential as soon as its window opens.
		const first = answered();
		await editor.getByTestId('credential-edit-button').click();
		await first;
		const dialog = editor.getByTestId('editCredential-modal');
		const success = dialog.getByTestId('credentials-config-container-test-success');
		await success.waitFor();
		const pressed = answered();
		await dialog.getByRole('button', { name: 'Retry' }).click();
		expect(await (await pressed).json()).toMatchObject({ data: { status: 'OK' } });
		await success.waitFor();
		// The button turns while the test is under way, and cannot be pressed.
		await dialog.getByRole('button', { name: 'Retry' }).click({ trial: true });
		await screenshot(editor, '3-credential');
		await editor.keyboard.press('Escape');
		await dialog.waitFor({ state: 'hidden' });
		await panel().waitFor({ state: 'hidden' });
	});

	it('chooses the sender from the numbers of the account', async () => {
		// Escape closes the panel together with the credential's window.
		await canvasNode().dblclick();
		const sender = panel().getByTestId('parameter-input-phoneNumberId').getByTestId('rlc-input');
		await sender.click();
		const choices = editor.getByTestId('rlc-item');
		await choices.first().waitFor();
		const names = await choices.allInnerTexts();
		for (const phone of simulator.account.phoneNumbers.values()) {
			expect(names.join('\n')).toContain(phone.verified_name);
		}
		await screenshot(editor, '4-senders');
		const [, name = ''] = senderOf(simulator).label.split(' – ');
		await choices
			.filter({ hasText: new RegExp(`${name}$`) })
			.first()
			.click();
		await waitFor(async () => (await sender.inputValue()).includes(name), {
			what: 'The chosen sender in the field',
			timeoutMs: 60_000,
		});
		await editor.keyboard.press('Escape');
		await panel().waitFor({ state: 'hidden' });
	});

	it('presses "Execute workflow" and every message leaves once', async () => {
		await editor.getByTestId('execute-workflow-button').click();
		await canvasNode().getByTestId('canvas-node-status-success').waitFor();
		await screenshot(editor, '5-executed');
		const { accepted } = simulator.ledger;
		expect(accepted).toHaveLength(3);
		expect(new Set(accepted.map(({ waId }) => waId)).size).toBe(3);
	});

	it('sees the messages on the phones', async () => {
		phones = await newPage(browser, `${simulator.url}/`);
		const people = phones.locator('#conversations button');
		await people.nth(2).waitFor();
		expect(await people.count()).toBe(3);
		await people.filter({ hasText: 'Hello Chiara' }).click();
		await phones.locator('#messages').getByText('your cotton runner (order CL-2050)').waitFor();
		await screenshot(phones, '6-phones');
	});

	it('answers from a phone, and the answer leaves as a webhook', async () => {
		const answer = 'Thank you – see you on Monday 🌷';
		await phones.getByLabel(/^Answer as/).fill(answer);
		await phones.getByRole('button', { name: 'Send answer' }).click();
		await phones.locator('#messages').getByText(answer).waitFor();
		await screenshot(phones, '7-answered');
		const body = await waitFor(
			() => callback.bodies.find((text) => text.includes('"type":"text"')),
			{ what: 'The webhook with the answer', timeoutMs: 60_000 },
		);
		expect(JSON.stringify(JSON.parse(body))).toContain(answer);
	});
});
