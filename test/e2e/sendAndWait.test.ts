import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
	packAndInstall,
	startN8n,
	waitFor,
	type Execution,
	type N8nClient,
	type RunningN8n,
	type WorkflowJson,
	type WorkflowNode,
} from '../n8n-host';
import { CREDENTIAL_TYPE, NODE_PREFIX } from '../n8n-host/examples';
import {
	startSimulator,
	type AcceptedMessage,
	type PhoneNumber,
	type Simulator,
} from '../simulator';
import { connect, errorText, makeCredential, tapOn } from './support';

const ASK = 'Ask';
const TRIGGER = 'WhatsApp Trigger';
const PERSON = '+12025550150';

/** n8n publishes some seconds after it has answered. */
const PATIENCE = { timeoutMs: 60_000 };

const BUTTONS = {
	responseType: 'buttons',
	replyButtons: { button: [{ title: 'Yes', id: 'confirm' }, { title: 'No' }] },
};

const FREE_TEXT = { responseType: 'freeText' };

/** One person, one number, one n8n: what the tests of this file do, in its words. */
class Scene {
	private constructor(
		readonly n8n: N8nClient,
		readonly simulator: Simulator,
		private readonly credential: { id: string; name: string },
	) {}

	static async open(n8n: N8nClient, simulator: Simulator): Promise<Scene> {
		return new Scene(n8n, simulator, await makeCredential(n8n, simulator));
	}

	/** Activates a WhatsApp Trigger on the number that asks; returns its workflow. */
	async listen(): Promise<string> {
		const trigger = this.node(TRIGGER, `${NODE_PREFIX}whatsAppTrigger`, 1, {
			updates: ['messages'],
			registerOn: 'phoneNumber',
			phoneNumberId: this.number,
		});
		const id = await this.store([trigger]);
		await this.n8n.activate(id);
		const { phoneNumbers, phoneNumberIds } = this.simulator.account;
		const phone = phoneNumbers.get(phoneNumberIds.standard) as PhoneNumber;
		await waitFor(() => phone.callback?.url.includes(String(trigger.webhookId)), {
			what: 'The trigger in the slot of the number',
			...PATIENCE,
		});
		return id;
	}

	/** Asks, and returns the message together with the execution that waits for its answer. */
	async ask(parameters: Record<string, unknown>): Promise<Question> {
		const execution = await this.start(parameters);
		await waitFor(async () => (await this.statusOf(execution)) === 'waiting', {
			what: 'An execution that waits',
			...PATIENCE,
		});
		return { execution, message: this.simulator.ledger.accepted.at(-1) as AcceptedMessage };
	}

	/** Resolves as soon as the question is at Meta: n8n may not have saved the execution by then. */
	async askInHaste(parameters: Record<string, unknown>): Promise<Question> {
		const { ledger } = this.simulator;
		const before = ledger.accepted.length;
		const execution = await this.start(parameters);
		await this.simulator.until(() => ledger.accepted.length > before, PATIENCE.timeoutMs);
		return { execution, message: ledger.accepted[before] };
	}

	/** Starts an execution that asks; returns its ID. */
	async start(parameters: Record<string, unknown>): Promise<string> {
		const id = await this.store([
			this.node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
			this.node(ASK, `${NODE_PREFIX}whatsAppSend`, 1, {
				resource: 'message',
				operation: 'sendAndWait',
				phoneNumberId: this.number,
				recipientPhoneNumber: PERSON,
				message: 'May we come at 9:00?',
				...parameters,
			}),
			this.node('After', 'n8n-nodes-base.noOp', 1, {}),
		]);
		const { executionId = '' } = await this.n8n.startWorkflow(id, 'Start');
		return executionId;
	}

	async tap({ message }: Question, index: number): Promise<void> {
		await tapOn(this.simulator, message, index);
	}

