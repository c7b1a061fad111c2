import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { Dispatcher, fastPolicy, useDispatcher } from '../../nodes/shared/delivery';
import { readTicket } from '../../nodes/shared/webhooks/answerTicket';
import { getOpenQuestions } from '../../nodes/shared/webhooks/registry';
import { DEFAULT_ACCOUNT, startSimulator, type Simulator } from '../simulator';
import { credentialFor } from './support/credential';
import { EXECUTION_ID, runWhatsAppSend, type NodeRun } from './support/runNode';

const phoneNumberId = DEFAULT_ACCOUNT.phoneNumberIds.high;
const PERSON = '+12025550150';
const TRIGGER = 'http://localhost:5678/webhook/6b5f/whatsapp';

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator();
});
beforeEach(async () => {
	simulator.clear();
	useDispatcher(new Dispatcher({ policy: fastPolicy }));
	simulator.inbound({ phoneNumberId, from: PERSON, text: 'Hello?' });
	await simulator.setCallback({ url: TRIGGER, verifyToken: 'x' }, { verify: false });
});
afterAll(async () => await simulator.close());

const BUTTONS = {
	responseType: 'buttons',
	replyButtons: { button: [{ title: 'Yes', id: 'confirm' }, { title: 'No' }] },
};

const ask = async (
	parameters: INodeParameters,
	{ items = [{}], ...more }: { items?: IDataObject[]; appSecret?: string } = {},
): Promise<NodeRun> =>
	await runWhatsAppSend({
		parameters: {
			resource: 'message',
			operation: 'sendAndWait',
			phoneNumberId: { __rl: true, mode: 'id', value: phoneNumberId },
			recipientPhoneNumber: PERSON,
			message: 'May we come at 9:00?',
			...parameters,
		},
		items,
		credential: { ...credentialFor(simulator), ...more },
	});

/** What n8n keeps of the node while it waits: handed on when the time is over, seen when it is woken. */
const kept = ({ run }: NodeRun): IDataObject | undefined =>
	run.data.executionData?.nodeExecutionStack[0]?.data.main[0]?.[0].json;

const posted = () => simulator.ledger.accepted.map(({ payload }) => payload as IDataObject);

interface Interactive {
	body: { text: string };
	action: {
		buttons?: Array<{ reply: { id: string; title: string } }>;
		sections?: Array<{ rows: Array<{ id: string; title: string }> }>;
	};
}

const interactive = () => posted()[0].interactive as unknown as Interactive;

