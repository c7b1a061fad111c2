import { Dispatcher, fastPolicy, NetworkError } from '../../../nodes/shared';
import { freePort } from '../../n8n-host/processes';
import { startSimulator, type Simulator } from '../../simulator';
import {
	clientFor,
	indicesOf,
	isAmbiguous,
	isSent,
	numberedBatch,
	phoneNumberIds,
	senderOf,
	type NumberedBatch,
} from './support/traffic';

const SIZE = 160;

/** Failures in a row that open a host's breaker. */
const FAILURES_TO_OPEN = 10;

/**
 * Tries are far enough apart that no message has used up its five before ten failures in a row, at 80 a
 * second, have opened the breaker; and never closer by chance.
 */
const newDispatcher = () =>
	new Dispatcher({ policy: { ...fastPolicy, baseMs: 1_000, capMs: 2_000 }, random: () => 0.5 });

const simulators: Simulator[] = [];

async function startAt(port: number): Promise<Simulator> {
	const settings = { autoStatuses: 'off', throughput: 'unlimited' } as const;
	const simulator = await startSimulator({ port, settings });
	simulators.push(simulator);
	return simulator;
}

afterEach(async () => {
	await Promise.all(simulators.splice(0).map(async (simulator) => await simulator.close()));
});

/** Counts the calls that nobody answered; `enough` resolves with the `count`th. */
function refusals(batch: NumberedBatch, count: number): { enough: Promise<void>; seen(): number } {
	let seen = 0;
	const { send } = batch;
	const enough = new Promise<void>((resolve) => {
		batch.send = async (index, attempt) => {
			try {
				return await send(index, attempt);
			} catch (error) {
				if (error instanceof NetworkError && error.code === 'ECONNREFUSED') seen++;
				if (seen === count) resolve();
				throw error;
			}
		};
	});
	return { enough, seen: () => seen };
}

const marksOf = (of: Simulator[]) =>
	of.flatMap(({ ledger }) =>
		ledger.accepted.map(({ bizOpaqueCallbackData }) => bizOpaqueCallbackData),
	);

it('a host that is down keeps everything waiting, and nothing is lost when it is up', async () => {
	const port = await freePort();
	const client = clientFor(`http://127.0.0.1:${port}`);
	const batch = numberedBatch(client, senderOf(client, phoneNumberIds.standard, 80), SIZE);
	// Three more than open it: single messages that looked whether it is up again.
	const refused = refusals(batch, FAILURES_TO_OPEN + 3);
	const run = newDispatcher().run(batch, { onFailure: 'continue' });
	await refused.enough;
	const simulator = await startAt(port);
	const { summary } = await run;

	expect(summary).toMatchObject({ sent: SIZE, failed: 0 });
	expect(marksOf([simulator])).toHaveLength(SIZE);
	expect(simulator.ledger.doubled()).toEqual([]);
	expect(summary.timeMs.breaker).toBeGreaterThan(0);
	// 200 waited; the dead host was asked by those on their way when it opened, and by the probes.
	expect(refused.seen()).toBeLessThan(SIZE / 2);
});

it('a host that goes down during a run costs only what was on its way, and says so', async () => {
	const port = await freePort();
	const first = await startAt(port);
	const client = clientFor(first.url);
	const batch = numberedBatch(client, senderOf(client, phoneNumberIds.standard, 80), SIZE);
	const refused = refusals(batch, FAILURES_TO_OPEN + 1);
	const run = newDispatcher().run(batch, { onFailure: 'continue' });
	await first.until(() => first.ledger.accepted.length >= 50);
	await first.close();
	await refused.enough;
	const second = await startAt(port);
	const { outcomes } = await run;

	const marks = marksOf([first, second]);
	const sent = indicesOf(outcomes, isSent).map(batch.mark);
	const ambiguous = indicesOf(outcomes, isAmbiguous).map(batch.mark);
	expect(new Set(marks).size).toBe(marks.length);
	expect(sent.length + ambiguous.length).toBe(SIZE);
	expect(sent.filter((mark) => !marks.includes(mark))).toEqual([]);
	expect(
		marks.filter((mark) => !sent.includes(mark ?? '') && !ambiguous.includes(mark ?? '')),
	).toEqual([]);
	expect(second.ledger.accepted.length).toBeGreaterThan(SIZE / 2);
});
