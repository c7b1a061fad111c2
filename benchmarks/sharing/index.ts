import type { ChildProcess } from 'node:child_process';

import type { RedisSettings } from '../../nodes/shared/store/settings';
import { SimulatorProcess } from '../../test/integration/delivery/support/simulatorProcess';
import { phoneNumberIds } from '../../test/integration/delivery/support/traffic';
import { forget, settingsFor } from '../../test/queue/support';
import { startRedis, type RedisServer } from '../../test/servers';
import type { Comparison } from '../support/comparison';
import { count, median, percent, printTable } from '../support/figures';
import { nextMessage, start } from '../support/processes';
import { redisCpu } from '../support/redisCpu';
import type { Sending, Task } from './sending';

/** Messages per second, and how many are sent. */
const RATES = [
	{ rate: 80, size: 1_600 },
	{ rate: 300, size: 6_000 },
	{ rate: 1_000, size: 20_000 },
];

/** The limiter of one process alone comes first. */
const SENDERS = [
	{ name: 'local limiter', processes: 1, isShared: false },
	{ name: 'shared, 1 process', processes: 1, isShared: true },
	{ name: 'shared, 2 processes', processes: 2, isShared: true },
	{ name: 'shared, 4 processes', processes: 4, isShared: true },
];

const PREFIX = 'benchmark:';
/** As many people are each process's own. */
const PEOPLE = 1_000_000;

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

/** Starts a process that waits for {@link go}. */
async function ready(task: Task): Promise<ChildProcess> {
	const child = start('sharing/sending.ts', [JSON.stringify(task)]);
	await nextMessage(child);
	return child;
}

async function go(child: ChildProcess): Promise<Sending> {
	child.send('go');
	return await nextMessage<Sending>(child);
}

/** What the ledger says of each rate, by how many send and what they share. */
async function paced(server: RedisServer, redis: RedisSettings, quick: boolean): Promise<void> {
	const simulator = await SimulatorProcess.start();
	const rows: string[][] = [];
	try {
		for (const { rate, size } of RATES) {
			await simulator.control('POST', 'settings', { throughput: rate });
			let alone: number | undefined;
			for (const { name, processes, isShared } of SENDERS) {
				await simulator.clear();
				const task = {
					url: simulator.url,
					rate,
					size: (quick ? size / 4 : size) / processes,
					// A number that nobody has sent from.
					redis: isShared ? { ...redis, prefix: `${PREFIX}${rows.length}:` } : undefined,
					processes,
				};
				const children = await Promise.all(
					Array.from({ length: processes }, async (_, index) => {
						return await ready({ ...task, offset: index * PEOPLE });
					}),
				);
				const redisBefore = await redisCpu(server);
				const sendings = await Promise.all(children.map(go));
				const redisSpent = (await redisCpu(server)) - redisBefore;
				for (const child of children) child.disconnect();
				const times = (await simulator.accepted()).map(({ acceptedAt }) => acceptedAt);
				const { peaksPerSecond } = await simulator.state();
				const refused = await simulator.refused();
				const used = ((times.length - 1) * 1_000) / (times[times.length - 1] - times[0]);
				alone ??= used;
				rows.push([
					`${count(rate)}/s, ${name}`,
					count(times.length),
					percent(used / rate),
					`${(used / alone).toFixed(2)} ×`,
					count(peaksPerSecond[phoneNumberIds.high]),
					String(refused.length),
					`${(sum(sendings.map(({ cpu }) => cpu)) / times.length).toFixed(0)} µs`,
					`${(redisSpent / times.length).toFixed(0)} µs`,
					((10 * sum(sendings.map(({ trips }) => trips))) / times.length).toFixed(1),
				]);
			}
		}
	} finally {
		await simulator.close();
	}
	printTable(
		[
			'',
			'accepted',
			'used',
			'against local',
			'most in a second',
			'throttled',
			'CPU for each',
			'Redis for each',
			'trips per 10',
		],
		rows,
	);
}

/** With the limit lifted, in turns, on a server that costs next to nothing. */
async function unpaced(redis: RedisSettings, quick: boolean): Promise<void> {
	const [rounds, size] = quick ? [3, 5_000] : [9, 20_000];
	const server = start('support/answeringServer.ts');
	const { port } = await nextMessage<{ port: number }>(server);
	const contestants = [];
	for (const { name, processes, isShared } of SENDERS) {
		const task = { url: `http://127.0.0.1:${port}`, size: size / processes, processes };
		const children = await Promise.all(
			Array.from({ length: processes }, async (_, index) => {
				return await ready({
					...task,
					redis: isShared ? redis : undefined,
					offset: index * PEOPLE,
				});
			}),
		);
		contestants.push({ name: `unpaced, ${name}`, children, rounds: [] as Sending[][] });
	}
	// The first rounds open the connections and compile the code; they do not count.
	for (let round = -2; round < rounds; round++) {
		const order = round % 2 === 0 ? contestants : [...contestants].reverse();
		for (const contestant of order) {
			const sendings = await Promise.all(contestant.children.map(go));
			if (round >= 0) contestant.rounds.push(sendings);
		}
	}
	for (const child of contestants.flatMap(({ children }) => children)) child.disconnect();
	server.disconnect();
	const perSecond = (sendings: Sending[]) =>
		(size * 1_000) / Math.max(...sendings.map(({ ms }) => ms));
	const local = contestants[0].rounds;
	printTable(
		['', 'messages/s', 'against local', 'CPU for each', 'trips per 10'],
		contestants.map(({ name, rounds: own }) => [
			name,
			count(median(own.map(perSecond))),
			`${median(own.map((one, at) => perSecond(one) / perSecond(local[at]))).toFixed(2)} ×`,
			`${median(own.map((one) => sum(one.map(({ cpu }) => cpu)) / size)).toFixed(1)} µs`,
			median(own.map((one) => (10 * sum(one.map(({ trips }) => trips))) / size)).toFixed(1),
		]),
	);
}

/** One number's rate shared between processes over Redis, against the limiter of one process alone. */
export const sharing: Comparison = {
	name: 'sharing',
	question: 'What does it cost to share a number’s rate over Redis, and how much of it is used?',
	async run(quick) {
		const server = await startRedis();
		try {
			const settings = settingsFor(server, { prefix: PREFIX });
			await paced(server, settings, quick);
			console.log();
			await unpaced(settings, quick);
		} finally {
			await forget(server, PREFIX);
			await server.close();
		}
	},
};