describe('Send and Wait for Response', () => {
	it('asks, and the execution waits', async () => {
		const run = await ask(BUTTONS);
		expect(interactive().body).toEqual({ text: 'May we come at 9:00?' });
		expect(run.run.status).toBe('waiting');
		expect(run.run.waitTill).toEqual(new Date('3000-01-01T00:00:00.000Z'));
	});

	it('puts what wakes the execution into the IDs of its buttons', async () => {
		await ask(BUTTONS);
		const tickets = interactive().action.buttons?.map(({ reply }) =>
			readTicket(reply.id, [DEFAULT_ACCOUNT.app.secret]),
		);
		expect(tickets).toEqual([
			expect.objectContaining({ executionId: EXECUTION_ID, nodeId: 'Node', option: 0 }),
			expect.objectContaining({ executionId: EXECUTION_ID, nodeId: 'Node', option: 1 }),
		]);
	});

	it.each([
		['both ways', {}, ['Approve', 'Decline']],
		['one way', { approvalType: 'single', approveLabel: 'Fine' }, ['Fine']],
	])('asks for approval, %s', async (_, values, titles) => {
		await ask({ approvalOptions: { values } });
		expect(interactive().action.buttons?.map(({ reply }) => reply.title)).toEqual(titles);
	});

	it('puts it into the IDs of rows over all sections', async () => {
		const section = (title: string, ...rows: string[]) => ({
			title,
			rows: { row: rows.map((row) => ({ title: row })) },
		});
		await ask({
			responseType: 'list',
			listButton: 'Choose',
			listSections: { section: [section('Today', '9:00', '10:00'), section('Tomorrow', '11:00')] },
		});
		const rows = interactive().action.sections?.flatMap((each) => each.rows) ?? [];
		const options = rows.map(({ id }) => readTicket(id, [DEFAULT_ACCOUNT.app.secret])?.option);
		expect(rows.map(({ title }) => title)).toEqual(['9:00', '10:00', '11:00']);
		expect(options).toEqual([0, 1, 2]);
	});

	it('keeps what it needs when it is woken, and what it hands on when nobody answers', async () => {
		const run = await ask(BUTTONS, { items: [{ order: 4711 }] });
		expect(kept(run)).toEqual({
			answer: { timedOut: true, type: null, text: null, option: null },
			question: {
				id: expect.any(String),
				messageId: simulator.ledger.accepted[0].id,
				phoneNumberId,
				recipient: PERSON,
				responseType: 'buttons',
				options: [
					{ title: 'Yes', value: 'confirm' },
					{ title: 'No', value: 'No' },
				],
			},
		});
	});

	it('waits no longer than it is told', async () => {
		const before = Date.now();
		const limit = { limitWaitTime: { values: { resumeAmount: 2, resumeUnit: 'hours' } } };
		const { run } = await ask({ ...BUTTONS, options: limit });
		const waits = (run.waitTill?.getTime() ?? 0) - before;
		expect(waits).toBeGreaterThanOrEqual(2 * 3_600_000);
		expect(waits).toBeLessThan(2.1 * 3_600_000);
	});

	it.each([
		['a free text', { responseType: 'freeText' }, true],
		['buttons, beside which one may write', BUTTONS, true],
		['buttons alone', { ...BUTTONS, options: { acceptText: false } }, false],
	])('waits for a written answer to %s: %s', async (_, parameters, isWritten) => {
		await ask(parameters);
		const from = { phoneNumberId, people: [PERSON] };
		const openQuestions = getOpenQuestions();
		const quotedId = simulator.ledger.accepted[0].id;
		const found = await openQuestions.find({ ...from, quotedId });
		expect(found?.executionId).toBe(isWritten ? EXECUTION_ID : undefined);
		if (found) await openQuestions.remove(found.questionId, from);
	});
});

describe('Send and Wait for Response refuses, before anything is sent,', () => {
	afterEach(() => expect(posted()).toEqual([]));

	it('to ask several people in one execution', async () => {
		const { error } = await ask(BUTTONS, { items: [{}, {}] });
		expect(error?.message).toMatch(/2 items came in, but an execution can only wait for one/);
	});

	it('to ask without the secret that answers are signed with', async () => {
		const { error } = await ask(BUTTONS, { appSecret: '' });
		expect(error?.message).toMatch(/no app secret/);
	});

	it('to wait for no time', async () => {
		const limit = { limitWaitTime: { values: { resumeAmount: 0, resumeUnit: 'hours' } } };
		const { error } = await ask({ ...BUTTONS, options: limit });
		expect(error?.message).toMatch(/0 hours is no time/);
	});

	it.each([
		['nowhere', undefined, /no webhook is set up/],
		['to another host', 'https://crm.example.com/webhook/1/whatsapp', /go to crm\.example\.com/],
		['to another node', 'http://localhost:5678/webhook/1/webhook', /another node of this n8n/],
	])('when answers would go %s', async (_, url, message) => {
		useDispatcher(new Dispatcher({ policy: fastPolicy }));
		const callback = url === undefined ? undefined : { url, verifyToken: 'x' };
		await simulator.setCallback(callback, { verify: false });
		const number = DEFAULT_ACCOUNT.phoneNumberIds.standard;
		const { error } = await ask({
			...BUTTONS,
			phoneNumberId: { __rl: true, mode: 'id', value: number },
		});
		expect(error?.message).toMatch(message);
	});
});

it('Send and Wait for Response asks without a trigger in sight when told so', async () => {
	await simulator.setCallback(undefined);
	const { run } = await ask({ ...BUTTONS, options: { checkTrigger: false } });
	expect(run.status).toBe('waiting');
	expect(posted()).toHaveLength(1);
});
