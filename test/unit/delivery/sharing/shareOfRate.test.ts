import { mostWithin } from '../support/meta';
import { Processes } from './support/processes';

const SIZE = 120;

/** Messages that leave each process in a second without the store. */
async function rateWithout(workerProcesses: number, known: number): Promise<number> {
	const processes = new Processes({ processes: known });
	const { store, clock, meta } = processes;
	const shared = { store, whenAway: 'continue', processes: workerProcesses } as const;
	const sender = processes.sender({ rate: 60, shared });
	const runs = Array.from({ length: known }, (_, index) =>
		processes.run(
			processes.batch(SIZE, () => ({ sender }), `p${index}`),
			{},
			index,
		),
	);
	await clock.advance(1_000);
	store.goAway();
	await clock.advance(500);
	const since = processes.times().length;
	await clock.advance(2_000);
	const most = mostWithin(processes.times().slice(since), 1_000);
	store.comeBack();
	await clock.finish(Promise.all(runs));
	expect(meta.calls).toHaveLength(SIZE * known);
	return most / known;
}

it.each([
	{ workers: 1, known: 3, share: 20 },
	{ workers: 3, known: 1, share: 20 },
	{ workers: 2, known: 3, share: 20 },
])(
	'where $workers workers are meant and $known sent lately each has a part as of the more',
	async ({ workers, known, share }) => {
		const rate = await rateWithout(workers, known);
		expect(rate).toBeGreaterThan(share - 2);
		expect(rate).toBeLessThanOrEqual(share);
	},
);
