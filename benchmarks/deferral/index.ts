import type { Comparison } from '../support/comparison';
import { printTable } from '../support/figures';
import { measure } from '../support/processes';
import { SimulatorProcess } from '../../test/integration/delivery/support/simulatorProcess';
import { phoneNumberIds } from '../../test/integration/delivery/support/traffic';
import type { Waiting } from './sending';

/** Messages that one recipient may get at once. */
const BURST = 45;
/** Jobs at once in the queue that keeps its order. */
const AT_ONCE = 4;

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;

const row = (name: string, { half, last, hot }: Waiting, refused: string) => [
	name,
	seconds(half),
	seconds(last),
	String(hot),
	refused,
];

/** One recipient with more messages than Meta allows at once stands before everyone else. */
export const deferral: Comparison = {
	name: 'deferral',
	question: 'What does it save to let others pass a recipient who is past the pair limit?',
	async run(quick) {
		const tooMany = quick ? AT_ONCE : 2 * AT_ONCE;
		const others = quick ? 240 : 800;
		const simulator = await SimulatorProcess.start();
		try {
			const sizes = [BURST + tooMany, others, AT_ONCE].map(String);
			// Side by side, on two numbers with the same rate.
			const [library, fifo] = await Promise.all(
				['library', 'fifo'].map(
					async (who) =>
						await measure<Waiting>('deferral/sending.ts', [who, simulator.url, ...sizes]),
				),
			);
			const refused = await simulator.refused();
			const refusedOf = (id: string) =>
				String(refused.filter(({ phoneNumberId }) => phoneNumberId === id).length);
			printTable(
				['', 'half have theirs after', 'all after', 'hot recipient had', 'refused by Meta'],
				[
					row(`queue in order, ${AT_ONCE} at once`, fifo, refusedOf(phoneNumberIds.lowQuality)),
					row('library', library, refusedOf(phoneNumberIds.standard)),
				],
			);
			console.log(
				`\n${others} people behind one who gets ${tooMany} messages too many: the last of them has ` +
					`theirs ${seconds(fifo.last - library.last)} sooner, ` +
					`${(fifo.last / library.last).toFixed(1)} times as fast.`,
			);
		} finally {
			await simulator.close();
		}
	},
};
