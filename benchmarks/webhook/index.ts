import type { Comparison } from '../support/comparison';
import { megabytes, printTable } from '../support/figures';
import { measure } from '../support/processes';
import type { Receiving } from './receiving';

/** What WhatsApp Trigger adds to a delivery, and what remembering costs. */
export const webhook: Comparison = {
	name: 'webhook',
	question: 'How long does the trigger keep Meta waiting, and what does it remember?',
	async run(quick) {
		const { cases, remembered } = await measure<Receiving>('webhook/receiving.ts', [
			String(quick ? 200 : 1_000),
		]);
		printTable(
			['added by the node', 'median', '99 of 100 below', 'of it the signature'],
			cases.map(({ name, median, high, signature }) => [
				name,
				...[median, high, signature].map((ms) => `${ms.toFixed(2)} ms`),
			]),
		);
		const { count, bytes } = remembered;
		console.log(
			`\n${count.toLocaleString('en-US')} events remembered: ${megabytes(bytes)}, ` +
				`${(bytes / count).toFixed(0)} bytes each.`,
		);
	},
};
