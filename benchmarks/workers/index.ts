import { projectRoot, startQueueMode, type QueueMode } from '../../test/n8n-host';
import { runNpm } from '../../test/n8n-host/processes';
import { SimulatorProcess } from '../../test/integration/delivery/support/simulatorProcess';
import { BatchWorkflow, reportOf, rows } from '../../test/queue/batches';
import { makeCredential, sharedThrough } from '../../test/queue/queueHost';
import { startRedis, type RedisServer } from '../../test/servers';
import type { Comparison } from '../support/comparison';
import { count, percent, printTable } from '../support/figures';
import { redisCpu } from '../support/redisCpu';

/** Milliseconds until the server answers, about as Meta does. */
const ANSWER_MS = 50;
const WORKERS = [1, 2, 4];

/** What is sent, messages per second and how many of them. */
interface Load {
	rate: number;
	size: number;
	/** Undefined: each worker paces by itself. */
	redis?: RedisServer;
	hasKeys?: boolean;
}

/** What came of it. */
interface Outcome {
	perSecond: number;
	throttled: number;
	/** Microseconds of Redis for each message. */
	redisEach: number;
}

/** Nobody has got a message of an earlier measurement. */
let nextPerson = 0;

/** As many executions as there are workers, one on each, from one number. */
async function send(
	{ n8n, workers }: QueueMode,
	simulator: SimulatorProcess,
	{ rate, size, redis, hasKeys }: Load,
): Promise<Outcome> {
	await simulator.clear();
	await simulator.control('POST', 'settings', { throughput: rate });
	const credential = await makeCredential(simulator.url, redis ? sharedThrough(redis) : {});
	const workflow = await BatchWorkflow.publish(credential, {
		messagesPerSecond: rate,
		...(hasKeys ? { idempotencyKey: '={{ $json.order }}' } : {}),
	});
	const each = size / workers.length;
	const batches = workers.map((_, index) => rows(nextPerson + index * each, each));
	nextPerson += size;
	const before = redis ? await redisCpu(redis) : 0;
	const ids: string[] = [];
	for (const batch of batches) ids.push(await workflow.start(batch));
	for (const [index, id] of ids.entries()) {
		const { failed } = reportOf(await n8n.waitForExecution(id), batches[index]);
		if (failed.length > 0) throw new Error(`${failed.length} failed: ${failed[0].error}`);
	}
	const spent = redis ? (await redisCpu(redis)) - before : 0;
	const times = (await simulator.accepted()).map(({ acceptedAt }) => acceptedAt);
	if (times.length !== size) throw new Error(`${times.length} of ${size} messages arrived`);
	const { refusedByCode } = await simulator.state();
	return {
		perSecond: ((size - 1) * 1_000) / (Math.max(...times) - Math.min(...times)),
		throttled: Object.values(refusedByCode).reduce((sum, refused) => sum + refused, 0),
		redisEach: spent / size,
	};
}

/** One number's rate in a real n8n in queue mode, by how many workers send from it. */
export const workers: Comparison = {
	name: 'workers',
	question: 'How much of a number’s rate do several n8n workers use together?',
	async run(quick) {
		const loads = [
			{ rate: 300, size: quick ? 1_200 : 6_000 },
			{ rate: 1_000, size: quick ? 4_000 : 20_000 },
		];
		await runNpm(['run', 'build'], { cwd: projectRoot });
		const simulator = await SimulatorProcess.start({ latencyMs: ANSWER_MS });
		const redis = await startRedis();
		const table: string[][] = [];
		/** Of one worker, by its rate. */
		const alone = new Map<number, number>();
		const note = (name: string, { rate }: Load, outcome: Outcome) => {
			const { perSecond, throttled, redisEach } = outcome;
			const first = alone.get(rate) ?? perSecond;
			alone.set(rate, first);
			table.push([
				`${count(rate)}/s, ${name}`,
				count(perSecond),
				percent(perSecond / rate),
				`${(perSecond / first).toFixed(2)} ×`,
				count(throttled),
				`${redisEach.toFixed(0)} µs`,
			]);
		};
		try {
			for (const size of WORKERS) {
				const host = await startQueueMode({ workers: size, concurrency: 1, log: () => undefined });
				globalThis.queueMode = host;
				try {
					await send(host, simulator, { rate: 300, size: 60 * size, redis });
					for (const load of loads) {
						if (size === 1) {
							note('1 worker by itself', load, await send(host, simulator, load));
						}
						const shared = { ...load, redis };
						const name = size === 1 ? '1 worker, shared' : `${size} workers`;
						note(name, load, await send(host, simulator, shared));
						if (size === 2) {
							const keyed = { ...shared, hasKeys: true };
							note(`${name}, with keys`, load, await send(host, simulator, keyed));
						}
					}
				} finally {
					globalThis.queueMode = undefined;
					await host.stop();
				}
			}
		} finally {
			await simulator.close();
			await redis.close();
		}
		table.sort(([a], [b]) => parseInt(b) - parseInt(a));
		printTable(
			['', 'messages/s', 'of the rate', 'against one', 'throttled', 'Redis for each'],
			table,
		);
		console.log(
			`\nOne execution on each worker, a server that answers after ${ANSWER_MS} ms, and all of it – ` +
				`PostgreSQL, two Redis, n8n’s main and webhook process, the workers, the server – on this machine.`,
		);
	},
};