	/** What the execution handed on, once it has ended. */
	async answerTo({ execution }: Question): Promise<Record<string, unknown>> {
		const ended = await this.n8n.waitForExecution(execution, PATIENCE.timeoutMs);
		expect(errorText(ended)).toBe('');
		expect(ended.items('After')).toHaveLength(1);
		return answerOf(ended);
	}

	async statusOf(execution: string): Promise<string> {
		const { status } = await this.n8n.request<{ status: string }>(
			'GET',
			`/executions/${execution}`,
		);
		return status;
	}

	/** Waits until the trigger's workflow has run so often. */
	async heard(workflow: string, count: number): Promise<void> {
		await waitFor(async () => (await this.n8n.executionsOf(workflow)).length >= count, {
			what: `${count} executions of the trigger`,
			...PATIENCE,
		});
	}

	private get number() {
		return { __rl: true, mode: 'id', value: this.simulator.account.phoneNumberIds.standard };
	}

	private node(
		name: string,
		type: string,
		typeVersion: number,
		parameters: Record<string, unknown>,
	): WorkflowNode {
		return {
			id: randomUUID(),
			webhookId: randomUUID(),
			name,
			type,
			typeVersion,
			position: [0, 0],
			parameters,
			...(type.startsWith(NODE_PREFIX) && {
				credentials: { [CREDENTIAL_TYPE]: this.credential },
			}),
		};
	}

	/** Stores these nodes, each connected to the next. */
	private async store(nodes: WorkflowNode[]): Promise<string> {
		const connections = Object.fromEntries(
			nodes
				.slice(1)
				.map(({ name }, index) => [
					nodes[index]?.name,
					{ main: [[{ node: name, type: 'main', index: 0 }]] },
				]),
		);
		const workflow: WorkflowJson = {
			name: `e2e wait ${randomUUID()}`,
			nodes,
			connections,
			settings: { executionOrder: 'v1' },
		};
		return (await this.n8n.createWorkflow(workflow)).id;
	}
}

interface Question {
	execution: string;
	message: AcceptedMessage;
}

function answerOf(execution: Execution): Record<string, unknown> {
	return execution.items(ASK)[0]?.json.answer as Record<string, unknown>;
}

