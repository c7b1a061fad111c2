import * as fc from 'fast-check';

import type { DeliveryOptions } from '../../../../nodes/shared/delivery';
import {
	deadToken,
	pairLimit,
	quotaUsedUp,
	refusedConnection,
	serviceDown,
	timedOut,
	tooFast,
	undeliverable,
} from '../support/errors';
import { type Call, groupBy, mostWithin } from '../support/meta';
import type { Trouble } from './support/fakeStore';
import { Processes } from './support/processes';

const FAULTS = [
	serviceDown,
	undeliverable,
	tooFast,
	pairLimit,
	() => quotaUsedUp({ regainAccessMs: 20_000 }),
	deadToken,
	refusedConnection,
	timedOut,
];

interface RunPlan {
	process: number;
	startsAt: number;
	size: number;
	recipients: number;
	number: number;
	spreads: boolean;
	cancelAt?: number;
	options: Omit<DeliveryOptions, 'signal'>;
}

interface Plan {
	seed: number;
	lateness: number;
	latency: number;
	rate: number;
	whenAway: 'continue' | 'fail';
	/** Of a thousand requests. */
	lostRequests: number;
	outages: Array<{ from: number; ms: number; trouble: Trouble }>;
	/** Of a thousand calls, for each fault. */
	faults: number[];
	/** Of a thousand recipients asked for. */
	deferred: number;
	runs: RunPlan[];
}

const optional = <T>(arbitrary: fc.Arbitrary<T>) =>
	fc.option(arbitrary, { nil: undefined, freq: 5 });

const aRun = fc.record<RunPlan>({
	process: fc.nat(2),
	startsAt: fc.nat(5_000),
	size: fc.oneof(fc.nat(20), fc.nat(250)),
	recipients: fc.integer({ min: 1, max: 60 }),
	number: fc.nat(1),
	spreads: fc.boolean(),
	cancelAt: optional(fc.nat(15_000)),
	options: fc.record({
		onFailure: fc.constantFrom('continue', 'continue', 'stop'),
		keepOrder: fc.boolean(),
		priority: fc.constantFrom('high', 'normal'),
		maxWaitMs: optional(fc.nat(20_000)),
	}),
});

const aTrouble = fc.record<Trouble>({
	afterMs: fc.constantFrom(1, 20, 2_000),
	hasRun: fc.boolean(),
});

const aPlan = fc.record<Plan>({
	seed: fc.nat(),
	lateness: fc.constantFrom(0, 0, 20, 300),
	latency: fc.integer({ min: 1, max: 600 }),
	rate: fc.constantFrom(0.5, 12.5, 20, 80, 300, 1_000, 20_000),
	whenAway: fc.constantFrom('continue', 'fail'),
	lostRequests: fc.constantFrom(0, 0, 10, 300),
	outages: fc.array(fc.record({ from: fc.nat(8_000), ms: fc.nat(9_000), trouble: aTrouble }), {
		maxLength: 2,
	}),
	faults: fc.oneof(
		fc.constant(FAULTS.map(() => 0)),
		fc.tuple(...FAULTS.map(() => fc.constantFrom(0, 0, 1, 10, 60))),
	),
	deferred: fc.constantFrom(0, 0, 20, 300),
	runs: fc.array(aRun, { minLength: 1, maxLength: 5 }),
});

/** The same number in [0, 1) for the same words. */
function chance(...words: (string | number)[]): number {
	let hash = 2_166_136_261;
	for (const char of words.join('|')) hash = Math.imul(hash ^ char.charCodeAt(0), 16_777_619);
	hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_507);
	return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

function faultOf(plan: Plan, { batch, index, attempt }: Call): unknown {
	let left = chance(plan.seed, batch, index, attempt) * 1_000;
	const fault = plan.faults.findIndex((often) => (left -= often) < 0);
	return FAULTS[fault]?.();
}

