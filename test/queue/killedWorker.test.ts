import { type QueueProcess } from '../n8n-host';
import { SimulatorProcess } from '../integration/delivery/support/simulatorProcess';
import { startRedis, type RedisServer } from '../servers';
import { acceptedReach, BatchWorkflow, ordersOf, reportOf, rows } from './batches';
import { makeCredential, queueMode, sharedThrough, workerOf } from './queueHost';

const SIZE = 1_000;
const RATE = 100;

/** No more can be on their way, or be taken to be, at the moment of the kill: those of two seconds. */
const AT_MOST_UNKNOWN = 2 * RATE;

describe('a worker that is killed in the middle of a batch', () => {
	let simulator: SimulatorProcess;
	let redis: RedisServer;
	let killed: QueueProcess | undefined;

	beforeAll(async () => {
		simulator = await SimulatorProcess.start({ throughput: RATE, latencyMs: 200 });
		redis = await startRedis();
	});

	afterAll(async () => {
		await killed?.start();
		await simulator?.close();
		await redis?.close();
	});

	it('leaves no message unsent, none sent twice, and those on their way reported', async () => {
		const { n8n } = queueMode();
		const credential = await makeCredential(simulator.url, sharedThrough(redis));
		const workflow = await BatchWorkflow.publish(credential, {
			messagesPerSecond: RATE,
			idempotencyKey: '={{ $json.order }}',
		});
		const batch = rows(0, SIZE);
		await workflow.start(batch);
		killed = await workerOf(workflow.id);
		await acceptedReach(simulator, SIZE / 4);
		await killed.kill();
		expect((await simulator.state()).counts.accepted).toBeLessThan(SIZE);

		// Of a lost execution n8n keeps nothing that was still to do: a retry would repeat nothing. It is called again.
		const again = await workflow.start(batch);
		const report = reportOf(await n8n.waitForExecution(again), batch);
		const orders = ordersOf(await simulator.accepted());
		expect(orders.filter((order, index) => orders.indexOf(order) !== index)).toEqual([]);
		const unknown = report.failed.filter(({ details }) => details?.mayHaveBeenSent === true);
		expect(report.failed).toEqual(unknown);
		expect(unknown.length).toBeLessThan(AT_MOST_UNKNOWN);
		const all = batch.map(({ order }) => order).sort();
		expect([...report.sent, ...unknown.map(({ order }) => order)].sort()).toEqual(all);
		expect(report.sent.filter((order) => !orders.includes(order))).toEqual([]);
	});
});
