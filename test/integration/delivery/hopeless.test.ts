import {
	Dispatcher,
	fastPolicy,
	GraphApiError,
	NotSentError,
	type Outcome,
} from '../../../nodes/shared';
import { DeadTokens } from '../../../nodes/shared/graph/deadTokens';
import { startSimulator, type Simulator } from '../../simulator';
import {
	clientFor,
	indicesOf,
	isSent,
	numberedBatch,
	person,
	phoneNumberIds,
	senderOf,
	tokens,
} from './support/traffic';

const SIZE = 400;

let simulator: Simulator;
let dispatcher: Dispatcher;

beforeEach(async () => {
	// What is refused is the token or the account: on a busy machine what left in time may arrive in one heap.
	simulator = await startSimulator({ settings: { autoStatuses: 'off', throughput: 'unlimited' } });
	dispatcher = new Dispatcher({ policy: fastPolicy });
});
afterEach(async () => await simulator.close());

/** Failed by an answer of Meta with this code. */
const isRefused = (code: number) => (outcome: Outcome<unknown>) =>
	outcome.status === 'failed' &&
	outcome.error instanceof GraphApiError &&
	outcome.error.code === code;

/** Given up without a call of its own. */
const isHeldBack = (because: string) => (outcome: Outcome<unknown>) =>
	outcome.status === 'failed' &&
	outcome.attempts === 0 &&
	outcome.error instanceof NotSentError &&
	outcome.error.because === because;

/** The token stops working while messages are on their way. */
const withdrawTokenAfter = async (messages: number): Promise<void> => {
	await simulator.until(() => simulator.ledger.accepted.length >= messages);
	simulator.account.addToken({ value: tokens.full, revoked: true });
};

const callsWith190 = () => simulator.ledger.refusedWith(190);

describe('a token that dies during a run', () => {
	it('hands over to its successor, and no message is lost or doubled', async () => {
		const client = clientFor(simulator.url, { standbyAccessToken: tokens.standby });
		const batch = numberedBatch(client, senderOf(client, phoneNumberIds.high, 1_000), SIZE);
		const run = dispatcher.run(batch, { onFailure: 'continue' });
		await withdrawTokenAfter(100);
		const { summary } = await run;
		expect(summary).toMatchObject({ sent: SIZE, failed: 0, retried: 0 });
		expect(simulator.ledger.accepted).toHaveLength(SIZE);
		expect(simulator.ledger.doubled()).toEqual([]);
		expect(callsWith190()).toBeGreaterThan(0);
	});

	it('is found out once for the whole process', async () => {
		const dead = new DeadTokens();
		const credential = { standbyAccessToken: tokens.standby };
		const first = clientFor(simulator.url, credential, dead);
		// One recipient: one message at a time, so that only one can be on its way with the dead token.
		const batch = numberedBatch(first, senderOf(first, phoneNumberIds.high, 1_000), 40, () =>
			person(0),
		);
		const run = dispatcher.run(batch, { onFailure: 'continue' });
		await withdrawTokenAfter(10);
		const second = clientFor(simulator.url, credential, dead);
		const reports = [await run];
		const others = numberedBatch(second, senderOf(second, phoneNumberIds.standard, 80), 40);
		reports.push(await dispatcher.run(others, { onFailure: 'continue' }));
		expect(reports.map(({ summary }) => summary.sent)).toEqual([40, 40]);
		expect(callsWith190()).toBe(1);
	});

	it('without a successor fails the rest without a call', async () => {
		const client = clientFor(simulator.url);
		const batch = numberedBatch(client, senderOf(client, phoneNumberIds.standard, 80), SIZE);
		const run = dispatcher.run(batch, { onFailure: 'continue' });
		await withdrawTokenAfter(20);
		const { outcomes, summary } = await run;
		const sent = indicesOf(outcomes, isSent);
		const refused = indicesOf(outcomes, isRefused(190));
		const heldBack = indicesOf(outcomes, isHeldBack('token'));
		expect(sent.length + refused.length + heldBack.length).toBe(SIZE);
		expect(simulator.ledger.accepted).toHaveLength(sent.length);
		expect(heldBack.length).toBeGreaterThan(SIZE / 4);
		expect(callsWith190()).toBe(refused.length);
		expect(batch.calls).toHaveLength(sent.length + refused.length);
		expect(summary).toMatchObject({ retried: 0, waiting: 0, inFlight: 0 });
	});
});

describe('an account that is locked during a run', () => {
	it('fails the rest without a call, on all its numbers', async () => {
		const client = clientFor(simulator.url);
		// The other number has the same account; its own calls were all accepted so far.
		const standard = numberedBatch(client, senderOf(client, phoneNumberIds.standard, 80), SIZE);
		const low = numberedBatch(
			client,
			senderOf(client, phoneNumberIds.coexistence, 20),
			SIZE,
			(index) => person(SIZE + index),
		);
		const runs = [standard, low].map(
			async (batch) => await dispatcher.run(batch, { onFailure: 'continue' }),
		);
		await simulator.until(() => simulator.ledger.accepted.length >= 20);
		simulator.faults.add({ action: { error: { code: 131031, status: 403 } } });
		const reports = await Promise.all(runs);
		for (const { outcomes } of reports) {
			const accounted = [isSent, isRefused(131031), isHeldBack('account')].map(
				(is) => indicesOf(outcomes, is).length,
			);
			expect(accounted.reduce((sum, count) => sum + count)).toBe(SIZE);
			expect(accounted[2]).toBeGreaterThan(SIZE / 4);
		}
		const outcomes = reports.flatMap((report) => report.outcomes);
		expect(simulator.ledger.accepted).toHaveLength(indicesOf(outcomes, isSent).length);
		expect(simulator.ledger.refusedWith(131031)).toBe(
			indicesOf(outcomes, isRefused(131031)).length,
		);
		expect(standard.calls.length + low.calls.length).toBe(
			simulator.ledger.accepted.length + simulator.ledger.refused.length,
		);
	});
});
