import { parseArgs } from 'node:util';

import { deferral } from './deferral';
import { rate } from './rate';
import { scale } from './scale';
import { send } from './send';
import { sharing } from './sharing';
import type { Comparison } from './support/comparison';
import { machine } from './support/figures';
import { throughput } from './throughput';
import { trigger } from './trigger';
import { webhook } from './webhook';
import { workers } from './workers';

const comparisons: Comparison[] = [
	throughput,
	deferral,
	rate,
	scale,
	send,
	webhook,
	trigger,
	sharing,
	workers,
];

const { values } = parseArgs({
	options: {
		quick: { type: 'boolean', default: false },
		only: { type: 'string' },
	},
});

async function main(): Promise<void> {
	const chosen = comparisons.filter(({ name }) => !values.only || name === values.only);
	if (chosen.length === 0) {
		throw new Error(`--only takes one of: ${comparisons.map(({ name }) => name).join(', ')}`);
	}
	for (const comparison of chosen) {
		console.log(`\n# ${comparison.name}: ${comparison.question}\n${machine()}\n`);
		await comparison.run(values.quick);
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
});
