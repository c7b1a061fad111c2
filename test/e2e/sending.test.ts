import { randomUUID } from 'node:crypto';

import type { N8nClient } from '../n8n-host';
import { senderOf } from '../n8n-host/simulated';
import { startSimulator, type Simulator } from '../simulator';
import { connect, errorText, makeCredential, messageId, run, SEND, sendWorkflow } from './support';

/** Meta's `fbtrace_id`, as the simulator writes it too. */
const TRACE_ID = /\bA[\w-]{10,}/;

/** 100 numbers that are kept free for fiction; not those of the simulator's senders. */
const HUNDRED = Array.from({ length: 100 }, (_, index) => ({
	name: `Person ${index}`,
	phone: `+1 303-555-01${String(index).padStart(2, '0')}`,
}));

describe('WhatsApp Send in a real n8n', () => {
	let n8n: N8nClient;
	let simulator: Simulator;
	let credential: { id: string; name: string };

	beforeAll(async () => {
		simulator = await startSimulator({ port: 0 });
		n8n = await connect();
		credential = await makeCredential(n8n, simulator);
	});

	beforeEach(() => simulator.clear());

	afterAll(async () => await simulator?.close());

	it('sends 100 items as 100 messages: none lost, none doubled, in order', async () => {
		const execution = await run(
			n8n,
			sendWorkflow({ rows: HUNDRED, simulator, credential, parameters: {} }),
		);
		expect(errorText(execution)).toBe('');
		const { accepted } = simulator.ledger;
		expect(accepted).toHaveLength(100);
		expect(new Set(accepted.map(({ id }) => id)).size).toBe(100);
		expect(new Set(accepted.map(({ to }) => to)).size).toBe(100);
		// A throttled message is sent again; anything else would have been refused for good.
		expect(simulator.ledger.refused.filter(({ code }) => code !== 130429)).toEqual([]);
		const items = execution.items(SEND);
		expect(items).toHaveLength(100);
		for (const [index, { json, pairedItem }] of items.entries()) {
			const message = simulator.ledger.find(messageId(json) ?? '');
			expect(message?.waId).toBe(`130355501${String(index).padStart(2, '0')}`);
			expect(message?.payload).toMatchObject({ text: { body: `Hello Person ${index}` } });
			expect(pairedItem).toEqual({ item: index });
			expect(json.delivery).toMatchObject({ phoneNumberId: senderOf(simulator).id });
		}
	});

	it('explains a wrong token: what Meta said, its code and trace, what to do', async () => {
		const wrong = await makeCredential(n8n, simulator, { accessToken: 'EAAnobodyHasThisToken' });
		const execution = await run(
			n8n,
			sendWorkflow({ rows: HUNDRED.slice(0, 3), simulator, credential: wrong, parameters: {} }),
		);
		expect(execution.status).toBe('error');
		const text = errorText(execution);
		expect(text).toMatch(/token/i);
		expect(text).toMatch(/\b190\b/);
		expect(text).toMatch(TRACE_ID);
		expect(text).toMatch(/credential|system user/i);
		expect(text).not.toContain('EAAnobodyHasThisToken');
		expect(simulator.ledger.accepted).toEqual([]);
	});

	it('explains a template that may not be sent', async () => {
		const execution = await run(
			n8n,
			sendWorkflow({
				rows: HUNDRED.slice(0, 1),
				simulator,
				credential,
				parameters: {
					operation: 'sendTemplate',
					template: { __rl: true, mode: 'name', value: 'winter_sale|en_US' },
					components: {
						component: [
							{ type: 'body', bodyParameters: { parameter: [{ type: 'text', text: 'Sunday' }] } },
						],
					},
				},
			}),
		);
		expect(execution.status).toBe('error');
		const text = errorText(execution);
		expect(text).toMatch(/template/i);
		expect(text).toMatch(/\b132015\b/);
		expect(text).toMatch(/paused/i);
		expect(text).toMatch(TRACE_ID);
		expect(simulator.ledger.accepted).toEqual([]);
	});

	it("hands what failed to the error output, with Meta's details, and sends the rest", async () => {
		const rows = [HUNDRED[0], { name: 'Nobody', phone: '12' }, HUNDRED[2]];
		const workflow = sendWorkflow({
			rows,
			simulator,
			credential,
			parameters: {},
			onError: 'continueErrorOutput',
		});
		const execution = await run(n8n, workflow);
		expect(errorText(execution)).toBe('');
		expect(execution.items(SEND, 0)).toHaveLength(2);
		const failed = execution.items(SEND, 1);
		expect(failed).toHaveLength(1);
		expect(failed[0]?.json).toMatchObject({
			error: expect.any(String) as string,
			details: expect.any(Object) as object,
		});
		expect(failed[0]?.pairedItem).toEqual({ item: 1 });
		expect(simulator.ledger.accepted.map(({ waId }) => waId).sort()).toEqual([
			'13035550100',
			'13035550102',
		]);
	});

	it("gives the error output Meta's code and trace", async () => {
		// n8n remembers dead tokens: this one is new to it.
		const accessToken = `EAAnobodyHas${randomUUID()}`;
		const wrong = await makeCredential(n8n, simulator, { accessToken });
		const execution = await run(
			n8n,
			sendWorkflow({
				// To one person, so that the second waits for the answer to the first.
				rows: [HUNDRED[0], HUNDRED[0]],
				simulator,
				credential: wrong,
				parameters: {},
				onError: 'continueErrorOutput',
			}),
		);
		const failed = execution.items(SEND, 1);
		expect(failed).toHaveLength(2);
		for (const { json } of failed) expect(json.error).toEqual(expect.any(String));
		// One message learns that the token is dead; the other need not ask Meta again.
		const [first, second] = failed.map(({ json }) => json.details);
		expect(first).toMatchObject({
			code: 190,
			fbtraceId: expect.stringMatching(TRACE_ID) as string,
			attempts: 1,
		});
		expect(simulator.ledger.refusedWith(190)).toBe(1);
		expect(second).toMatchObject({ code: 190, because: 'token', attempts: 0 });
		expect(simulator.ledger.accepted).toEqual([]);
	});
});
