import { randomUUID } from 'node:crypto';
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
import { CREDENTIAL_TYPE, NODE_PREFIX } from '../n8n-host/examples';
import { startSimulator, type PhoneNumber, type Simulator } from '../simulator';
import { connect, login, makeCredential } from './support';

const TRIGGER = 'WhatsApp Trigger';

/** n8n publishes some seconds after it has answered, and tries again what fails. */
const PATIENCE = { timeoutMs: 60_000 };

function triggerWorkflow(
	simulator: Simulator,
	credential: { id: string; name: string },
	parameters: Record<string, unknown> = {},
): WorkflowJson {
	const node = {
		id: randomUUID(),
		webhookId: randomUUID(),
		name: TRIGGER,
		type: `${NODE_PREFIX}whatsAppTrigger`,
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: {
			updates: ['messages'],
			registerOn: 'phoneNumber',
			phoneNumberId: { __rl: true, mode: 'id', value: simulator.account.phoneNumberIds.standard },
			...parameters,
		},
		credentials: { [CREDENTIAL_TYPE]: credential },
	};
	return {
		name: `e2e trigger ${randomUUID()}`,
		nodes: [node],
		connections: {},
		settings: { executionOrder: 'v1' },
	};
}

describe('WhatsApp Trigger in a real n8n', () => {
	let n8n: N8nClient;
	let simulator: Simulator;
	let credential: { id: string; name: string };
	let phone: PhoneNumber;

	/** The URLs of a stored workflow's trigger. */
	const urlsOf = (workflow: WorkflowJson) => {
		const path = `${String(workflow.nodes[0]?.webhookId)}/whatsapp`;
		const { url } = login();
		return { production: `${url}/webhook/${path}`, test: `${url}/webhook-test/${path}` };
	};
	const slotIs = async (url: string | undefined) =>
		await waitFor(() => phone.callback?.url === url, {
			what: `${url ?? 'nothing'} in the slot of the number`,
			...PATIENCE,
			explain: () => `There is ${phone.callback?.url ?? 'nothing'}.`,
		});
	const activate = async (workflow: WorkflowJson): Promise<string> => {
		const { id } = await n8n.createWorkflow(workflow);
		await n8n.activate(id);
		await slotIs(urlsOf(workflow).production);
		return id;
	};
	const executions = async (id: string, count: number) =>
		await waitFor(
			async () => {
				const all = await n8n.executionsOf(id);
				return all.length >= count && all.every(({ status }) => status === 'success') && all;
			},
			{ what: `${count} executions`, ...PATIENCE },
		);

	beforeAll(async () => {
		n8n = await connect();
	});

	beforeEach(async () => {
		simulator = await startSimulator();
		credential = await makeCredential(n8n, simulator);
		phone = simulator.account.phoneNumbers.get(
			simulator.account.phoneNumberIds.standard,
		) as PhoneNumber;
	});

	afterEach(async () => await simulator?.close());

	it('registers itself on activation, runs on what comes, and leaves the slot as it was', async () => {
		const workflow = triggerWorkflow(simulator, credential);
		const id = await activate(workflow);
		expect(simulator.account.appFields).toContain('messages');

		simulator.inbound({ from: '+12025550150', name: 'Zoë', text: 'Grüße! 🎉' });
		const [{ id: executionId }] = await executions(id, 1);
		const execution = await n8n.waitForExecution(executionId);
		expect(execution.items(TRIGGER).map(({ json }) => json)).toMatchObject([
			{ messages: [{ text: { body: 'Grüße! 🎉' } }] },
		]);
		expect(simulator.ledger.deliveries.map(({ status }) => status)).toEqual([200]);

		await n8n.deactivate(id);
		await slotIs(undefined);
	});

	it('does not touch what is somebody else’s, and says so', async () => {
		phone.callback = { url: 'https://crm.example/hook', verifyToken: 'theirs' };
		const { id } = await n8n.createWorkflow(triggerWorkflow(simulator, credential));
		await n8n.activate(id);
		// n8n itself tries five times, with 15 s of waits between.
		await waitFor(
			() => readFileSync(String(process.env.E2E_N8N_LOG), 'utf8').includes('crm.example'),
			{
				what: 'The refusal in the log of n8n',
				...PATIENCE,
			},
		);
		await n8n.deactivate(id);
		await expect(n8n.listen(id, TRIGGER)).rejects.toThrow('crm.example');
		expect(phone.callback.url).toBe('https://crm.example/hook');
	});

	it('borrows an empty slot for a test, and gives it back', async () => {
		const workflow = triggerWorkflow(simulator, credential);
		const { id } = await n8n.createWorkflow(workflow);
		await n8n.listen(id, TRIGGER);
		await slotIs(urlsOf(workflow).test);
		simulator.inbound({ from: '+12025550150', text: 'a test' });
		const [{ mode }] = await executions(id, 1);
		expect(mode).toBe('manual');
		await slotIs(undefined);
	});

	it('explains why it does not take the callback of an active workflow for a test', async () => {
		const workflow = triggerWorkflow(simulator, credential);
		const id = await activate(workflow);
		await expect(n8n.listen(id, TRIGGER)).rejects.toThrow('This workflow is active');
		await slotIs(urlsOf(workflow).production);
		simulator.inbound({ from: '+12025550150', text: 'still there' });
		await executions(id, 1);
		await n8n.deactivate(id);
		await slotIs(undefined);
	});

	it('borrows the callback of production where it may, and gives it back', async () => {
		const workflow = triggerWorkflow(simulator, credential, {
			registrationOptions: { borrowProduction: true },
		});
		const { production, test } = urlsOf(workflow);
		const id = await activate(workflow);
		await n8n.listen(id, TRIGGER);
		await slotIs(test);
		await n8n.stopListening(id);
		await slotIs(production);
		await n8n.listen(id, TRIGGER);
		await slotIs(test);
		simulator.inbound({ from: '+12025550150', text: 'to the test' });
		await slotIs(production);
		simulator.inbound({ from: '+12025550150', text: 'to production' });
		const modes = (await executions(id, 2)).map(({ mode }) => mode);
		expect(modes.sort()).toEqual(['manual', 'webhook']);
		await n8n.deactivate(id);
		await slotIs(undefined);
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
			await slotIs(`${first.url}/webhook/${path}`);
			await first.listen(id, TRIGGER);
			await slotIs(`${first.url}/webhook-test/${path}`);
			await first.kill();

			const second = await startN8n({ userFolder, port: Number(new URL(first.url).port) });
			started.push(second);
			await second.setUpOrLogin(owner);
			await second.deactivate(id);
			await slotIs(undefined);
			await second.activate(id);
			await slotIs(`${second.url}/webhook/${path}`);
		} finally {
			await Promise.all(started.map(async (one) => await one.stop()));
			rmSync(userFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
		}
	});
});