describe('Send and Wait for Response in a real n8n', () => {
	let simulator: Simulator;
	let scene: Scene;
	let trigger: string;

	beforeAll(async () => {
		simulator = await startSimulator();
		scene = await Scene.open(await connect(), simulator);
	});

	afterAll(async () => await simulator?.close());

	it('asks nobody while no WhatsApp Trigger would hear the answer, and says so', async () => {
		const execution = await scene.n8n.waitForExecution(await scene.start(BUTTONS));
		expect(execution.status).toBe('error');
		const text = errorText(execution);
		expect(text).toContain('No answer would arrive: no webhook is set up for this number');
		expect(text).toContain('Publish a workflow with WhatsApp Trigger of this package');
		expect(simulator.ledger.accepted).toEqual([]);
	});

	describe('with an active WhatsApp Trigger', () => {
		beforeAll(async () => {
			trigger = await scene.listen();
		});

		afterEach(() => simulator.clear());

		afterAll(async () => await scene.n8n.deactivate(trigger));

		it('goes on with the button that was tapped', async () => {
			const question = await scene.ask(BUTTONS);
			await scene.tap(question, 0);
			expect(await scene.answerTo(question)).toMatchObject({
				timedOut: false,
				type: 'button',
				text: 'Yes',
				option: { position: 1, title: 'Yes', value: 'confirm' },
				from: PERSON,
			});
		});

		it('goes on with the row that was chosen', async () => {
			const question = await scene.ask({
				responseType: 'list',
				listButton: 'Choose a time',
				listSections: {
					section: [
						{ title: 'Today', rows: { row: [{ title: '9:00' }, { title: '10:00' }] } },
						{ title: 'Tomorrow', rows: { row: [{ title: '11:00', id: 'late' }] } },
					],
				},
			});
			await scene.tap(question, 2);
			expect(await scene.answerTo(question)).toMatchObject({
				type: 'list',
				text: '11:00',
				option: { position: 3, title: '11:00', value: 'late' },
			});
		});

		it('takes a tap that comes before n8n has put the execution to sleep', async () => {
			const question = await scene.askInHaste({ responseType: 'approval' });
			await scene.tap(question, 0);
			expect(await scene.answerTo(question)).toMatchObject({ text: 'Approve' });
		});

		it('gives each of two open questions its own answer, in whatever order they come', async () => {
			const first = await scene.ask(BUTTONS);
			const second = await scene.ask(BUTTONS);
			await scene.tap(second, 1);
			expect(await scene.answerTo(second)).toMatchObject({ text: 'No' });
			expect(await scene.statusOf(first.execution)).toBe('waiting');
			await scene.tap(first, 0);
			expect(await scene.answerTo(first)).toMatchObject({ text: 'Yes' });
		});

		it('takes a text for the answer to the question that it quotes, else to the latest', async () => {
			const first = await scene.ask(FREE_TEXT);
			const second = await scene.ask(FREE_TEXT);
			const third = await scene.ask(FREE_TEXT);
			simulator.inbound({ from: PERSON, text: 'to the first', contextId: first.message.id });
			expect(await scene.answerTo(first)).toMatchObject({ type: 'text', text: 'to the first' });
			simulator.inbound({ from: PERSON, text: 'to the latest' });
			expect(await scene.answerTo(third)).toMatchObject({ text: 'to the latest', option: null });
			expect(await scene.statusOf(second.execution)).toBe('waiting');
			simulator.inbound({ from: PERSON, text: 'to what is left' });
			expect(await scene.answerTo(second)).toMatchObject({ text: 'to what is left' });
		});

		it('leaves to the trigger what nobody waits for any more', async () => {
			const question = await scene.ask(BUTTONS);
			await scene.tap(question, 0);
			await scene.answerTo(question);
			const before = (await scene.n8n.executionsOf(trigger)).length;
			await scene.tap(question, 1);
			await scene.heard(trigger, before + 1);
		});

		it('wakes nobody by an ID that was changed on its way', async () => {
			const question = await scene.ask(BUTTONS);
			const { interactive } = question.message.payload as unknown as {
				interactive: { action: { buttons: Array<{ reply: { id: string } }> } };
			};
			const parts = interactive.action.buttons[1]?.reply.id.split('.') ?? [];
			parts[5] = '0';
			const before = (await scene.n8n.executionsOf(trigger)).length;
			simulator.inbound({
				from: PERSON,
				type: 'interactive',
				content: { type: 'button_reply', button_reply: { id: parts.join('.'), title: 'Yes' } },
				contextId: question.message.id,
			});
			await scene.heard(trigger, before + 1);
			expect(await scene.statusOf(question.execution)).toBe('waiting');
			await scene.tap(question, 1);
			expect(await scene.answerTo(question)).toMatchObject({ text: 'No' });
		});
	});

	it('still finds its execution after n8n was killed and started again', async () => {
		const userFolder = mkdtempSync(join(tmpdir(), 'n8n-waiting-'));
		const owner = { email: 'owner@example.com', password: 'Waits-through-1' };
		const started: RunningN8n[] = [];
		const own = await startSimulator();
		try {
			await packAndInstall({ userFolder });
			const first = await startN8n({ userFolder });
			started.push(first);
			await first.setUpOrLogin(owner);
			const before = await Scene.open(first, own);
			await before.listen();
			const question = await before.ask(BUTTONS);
			await first.kill();

			const second = await startN8n({ userFolder, port: Number(new URL(first.url).port) });
			started.push(second);
			await second.setUpOrLogin(owner);
			const after = await Scene.open(second, own);
			await after.tap(question, 0);
			expect(await after.answerTo(question)).toMatchObject({ text: 'Yes', timedOut: false });
		} finally {
			await own.close();
			await Promise.all(started.map(async (one) => await one.stop()));
			rmSync(userFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
		}
	});
});
