import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { packAndInstall, projectRoot, startN8n } from '../../test/n8n-host';
import { runNpm } from '../../test/n8n-host/processes';
import type { Comparison } from '../support/comparison';
import { count, median, percent, printTable } from '../support/figures';
import { builtInTrigger, ourTrigger } from './rival';
import { measureRound, type Round } from './round';

/** Both triggers in one real n8n, which keeps its executions in SQLite. */
export const trigger: Comparison = {
	name: 'trigger',
	question:
		'How many deliveries a second does a real n8n take, with this trigger and with its own?',
	async run(quick) {
		const rounds = quick ? 3 : 7;
		const size = quick ? 50 : 100;
		await runNpm(['run', 'build'], { cwd: projectRoot });
		const userFolder = mkdtempSync(join(tmpdir(), 'n8n-benchmark-'));
		try {
			await packAndInstall({ userFolder });
			const n8n = await startN8n({
				userFolder,
				env: { NODE_OPTIONS: `--require ${join(__dirname, 'unregistered.cjs')}` },
			});
			try {
				await n8n.setUpOrLogin({ email: 'owner@example.com', password: 'Benchmark-1' });
				const rivals = [await builtInTrigger(n8n), await ourTrigger(n8n)];
				const measured: Round[][] = rivals.map(() => []);
				// The first ones warm n8n up; who begins changes, since the database grows.
				for (let round = -1; round < rounds; round++) {
					for (const index of round % 2 === 0 ? [0, 1] : [1, 0]) {
						const result = await measureRound(n8n, rivals[index], size);
						if (round >= 0) measured[index].push(result);
					}
				}
				print(
					rivals.map(({ name }) => name),
					measured,
				);
				console.log(
					`\n${rounds} rounds of ${size} deliveries each, taking turns; medians, of the percentages too. ` +
						'Registration at Meta is left out for both.',
				);
			} finally {
				await n8n.stop();
			}
		} finally {
			rmSync(userFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
		}
	},
};

function print(names: string[], measured: Round[][]): void {
	const [theirs] = measured;
	const middle = (rounds: Round[], figure: (round: Round, index: number) => number) =>
		median(rounds.map(figure));
	printTable(
		['deliveries of one message', 'to first output', 'against n8n’s', 'CPU of n8n', 'Meta waits'],
		names.map((name, index) => {
			const rounds = measured[index];
			const ratio = middle(rounds, ({ output }, round) => output / theirs[round].output);
			return [
				name,
				`${middle(rounds, ({ output }) => output).toFixed(1)} a second`,
				percent(ratio),
				`${middle(rounds, ({ cpuEach }) => cpuEach).toFixed(1)} ms each`,
				`${count(median(rounds.flatMap(({ waits }) => waits)))} ms`,
			];
		}),
	);
}
