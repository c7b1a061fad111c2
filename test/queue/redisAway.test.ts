import { SimulatorProcess } from '../integration/delivery/support/simulatorProcess';
import type { Execution } from '../n8n-host';
import { startRedis, type RedisServer } from '../servers';
import { acceptedReach, BatchWorkflow, ordersOf, reportOf, rows } from './batches';
import { makeCredential, queueMode, sharedThrough } from './queueHost';
import { keysIn, say } from './support';

/** Messages per second that the number may send; one of the three workers' share of them. */
const LIMIT = 300;
const SHARE = LIMIT / 3;

/** Messages that leave faster than the share: they had their turn before Redis went away. */
const BOOKED_BEFORE = SHARE * 1.5;

/** By the worker's clock, milliseconds since the epoch. */
function departuresIn(execution: Execution): number[] {
	return execution
		.items('Send')
		.map(({ json }) => Date.parse((json.delivery as { sentAt: string }).sentAt));
}

/** How many slots of the number were taken in this Redis since it started. */
async function slotsTakenIn(redis: RedisServer): Promise<number> {
	const key = (await keysIn(redis, 'test-')).find((one) => /:number:[^\s]*:\d+$/.test(one));
	const answer = await say(redis, `HGET test-${key} count`);
	return Number(/^(\d+)\r?$/m.exec(answer)?.[1]);
}

const sorted = (texts: Iterable<string>) => [...texts].sort();
const ordersIn = (batch: Array<{ order: string }>) => sorted(batch.map(({ order }) => order));

// n8n's own Redis is another one, and stays.
describe('a Redis that goes away in the middle of a batch', () => {
	let simulator: SimulatorProcess;
	let redis: RedisServer;

	beforeAll(async () => {
		// When messages leave is told by the node: on a busy machine they may arrive in heaps.
		simulator = await SimulatorProcess.start({ throughput: 'unlimited', latencyMs: 50 });
	});

	beforeEach(async () => {
		await simulator.clear();
		redis = await startRedis({ own: true });
	});

	afterEach(async () => await redis?.close());

	afterAll(async () => await simulator?.close());

	async function publish(whenRedisIsAway: 'continue' | 'fail'): Promise<BatchWorkflow> {
		const shared = sharedThrough(redis, whenRedisIsAway);
		const credential = await makeCredential(simulator.url, shared);
		return await BatchWorkflow.publish(credential, { messagesPerSecond: LIMIT });
	}

	it('leaves the worker its share of the rate, where it goes on, and the whole one when it is back', async () => {
		const { n8n } = queueMode();
		const workflow = await publish('continue');
		const batch = rows(0, 1_800);
		const id = await workflow.start(batch);
		await acceptedReach(simulator, 300);
		await redis.stop();
		const leftAt = Date.now();
		await acceptedReach(simulator, 800);
		const backAt = Date.now();
		await redis.start();
		const execution = await n8n.waitForExecution(id);

		expect(reportOf(execution, batch).failed).toEqual([]);
		const accepted = await simulator.accepted();
		expect(sorted(ordersOf(accepted))).toEqual(ordersIn(batch));
		const meanwhile = departuresIn(execution).filter((at) => at > leftAt && at < backAt);
		const seconds = (backAt - leftAt) / 1_000;
		expect(meanwhile.length).toBeLessThan(SHARE * seconds + BOOKED_BEFORE);
		// It came back empty. Of the thousand that were left at least half had their turn from it again, by
		// the whole rate: what is still sent without it is not counted there.
		expect(await slotsTakenIn(redis)).toBeGreaterThan(500);
		const hints = execution.runData.Send?.[0]?.hints ?? [];
		expect(hints.map(({ message }) => message).join('\n')).toMatch(/without the shared Redis for/);
	});

	it('fails what was not sent, where it must, and lets a later run send that', async () => {
		const { n8n } = queueMode();
		const workflow = await publish('fail');
		const batch = rows(0, 1_800);
		const id = await workflow.start(batch);
		await acceptedReach(simulator, 300);
		await redis.stop();
		const { sent, failed } = reportOf(await n8n.waitForExecution(id), batch);

		expect(failed.length).toBeGreaterThan(0);
		expect(JSON.stringify(failed.map(({ details }) => details))).toMatch(/Redis/);
		expect(sorted(ordersOf(await simulator.accepted()))).toEqual(sorted(sent));
		expect(sorted([...sent, ...ordersIn(failed)])).toEqual(ordersIn(batch));

		await redis.start();
		const left = batch.filter(({ order }) => !sent.includes(order));
		const later = reportOf(await n8n.waitForExecution(await workflow.start(left)), left);
		expect(later.failed).toEqual([]);
		expect(sorted(ordersOf(await simulator.accepted()))).toEqual(ordersIn(batch));
	});
});
