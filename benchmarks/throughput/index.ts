import type { ChildProcess } from 'node:child_process';

import type { Comparison } from '../support/comparison';
import { count, median, percent, printTable } from '../support/figures';
import { nextMessage, start } from '../support/processes';
import type { ClientName, Round } from './clients';

const NAMES: ClientName[] = ['undici', 'library'];

async function connectionsOf(server: ChildProcess): Promise<number> {
	server.send('connections');
	return (await nextMessage<{ connections: number }>(server)).connections;
}

/** The library against bare undici, in turns, on a server that costs next to nothing. */
export const throughput: Comparison = {
	name: 'throughput',
	question: 'What does the library cost, with its limit lifted, against bare undici?',
	async run(quick) {
		const [rounds, size] = quick ? [5, 5_000] : [15, 20_000];
		const server = start('support/answeringServer.ts');
		const { port } = await nextMessage<{ port: number }>(server);
		const client = start('throughput/clients.ts', [`http://127.0.0.1:${port}`]);
		const round = async (name: ClientName): Promise<Round> => {
			client.send({ name, size });
			return await nextMessage<Round>(client);
		};

		const connections = new Map<ClientName, number>();
		const measured = new Map<ClientName, Round[]>(NAMES.map((name) => [name, []]));
		// The first rounds open the connections and compile the code; they do not count.
		for (const name of [...NAMES, ...NAMES, ...NAMES]) {
			await round(name);
			const opened = await connectionsOf(server);
			connections.set(name, (connections.get(name) ?? 0) + opened);
		}
		for (let index = 0; index < rounds; index++) {
			// In turns, and each first as often as second: what disturbs the machine disturbs both.
			const order = index % 2 === 0 ? NAMES : [...NAMES].reverse();
			for (const name of order) measured.get(name)?.push(await round(name));
		}
		client.disconnect();
		server.disconnect();

		const perSecond = (name: ClientName) =>
			(measured.get(name) ?? []).map(({ ms }) => (size * 1_000) / ms);
		const cpuEach = (name: ClientName) => (measured.get(name) ?? []).map(({ cpu }) => cpu / size);
		printTable(
			['', 'messages/s', 'CPU per message', 'connections'],
			NAMES.map((name) => [
				name === 'undici' ? 'bare undici' : 'library (client + dispatcher)',
				count(median(perSecond(name))),
				`${median(cpuEach(name)).toFixed(1)} µs`,
				String(connections.get(name)),
			]),
		);
		const ratios = (of: (name: ClientName) => number[]) =>
			of('library').map((value, index) => value / of('undici')[index]);
		const throughputs = ratios(perSecond);
		console.log(
			`\nThroughput of the library: ${percent(median(throughputs))} of bare undici ` +
				`(${rounds} rounds of ${count(size)}, from ${percent(Math.min(...throughputs))} to ` +
				`${percent(Math.max(...throughputs))}); CPU: ${percent(median(ratios(cpuEach)))}.`,
		);
	},
};
