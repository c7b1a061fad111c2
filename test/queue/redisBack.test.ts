import { SimulatorProcess } from '../integration/delivery/support/simulatorProcess';
import { startRedis, type RedisServer } from '../servers';
import { acceptedReach, BatchWorkflow, ordersOf, reportOf, rows } from './batches';
import { makeCredential, queueMode, sharedThrough } from './queueHost';

/** Messages per second that the number may send. */
const LIMIT = 300;

// n8n's own Redis is another one, and stays.
describe('a Redis that is stopped and started again in the middle of a batch', () => {
	let simulator: SimulatorProcess;
	let redis: RedisServer;

	beforeAll(async () => {
		simulator = await SimulatorProcess.start({ throughput: LIMIT, latencyMs: 50 });
		redis = await startRedis({ keepsData: true });
	});

	beforeEach(async () => await simulator.clear());

	afterAll(async () => {
		await simulator?.close();
		await redis?.close();
	});

	it.each([
		{ mode: 'fail', keys: 'no keys', options: {} },
		{ mode: 'fail', keys: 'keys', options: { idempotencyKey: '={{ $json.order }}' } },
		{ mode: 'continue', keys: 'keys', options: { idempotencyKey: '={{ $json.order }}' } },
	] as const)(
		'is waited for, and all is sent once: $mode, with $keys',
		async ({ mode, options }) => {
			const { n8n } = queueMode();
			const credential = await makeCredential(simulator.url, sharedThrough(redis, mode));
			const settings = { messagesPerSecond: LIMIT, ...options };
			const workflow = await BatchWorkflow.publish(credential, settings);
			const batch = rows(0, 1_200);
			const id = await workflow.start(batch);
			await acceptedReach(simulator, 300);
			await redis.stop();
			expect((await simulator.state()).counts.accepted).toBeLessThan(batch.length);
			await redis.start();
			const execution = await n8n.waitForExecution(id);

			expect(reportOf(execution, batch).failed).toEqual([]);
			const orders = ordersOf(await simulator.accepted());
			expect(orders.sort()).toEqual(batch.map(({ order }) => order).sort());
		},
	);
});
