import { SimulatorProcess } from '../integration/delivery/support/simulatorProcess';
import { startRedis, type RedisServer } from '../servers';
import { BatchWorkflow, ordersOf, reportOf, rows } from './batches';
import { makeCredential, queueMode, sharedThrough } from './queueHost';

/** Messages per second that the number may send. */
const LIMIT = 300;
const EACH = 2_000;

describe('three executions on three workers, from one number', () => {
	let simulator: SimulatorProcess;
	let redis: RedisServer;

	beforeAll(async () => {
		simulator = await SimulatorProcess.start({ throughput: LIMIT, latencyMs: 50 });
		redis = await startRedis();
	});

	afterAll(async () => {
		await simulator?.close();
		await redis?.close();
	});

	it('use what the number may send, no more and hardly less, and send each message once', async () => {
		const { n8n, workers } = queueMode();
		// What else this machine is busy with is not the rate's matter either: a slot that passes while a worker
		// has no turn is lost.
		for (const worker of workers) worker.prefer();
		const credential = await makeCredential(simulator.url, sharedThrough(redis));
		const batches = [0, 1, 2].map((index) => rows(index * EACH, EACH));
		const workflow = await BatchWorkflow.publish(credential, { messagesPerSecond: LIMIT });
		const ids: string[] = [];
		for (const batch of batches) ids.push(await workflow.start(batch));
		const executions = await Promise.all(ids.map(async (id) => await n8n.waitForExecution(id)));

		const busy = new Set(ids.map((id) => workers.find((worker) => worker.hasBegun(id))?.name));
		expect(busy.size).toBe(3);
		expect(
			executions.flatMap((execution, index) => reportOf(execution, batches[index]).failed),
		).toEqual([]);
		const accepted = await simulator.accepted();
		expect(ordersOf(accepted).sort()).toEqual(
			batches
				.flat()
				.map(({ order }) => order)
				.sort(),
		);
		expect((await simulator.state()).refusedByCode).toEqual({});
		// How long n8n takes until it hands an execution to a worker is not the rate's matter: it counts from
		// the moment when all three send to the one when the first of them has nothing left.
		const said = ordersOf(accepted);
		const times = batches.map((batch) => {
			const orders = new Set(batch.map(({ order }) => order));
			return accepted
				.filter((_, index) => orders.has(said[index]))
				.map(({ acceptedAt }) => acceptedAt);
		});
		const from = Math.max(...times.map((own) => Math.min(...own)));
		const to = Math.min(...times.map((own) => Math.max(...own)));
		const meanwhile = times.flat().filter((at) => at >= from && at <= to);
		// Most of the campaign, or it would prove little.
		expect(meanwhile.length).toBeGreaterThan(EACH);
		const seconds = (to - from) / 1_000;
		expect((meanwhile.length - 1) / seconds / LIMIT).toBeGreaterThanOrEqual(0.95);
	});
});
