import { waitFor, type Execution, type N8nClient, type WorkflowJson } from '../n8n-host';
import {
	activateExample,
	exampleFiles,
	manualTriggerOf,
	readExample,
	wire,
} from '../n8n-host/examples';
import { senderOf } from '../n8n-host/simulated';
import { startSimulator, type AcceptedMessage, type Simulator } from '../simulator';
import { startChatModel, type ChatModel } from './chatModel';
import { connect, errorText, makeCredential, messageId, tapOn } from './support';
import { phoneOf } from './triggerSupport';

const AISHA = '+12025550143';
const BJORN = '+46701740605';
const CHIARA = '+61491570156';

/** n8n publishes some seconds after it has answered, and tries again what fails. */
const PATIENCE_MS = 60_000;

/** Every example as it is in the repository: what a person does with it, and what arrives. */
describe('the examples in a real n8n', () => {
	let n8n: N8nClient;
	let simulator: Simulator;
	let credential: { id: string; name: string };
	const active: string[] = [];

	beforeAll(async () => {
		simulator = await startSimulator();
		n8n = await connect();
		credential = await makeCredential(n8n, simulator);
	});

	afterEach(async () => {
		// What comes in while a workflow is unpublished can leave its address in n8n's cache, and the address
		// is in the example: the next workflow made of it could not be published.
		simulator.clear();
		await simulator.webhooksSettled(PATIENCE_MS);
		for (const id of active.splice(0)) await n8n.deactivate(id);
		await waitFor(() => !phoneOf(simulator).callback, {
			what: 'The number without a callback',
			timeoutMs: PATIENCE_MS,
		});
		simulator.configure({ enforceWindow: false });
	});

	afterAll(async () => await simulator?.close());

	/** As after an import: the credential and the number are chosen, and maybe something is changed. */
	const load = (
		number: string,
		change: (text: string) => string = (text) => text,
	): WorkflowJson => {
		const file = exampleFiles().find((name) => name.startsWith(number)) ?? number;
		const example = JSON.parse(change(JSON.stringify(readExample(file)))) as WorkflowJson;
		return wire(example, { credential, sender: senderOf(simulator) });
	};

	const run = async (id: string, workflow: WorkflowJson): Promise<Execution> => {
		const execution = await n8n.runWorkflow(id, manualTriggerOf(workflow) ?? '');
		expect(errorText(execution)).toBe('');
		return execution;
	};

	const press = async (workflow: WorkflowJson): Promise<Execution> =>
		await run((await n8n.createWorkflow(workflow)).id, workflow);

	const listen = async (workflow: WorkflowJson): Promise<string> => {
		const { id } = await n8n.createWorkflow(workflow);
		active.push(id);
		await activateExample(n8n, simulator, id);
		return id;
	};

	/** The message that the business sends as its nth, counted from 1. */
	const nth = async (count: number): Promise<AcceptedMessage> => {
		const { ledger } = simulator;
		await simulator.until(() => ledger.accepted.length >= count, PATIENCE_MS);
		expect(ledger.accepted).toHaveLength(count);
		return ledger.accepted[count - 1];
	};

	const say = (text: string, from = AISHA) => simulator.inbound({ from, name: 'Aisha', text });

	const tap = async (message: AcceptedMessage, index: number) =>
		await tapOn(simulator, message, index);

	const textOf = ({ payload }: AcceptedMessage) =>
		(payload.text as { body: string } | undefined)?.body;

	const sent = () => simulator.ledger.accepted.map(({ waId, type }) => [`+${waId}`, type]);

	const jsonOf = (execution: Execution, node: string, output = 0) =>
		execution.items(node, output).map(({ json }) => json);

	/** The rows of one of n8n's data tables. */
	const rowsOf = async (name: string): Promise<Array<Record<string, unknown>>> => {
		const { id: project } = await n8n.request<{ id: string }>('GET', '/projects/personal');
		const path = `/projects/${project}/data-tables`;
		const tables = await n8n.request<{ data: Array<{ id: string; name: string }> }>('GET', path);
		const table = tables.data.find((one) => one.name === name);
		if (!table) return [];
		const rows = await n8n.request<{ data: Array<Record<string, unknown>> }>(
			'GET',
			`${path}/${table.id}/rows?take=100`,
		);
		return rows.data;
	};

	it.each([
		['01', 'Send a text', 3],
		['02', 'Send a template', 2],
	])('%s sends to everyone on its list', async (number, node, count) => {
		const execution = await press(load(number));
		const ids = execution.items(node).map(({ json }) => messageId(json));
		expect(ids).toHaveLength(count);
		expect(simulator.ledger.accepted.map(({ id }) => id).sort()).toEqual(ids.sort());
	});

	it('03 answers a text with its words, and asks for words otherwise', async () => {
		await listen(load('03'));
		say('Are you open on Monday?');
		expect(textOf(await nth(1))).toContain('thank you for “Are you open on Monday?”');
		simulator.inbound({ from: AISHA, type: 'location', content: { latitude: 1, longitude: 2 } });
		expect(textOf(await nth(2))).toContain('I can only read texts');
		expect(simulator.ledger.reads).toMatchObject([{ typing: true }, { typing: true }]);
	});

	it('05 leads from the menu by taps to a confirmed time', async () => {
		await listen(load('05'));
		say('Good morning');
		const menu = await nth(1);
		expect(menu.payload).toMatchObject({ interactive: { type: 'button' } });
		await tap(menu, 1);
		const times = await nth(2);
		expect(times.payload).toMatchObject({ interactive: { type: 'list' } });
		await tap(times, 2);
		const confirmed = await nth(3);
		expect(textOf(confirmed)).toContain('we expect you on Saturday, 11:00');
		await tap(menu, 0);
		expect(textOf(await nth(4))).toContain('Tuesday to Saturday');
		await tap(menu, 2);
		expect(textOf(await nth(5))).toContain('One of us');
		say('When are you OPEN?');
		expect(textOf(await nth(6))).toContain('Tuesday to Saturday');
	});

	it('06 confirms in own words where the window is open, by template where it is not', async () => {
		simulator.configure({ enforceWindow: 'refuse' });
		say('Did you get my order?');
		const execution = await press(load('06'));
		expect(sent()).toEqual([
			[AISHA, 'text'],
			[CHIARA, 'template'],
		]);
		expect(simulator.ledger.accepted[1]?.payload).toMatchObject({
			template: {
				name: 'order_confirmed',
				components: [
					{
						type: 'body',
						parameters: [{ text: 'Chiara' }, { text: 'CL-2050' }, { text: 'Monday' }],
					},
				],
			},
		});
		expect(jsonOf(execution, 'Confirmed in own words')).toEqual([
			{ order: 'CL-2048', sentAs: 'text' },
		]);
		expect(jsonOf(execution, 'Confirmed by template')).toEqual([
			{ order: 'CL-2050', sentAs: 'template', because: expect.any(String) as string },
		]);
	});

	it('07 spares whoever said stop, paces itself, and sums up', async () => {
		const people = 200;
		const campaign = load('07', (text) => text.replace('length: 10000', `length: ${people}`));
		const id = await listen(campaign);
		const [stopped, tapped, asked, blocked] = ['00', '01', '02', '03'].map(
			(end) => `+130055501${end}`,
		);
		say('STOP!', stopped);
		expect(textOf(await nth(1))).toContain('no more offers');
		simulator.inbound({
			from: tapped,
			type: 'button',
			content: { payload: 'No more offers', text: 'No more offers' },
		});
		await nth(2);
		say('Do stop by on Friday?', asked);
		// Nothing is said of the third: it is through when the trigger's workflow is.
		const isThrough = ({ status }: { status: string }) => status === 'success';
		await waitFor(async () => (await n8n.executionsOf(id)).filter(isThrough).length >= 3, {
			what: 'Three executions of the trigger',
			timeoutMs: PATIENCE_MS,
		});
		simulator.faults.add({
			match: { recipient: blocked.slice(1) },
			action: { error: { code: 131026 } },
		});

		const execution = await run(id, campaign);
		const offers = simulator.ledger.accepted.filter(({ type }) => type === 'template');
		const reached = new Set(offers.map(({ waId }) => `+${waId}`));
		expect(offers).toHaveLength(people - 3);
		expect(reached.size).toBe(people - 3);
		expect([stopped, tapped, asked, blocked].map((one) => reached.has(one))).toEqual([
			false,
			false,
			true,
			false,
		]);
		// The number may send 80 a second.
		const [{ parameters }] = campaign.nodes.filter(({ name }) => name === 'Send the offer');
		expect(parameters).toMatchObject({ options: { messagesPerSecond: 60 } });
		const { summary } = jsonOf(execution, 'Send the offer').at(-1) as {
			summary: { durationMs: number };
		};
		expect(summary.durationMs).toBeGreaterThanOrEqual(((people - 3) * 1_000) / 60);
		expect(jsonOf(execution, 'Summary')).toMatchObject([{ sent: people - 3, failed: 1 }]);
		expect(jsonOf(execution, 'Not reached')).toEqual([
			{
				phone: '+1 300 555 0103',
				why: expect.stringContaining('131026') as string,
				whatToDo: expect.any(String) as string,
			},
		]);
		expect((await rowsOf('whatsapp_opt_outs')).map(({ phone, said }) => [phone, said])).toEqual([
			[stopped, 'STOP!'],
			[tapped, 'No more offers'],
		]);
	});

	it.each([
		['approved', 0, 'Björn gets $84.00 back'],
		['declined', 1, 'no refund for order CL-2048'],
	])('08 goes on as the refund was %s', async (_, button, answer) => {
		const approval = load('08');
		const id = await listen(approval);
		await n8n.request('POST', `/workflows/${id}/run`, {
			triggerToStartFrom: { name: manualTriggerOf(approval) },
		});
		await tap(await nth(1), button);
		expect(textOf(await nth(2))).toContain(answer);
	});

	describe('09, with a chat model of this machine', () => {
		let model: ChatModel;

		beforeAll(async () => {
			model = await startChatModel((said) => `You said: ${said.join(' + ')}`);
		});

		afterAll(() => model?.close());

		it('shows that it types, and remembers each person apart', async () => {
			const openAi = await n8n.createCredential('openAiApi', 'e2e chat model', {
				apiKey: 'none',
				url: model.url,
			});
			const agent = load('09');
			for (const { credentials } of agent.nodes)
				if (credentials?.openAiApi) credentials.openAiApi = openAi;
			await listen(agent);
			const first = say('one');
			expect(textOf(await nth(1))).toBe('You said: one');
			expect(simulator.ledger.reads).toMatchObject([{ messageId: first.id, typing: true }]);
			say('two');
			expect(textOf(await nth(2))).toBe('You said: one + two');
			say('three', CHIARA);
			expect(textOf(await nth(3))).toBe('You said: three');
		});
	});

	it('10 keeps a row for each status of each message', async () => {
		simulator.configure({ enforceWindow: 'failLater' });
		say('Hello');
		say('Hello', BJORN);
		const report = load('10');
		const id = await listen(report);
		await run(id, report);
		const toAisha = simulator.ledger.accepted.find(({ waId }) => waId === AISHA.slice(1));
		const rowsUpTo = async (count: number) =>
			await waitFor(
				async () => {
					const all = await rowsOf('whatsapp_delivery_report');
					return all.length >= count && all;
				},
				{ what: `${count} rows of the report`, timeoutMs: PATIENCE_MS },
			);
		await rowsUpTo(5);
		simulator.setStatus(toAisha?.id ?? '', 'read');
		const rows = await rowsUpTo(6);
		const said = rows.map(({ about, recipient, status }) => [about, recipient, status].join(' '));
		expect(said.sort()).toEqual(
			[
				...['sent', 'delivered', 'read'].map((status) => `CL-2048 ${AISHA} ${status}`),
				...['sent', 'delivered'].map((status) => `CL-2049 ${BJORN} ${status}`),
				`CL-2050 ${CHIARA} failed`,
			].sort(),
		);
		expect(rows.filter(({ why_failed }) => why_failed).map(({ about }) => about)).toEqual([
			'CL-2050',
		]);
		expect(rows.every(({ at }) => Boolean(at))).toBe(true);
		expect(new Set(rows.map(({ message_id }) => message_id))).toEqual(
			new Set(simulator.ledger.accepted.map((message) => message.id)),
		);
	});

	it('11 says of each contact whether they were reached, and if not, whether a later run may', async () => {
		simulator.faults.add({
			match: { recipient: CHIARA.slice(1) },
			action: { error: { code: 131049 } },
		});
		const execution = await press(load('11'));
		expect(sent()).toEqual([[AISHA, 'text']]);
		expect(jsonOf(execution, 'Reached')).toMatchObject([{ id: 'c-101', status: 'reached' }]);
		expect(jsonOf(execution, 'Try again later')).toMatchObject([
			{ id: 'c-103', why: expect.stringContaining('131049') as string },
		]);
		const text = expect.stringMatching(/\w/) as string;
		expect(jsonOf(execution, 'Change something first')).toMatchObject([
			{ id: 'c-102', why: text, whatToDo: text },
			{ id: 'c-104', why: text, whatToDo: text },
		]);
	});
});
