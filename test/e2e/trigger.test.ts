import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
	type N8nClient,
	packAndInstall,
	startN8n,
	waitFor,
	type RunningN8n,
	type WorkflowJson,
} from '../n8n-host';
import { startSimulator, type Simulator } from '../simulator';
import { connect, makeCredential } from './support';
import {
	activate,
	executions,
	PATIENCE,
	phoneOf,
	slotIs,
	TRIGGER,
	triggerWorkflow,
	urlsOf,
} from './triggerSupport';

describe('WhatsApp Trigger in a real n8n', () => {
	let n8n: N8nClient;
	let simulator: Simulator;
	let credential: { id: string; name: string };

	const slot = async (url: string | undefined) => await slotIs(simulator, url);
	const activated = async (workflow: WorkflowJson) => await activate(n8n, simulator, workflow);

	beforeAll(async () => {
		n8n = await connect();
	});

	beforeEach(async () => {
		simulator = await startSimulator();
		credential = await makeCredential(n8n, simulator);
	});

	afterEach(async () => await simulator?.close());

	it('registers itself on activation, runs on what comes, and leaves the slot as it was', async () => {
		const workflow = triggerWorkflow(simulator, credential);
		const id = await activated(workflow);
		expect(simulator.account.appFields).toContain('messages');

		simulator.inbound({ from: '+12025550150', name: 'Zoë', text: 'Grüße! 🎉' });
		const [{ id: executionId }] = await executions(n8n, id, 1);
		const execution = await n8n.waitForExecution(executionId);
		expect(execution.items(TRIGGER).map(({ json }) => json)).toMatchObject([
			{ messages: [{ text: { body: 'Grüße! 🎉' } }] },
		]);
		await simulator.webhooksSettled();
		expect(simulator.ledger.deliveries.map(({ status }) => status)).toEqual([200]);

		await n8n.deactivate(id);
		await slot(undefined);
	});

	it('does not touch what is somebody else’s, and says so', async () => {
		const phone = phoneOf(simulator);
		phone.callback = { url: 'https://crm.example/hook', verifyToken: 'theirs' };
		const { id } = await n8n.createWorkflow(triggerWorkflow(simulator, credential));
		// n8n 2.8 answers with the refusal. Newer ones accept, try five times with 15 s of waits between, and
		// write it into their log.
		const log = () => readFileSync(String(process.env.E2E_N8N_LOG), 'utf8');
		const before = log().length;
		const answer = await n8n.activate(id).catch((error: unknown) => String(error));
		await waitFor(
			() => [answer, log().slice(before)].some((text) => text?.includes('crm.example')),
			{
				what: 'The refusal in the log of n8n',
				...PATIENCE,
			},
		);
		await n8n.deactivate(id);
		await expect(n8n.listen(id, TRIGGER)).rejects.toThrow('crm.example');
		expect(phone.callback.url).toBe('https://crm.example/hook');
	});

	it('leaves the number to the workflow that has it, and tells the second one how to share', async () => {
		const first = triggerWorkflow(simulator, credential);
		const id = await activated(first);
		const second = await n8n.createWorkflow(triggerWorkflow(simulator, credential));
		const refusal = n8n.listen(second.id, TRIGGER);
		await expect(refusal).rejects.toThrow(String(first.nodes[0]?.webhookId));
		await expect(refusal).rejects.toThrow('Execute Sub-workflow');
		await slot(urlsOf(first).production);
		simulator.inbound({ from: '+12025550150', text: 'to the first' });
		await executions(n8n, id, 1);
		await n8n.deactivate(id);
		await slot(undefined);
	});

	it('borrows an empty slot for a test, and gives it back', async () => {
		const workflow = triggerWorkflow(simulator, credential);
		const { id } = await n8n.createWorkflow(workflow);
		await n8n.listen(id, TRIGGER);
		await slot(urlsOf(workflow).test);
		simulator.inbound({ from: '+12025550150', text: 'a test' });
		const [{ mode }] = await executions(n8n, id, 1);
		expect(mode).toBe('manual');
		await slot(undefined);
	});

	it('explains why it does not take the callback of a published workflow for a test', async () => {
		const workflow = triggerWorkflow(simulator, credential);
		const id = await activated(workflow);
		await expect(n8n.listen(id, TRIGGER)).rejects.toThrow('This workflow is published');
		await slot(urlsOf(workflow).production);
		simulator.inbound({ from: '+12025550150', text: 'still there' });
		await executions(n8n, id, 1);
		await n8n.deactivate(id);
		await slot(undefined);
	});

	it('borrows the callback of production where it may, and gives it back', async () => {
		const workflow = triggerWorkflow(simulator, credential, {
			registrationOptions: { borrowProduction: true },
		});
		const { production, test } = urlsOf(workflow);
		const id = await activated(workflow);
		await n8n.listen(id, TRIGGER);
		await slot(test);
		await n8n.stopListening(id);
		await slot(production);
		await n8n.listen(id, TRIGGER);
		await slot(test);
		simulator.inbound({ from: '+12025550150', text: 'to the test' });
		await slot(production);
		simulator.inbound({ from: '+12025550150', text: 'to production' });
		const modes = (await executions(n8n, id, 2)).map(({ mode }) => mode);
		expect(modes.sort()).toEqual(['manual', 'webhook']);
		await n8n.deactivate(id);
		await slot(undefined);
	});

	it('has production back with the next activation when n8n was killed during a test', async () => {
		const userFolder = mkdtempSync(join(tmpdir(), 'n8n-killed-'));
		const owner = { email: 'owner@example.com', password: 'Killed-midway-1' };
		const started: RunningN8n[] = [];
		try {
			await packAndInstall({ userFolder });
			const first = await startN8n({ userFolder });
			started.push(first);
			await first.setUpOrLogin(owner);
			const own = await makeCredential(first, simulator);
			const workflow = triggerWorkflow(simulator, own, {
				registrationOptions: { borrowProduction: true },
			});
			const path = `${String(workflow.nodes[0]?.webhookId)}/whatsapp`;
			const { id } = await first.createWorkflow(workflow);
			await first.activate(id);
			await slot(`${first.url}/webhook/${path}`);
			await first.listen(id, TRIGGER);
			await slot(`${first.url}/webhook-test/${path}`);
			await first.kill();

			const second = await startN8n({ userFolder, port: Number(new URL(first.url).port) });
			started.push(second);
			await second.setUpOrLogin(owner);
			if (process.env.N8N_VERSION) {
				// What an older n8n does at its start goes on after it has answered for the first time.
				await waitFor(() => readFileSync(second.logFile, 'utf8').includes('Activated workflow'), {
					what: 'The end of the activation at the start of n8n',
					...PATIENCE,
				});
			}
			await second.deactivate(id);
			await slot(undefined);
			await second.activate(id);
			await slot(`${second.url}/webhook/${path}`);
		} finally {
			await Promise.all(started.map(async (one) => await one.stop()));
			rmSync(userFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
		}
	});
});
