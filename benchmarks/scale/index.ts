import type { Comparison } from '../support/comparison';
import { count, megabytes, percent, printTable } from '../support/figures';
import { measure } from '../support/processes';
import { SimulatorProcess } from '../../test/integration/delivery/support/simulatorProcess';
import type { Cost } from './meter';

/** What an item costs among a thousand, and among a hundred thousand. */
export const scale: Comparison = {
	name: 'scale',
	question: 'Does an item cost the same in a large batch as in a small one, and how much memory?',
	async run(quick) {
		const all = ['1000', '10000', '100000'];
		const sizes = quick ? ['1000', '5000'] : all;
		printCosts('dispatcher alone', await measure<Cost[]>('scale/dispatcher.ts', all));
		console.log();
		const simulator = await SimulatorProcess.start({
			throughput: 'unlimited',
			pairLimit: 'unlimited',
		});
		try {
			const costs = await measure<Cost[]>('scale/node.ts', [simulator.url, ...sizes]);
			printCosts('node in n8n’s engine', costs);
		} finally {
			await simulator.close();
		}
	},
};

function printCosts(what: string, costs: Cost[]): void {
	printTable(
		[what, 'CPU per item', 'against the first', 'time per item', 'items', 'memory over them'],
		costs.map(({ size, cpuEach, wallEach, items, over }) => [
			`${count(size)} items`,
			`${cpuEach.toFixed(1)} µs`,
			percent(cpuEach / costs[0].cpuEach),
			`${wallEach.toFixed(1)} µs`,
			megabytes(items),
			megabytes(over),
		]),
	);
}