async function play(plan: Plan) {
	let draws = 0;
	const processes = new Processes({
		processes: 3,
		whenAway: plan.whenAway,
		lateness: () => Math.floor(chance(plan.seed, 'late', draws++) * plan.lateness),
		random: () => chance(plan.seed, 'random', draws++),
		latencyMs: ({ batch, index, attempt }) =>
			1 + chance(plan.seed, 'latency', batch, index, attempt) * plan.latency,
		answer: (call) => faultOf(plan, call),
	});
	const { clock, store, start } = processes;
	store.trouble = (request) => {
		const at = clock.now() - start;
		const outage = plan.outages.find(({ from, ms }) => at >= from && at < from + ms);
		if (outage) return outage.trouble;
		const isLost = chance(plan.seed, 'request', request) * 1_000 < plan.lostRequests;
		return isLost ? { afterMs: 50, hasRun: request % 2 === 0 } : undefined;
	};
	store.deferredUntil = (recipient, asked) =>
		chance(plan.seed, recipient, asked) * 1_000 < plan.deferred ? clock.now() + 700 : undefined;
	const numbers = ['1', '2'].map((phoneNumberId) =>
		processes.sender({ phoneNumberId, rate: plan.rate }),
	);
	const reports = plan.runs.map(async (run, number) => {
		await new Promise<void>((resolve) => clock.after(run.startsAt, resolve));
		const cancel = new AbortController();
		const stop =
			run.cancelAt === undefined ? undefined : clock.after(run.cancelAt, () => cancel.abort());
		const batch = processes.batch(
			run.size,
			(index) => ({
				sender: numbers[run.number],
				recipient: `r${Math.floor(chance(plan.seed, 'to', index) * run.recipients)}`,
				...(run.spreads ? { spread: numbers } : {}),
			}),
			String(number),
		);
		const options = { ...run.options, signal: cancel.signal };
		const report = await processes.run(batch, options, run.process);
		stop?.();
		return report;
	});
	return { processes, reports: await clock.finish(Promise.all(reports)) };
}

describe('whatever is thrown at three processes and their store', () => {
	it('keeps rate and order, answers each message once, and leaves nothing behind', async () => {
		await fc.assert(
			fc.asyncProperty(aPlan, async (plan) => {
				const { processes, reports } = await play(plan);
				const { calls } = processes.meta;

				// Where the store is there all the time, and what is late can be reckoned with, the rate holds.
				const isThere = plan.lostRequests === 0 && plan.outages.length === 0;
				if (isThere && plan.lateness === 0 && plan.rate <= 1_000) {
					for (const made of groupBy(calls, ({ phoneNumberId }) => phoneNumberId).values()) {
						const times = made.map(({ at }) => at);
						const windowMs = Math.max(1_000, 1_000 / plan.rate);
						expect(mostWithin(times, windowMs)).toBeLessThanOrEqual(
							Math.max(1, Math.floor(plan.rate)),
						);
					}
				}

				for (const [number, { options, size }] of plan.runs.entries()) {
					const { outcomes, summary } = reports[number];
					const own = processes.meta.of(String(number));
					if (options.keepOrder) {
						for (const line of groupBy(own, ({ recipient }) => recipient).values()) {
							for (let call = 1; call < line.length; call++) {
								expect(line[call].index).toBeGreaterThanOrEqual(line[call - 1].index);
								expect(line[call].at).toBeGreaterThanOrEqual(line[call - 1].endedAt ?? Infinity);
							}
						}
					}
					expect(outcomes).toHaveLength(size);
					const byIndex = groupBy(own, ({ index }) => String(index));
					for (let index = 0; index < size; index++) {
						const tries = byIndex.get(String(index)) ?? [];
						const accepted = tries.filter((call) => call.accepted);
						expect(outcomes[index].attempts).toBe(tries.length);
						expect(accepted).toHaveLength(outcomes[index].status === 'sent' ? 1 : 0);
					}
					expect(summary).toMatchObject({ total: size, waiting: 0, inFlight: 0 });
					expect(summary.sent + summary.failed).toBe(size);
					expect(summary.storeAwayMs).toBeGreaterThanOrEqual(0);
					expect(summary.storeAwayMs).toBeLessThanOrEqual(summary.durationMs);
					if (isThere) expect(summary.storeAwayMs).toBe(0);
					if (isThere || plan.whenAway === 'continue') {
						expect(summary.failedBy).not.toHaveProperty(['not-sent:store']);
					}
				}
				await processes.expectNothingLeft();
			}),
			// To make a failing plan smaller takes longer than a test may.
			{ numRuns: Number(process.env.PROPERTY_RUNS ?? 100), endOnFailure: true },
		);
	}, 120_000);
});
