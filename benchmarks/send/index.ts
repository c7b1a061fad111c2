import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';

import { packAndInstall, projectRoot, startN8n } from '../../test/n8n-host';
import { runNpm } from '../../test/n8n-host/processes';
import type { Comparison } from '../support/comparison';
import { count, median, megabytes, percent, printTable } from '../support/figures';
import { nextMessage, start } from '../support/processes';
import { MEASURED, publishAll, type Contestant, type Source, type Who } from './contestants';
import { measureNeeds, measureRound, runOnce, type Round, type Track } from './round';

/** Milliseconds until the server answers, about as Meta does. */
const ANSWER_MS = 50;

const NAMES: Record<Who, string> = {
	'built-in': 'WhatsApp node of n8n',
	ours: 'WhatsApp Send of this package',
	reader: 'a node that reads both and sends nothing',
};

const FROM: Record<Source, string> = {
	expressions: 'recipient and text by expressions',
	fields: 'recipient and text from fields of the item',
};

/** Both nodes in one real n8n, and what reading the parameters alone takes. */
export const send: Comparison = {
	name: 'send',
	question: 'How fast does a real n8n send texts, with this node and with its own?',
	async run(quick) {
		const [rounds, size] = quick ? [1, 1_000] : [3, 5_000];
		await runNpm(['run', 'build'], { cwd: projectRoot });
		const userFolder = mkdtempSync(join(tmpdir(), 'n8n-benchmark-'));
		const server = start('support/answeringServer.ts', [String(ANSWER_MS)]);
		try {
			const { port } = await nextMessage<{ port: number }>(server);
			const address = `http://127.0.0.1:${port}`;
			const effortsFile = join(userFolder, 'efforts');
			const collectFile = join(userFolder, 'collect');
			await packAndInstall({ userFolder });
			const n8n = await startN8n({
				userFolder,
				env: {
					NODE_OPTIONS: `--require ${join(__dirname, 'inside.cjs')}`,
					// n8n's own node keeps it so busy that it would take its database for lost, and the round with it.
					DB_PING_TIMEOUT_MS: '600000',
					N8N_CUSTOM_EXTENSIONS: join(__dirname, 'reader'),
					BENCHMARK_SERVER: address,
					BENCHMARK_NODE: MEASURED,
					BENCHMARK_EFFORTS: effortsFile,
					BENCHMARK_COLLECT: collectFile,
				},
			});
			try {
				await n8n.setUpOrLogin({ email: 'owner@example.com', password: 'Benchmark-1' });
				const contestants = await publishAll(n8n, address);
				const track = { n8n, server, effortsFile, collectFile };
				const measured = await takeTurns(track, contestants, rounds, size);
				for (const source of Object.keys(FROM) as Source[]) print(source, measured);
				console.log(
					`\n${rounds} rounds of ${count(size)} messages each, taking turns, to a server that answers ` +
						`after ${ANSWER_MS} ms; medians, of the percentages too. The limit of the number is lifted. ` +
						`Plain http for both. Load at the end: ${loadavg()[0].toFixed(2)}.`,
				);
			} finally {
				await n8n.stop();
			}
		} finally {
			server.disconnect();
			rmSync(userFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
		}
	},
};

interface Figures {
	rounds: Round[];
	/** Of one run that found nothing of earlier ones. */
	needs: Pick<Round, 'memory' | 'connections'>;
}

type Measured = Map<Contestant, Figures>;

async function takeTurns(
	track: Track,
	contestants: Contestant[],
	rounds: number,
	size: number,
): Promise<Measured> {
	// One message each: should a node send it elsewhere, that ends the matter before there are thousands.
	for (const contestant of contestants) await runOnce(track, contestant, 1);
	const measured: Measured = new Map();
	for (const contestant of contestants) {
		const needs = await measureNeeds(track, contestant, size);
		measured.set(contestant, { rounds: [], needs });
	}
	for (let round = 0; round < rounds; round++) {
		// Who begins changes: what disturbs the machine disturbs all.
		for (const contestant of round % 2 === 0 ? contestants : [...contestants].reverse()) {
			measured.get(contestant)?.rounds.push(await measureRound(track, contestant, size));
		}
	}
	return measured;
}

function print(source: Source, measured: Measured): void {
	const all = [...measured].filter(([contestant]) => contestant.source === source);
	const roundsOf = (who: Who) =>
		all.find(([contestant]) => contestant.who === who)?.[1].rounds ?? [];
	const ratioTo = (who: Who, rounds: Round[]) =>
		median(rounds.map(({ perSecond }, round) => perSecond / roundsOf(who)[round].perSecond));
	const middle = (rounds: Round[], figure: keyof Round) =>
		median(rounds.map((round) => round[figure]));
	console.log();
	printTable(
		[
			FROM[source],
			'messages/s',
			'against n8n’s',
			'against reading',
			'CPU',
			'memory',
			'connections',
			'at once',
		],
		all.map(([{ who }, { rounds, needs }]) => [
			NAMES[who],
			count(middle(rounds, 'perSecond')),
			`${ratioTo('built-in', rounds).toFixed(1)} ×`,
			percent(ratioTo('reader', rounds)),
			`${middle(rounds, 'cpuEach').toFixed(2)} ms each`,
			megabytes(needs.memory),
			count(needs.connections),
			count(middle(rounds, 'atOnce')),
		]),
	);
}
