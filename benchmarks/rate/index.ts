import type { Comparison } from '../support/comparison';
import { count, percent, printTable } from '../support/figures';
import { measure } from '../support/processes';
import { SimulatorProcess } from '../../test/integration/delivery/support/simulatorProcess';
import { phoneNumberIds } from '../../test/integration/delivery/support/traffic';
import type { Sending } from './sending';

const LEVELS = [
	{
		name: 'also on the WhatsApp Business app',
		phoneNumberId: phoneNumberIds.coexistence,
		rate: 20,
		size: 400,
	},
	{ name: 'STANDARD', phoneNumberId: phoneNumberIds.standard, rate: 80, size: 2_000 },
	{ name: 'HIGH', phoneNumberId: phoneNumberIds.high, rate: 1_000, size: 20_000 },
];

/** How much of each of Meta's rates is used, and whether it is ever exceeded. */
export const rate: Comparison = {
	name: 'rate',
	question: 'How much of a number’s rate is used, with the limit enforced per sliding second?',
	async run(quick) {
		const simulator = await SimulatorProcess.start();
		try {
			const rows: string[][] = [];
			// One after the other, each in a process of its own: two cores are for one sender and the simulator.
			const sendings: Sending[] = [];
			for (const { phoneNumberId, rate, size } of LEVELS) {
				const sent = quick ? size / 4 : size;
				const args = [simulator.url, phoneNumberId, String(rate), String(sent)];
				sendings.push(await measure<Sending>('rate/sending.ts', args));
			}
			const accepted = await simulator.accepted();
			const { peaksPerSecond } = await simulator.state();
			for (const [index, { name, phoneNumberId, rate }] of LEVELS.entries()) {
				const { sent, throttled, cpuEach } = sendings[index];
				const times = accepted
					.filter((message) => message.phoneNumberId === phoneNumberId)
					.map(({ acceptedAt }) => acceptedAt);
				const used = ((times.length - 1) * 1_000) / (times[times.length - 1] - times[0]);
				rows.push([
					`${count(rate)}/s (${name})`,
					count(sent),
					`${used.toFixed(1)}/s`,
					percent(used / rate),
					count(peaksPerSecond[phoneNumberId]),
					String(throttled),
					`${cpuEach.toFixed(0)} µs`,
				]);
			}
			printTable(
				['rate', 'sent', 'arrived', 'used', 'most in a second', 'throttled', 'CPU per message'],
				rows,
			);
		} finally {
			await simulator.close();
		}
	},
};
