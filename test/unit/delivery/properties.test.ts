import * as fc from 'fast-check';

import type { DeliveryOptions, Report, Sender } from '../../../nodes/shared/delivery';
import { UnexpectedAnswerError, ValidationError } from '../../../nodes/shared/graph/errors';
import {
	deadToken,
	graphError,
	lockedAccount,
	maintenance,
	pairLimit,
	quotaUsedUp,
	refusedConnection,
	serviceDown,
	timedOut,
	tooFast,
	undeliverable,
} from './support/errors';
import { type Call, groupBy, HOST, keepsPairBudget, mostWithin } from './support/meta';
import { Scene } from './support/scene';

/** What may go wrong with a call, and how often each of it does in a thousand. */
const FAULTS: Record<string, () => unknown> = {
	down: () => serviceDown(),
	unexplained: () => graphError(131000, 500),
	undeliverable: () => undeliverable(),
	tooFast: () => tooFast(),
	tooFastFor: () => tooFast({ retryAfterMs: 3_000 }),
	pairLimit: () => pairLimit(),
	quota: () => quotaUsedUp({ regainAccessMs: 20_000 }),
	maintenance: () => maintenance(),
	deadToken: () => deadToken(),
	locked: () => lockedAccount(),
	refused: () => refusedConnection(),
	timedOut: () => timedOut(),
	timedOutAfterAcceptance: () => timedOut(),
	gateway: () => new UnexpectedAnswerError('', 502),
	unreadable: () => new UnexpectedAnswerError('', 200),
	bug: () => new TypeError('bug'),
};
const FAULT_NAMES = Object.keys(FAULTS);
const AFTER_ACCEPTANCE = ['timedOutAfterAcceptance', 'unreadable'];

interface RunPlan {
	startsAt: number;
	size: number;
	recipients: number;
	sender: number;
	spreads: boolean;
	invalidEvery: number;
	cancelAt?: number;
	options: Omit<DeliveryOptions, 'signal'>;
}

interface Plan {
	seed: number;
	lateness: number;
	latency: number;
	senders: Sender[];
	faults: number[];
	runs: RunPlan[];
}

const optional = <T>(arbitrary: fc.Arbitrary<T>) =>
	fc.option(arbitrary, { nil: undefined, freq: 5 });

const aSender = fc.record({
	phoneNumberId: fc.constantFrom('1', '2', '3'),
	host: fc.constantFrom(HOST, 'https://other.test'),
	account: fc.constantFrom('a', 'b'),
	rate: fc.oneof(fc.integer({ min: 1, max: 200 }), fc.constantFrom(20, 80, 1_000, 0.5, 12.5)),
});

const aRun = fc.record<RunPlan>({
	startsAt: fc.nat(5_000),
	size: fc.oneof(fc.nat(20), fc.nat(250)),
	recipients: fc.integer({ min: 1, max: 60 }),
	sender: fc.nat(5),
	spreads: fc.boolean(),
	invalidEvery: fc.constantFrom(0, 0, 7, 2),
	cancelAt: optional(fc.nat(20_000)),
	options: fc.record({
		onFailure: fc.constantFrom('continue', 'continue', 'continue', 'stop'),
		keepOrder: fc.boolean(),
		priority: fc.constantFrom('high', 'normal'),
		resendUnknown: fc.boolean(),
		maxWaitMs: optional(fc.nat(60_000)),
	}),
});

const aPlan = fc.record<Plan>({
	seed: fc.integer({ min: 1, max: 2_147_483_646 }),
	lateness: fc.nat(30),
	latency: fc.integer({ min: 1, max: 600 }),
	senders: fc.uniqueArray(aSender, {
		minLength: 1,
		maxLength: 3,
		selector: ({ phoneNumberId, host }) => `${phoneNumberId} ${host}`,
	}),
	faults: fc.oneof(
		fc.constant(FAULT_NAMES.map(() => 0)),
		fc.tuple(...FAULT_NAMES.map(() => fc.constantFrom(0, 0, 0, 1, 10, 60))),
	),
	runs: fc.array(aRun, { minLength: 1, maxLength: 4 }),
});

/** The same number in [0, 1) for the same words, whatever the order in which they are asked for. */
function chance(...words: (string | number)[]): number {
	let hash = 2_166_136_261;
	for (const char of words.join('|')) hash = Math.imul(hash ^ char.charCodeAt(0), 16_777_619);
	hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_507);
	return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

function faultOf(plan: Plan, { batch, index, attempt }: Call): string | undefined {
	let left = chance(plan.seed, batch, index, attempt) * 1_000;
	return FAULT_NAMES.find((_name, fault) => (left -= plan.faults[fault]) < 0);
}

async function play(plan: Plan) {
	let draws = 0;
	const scene = new Scene({
		lateness: () => Math.floor(chance(plan.seed, 'late', draws++) * plan.lateness),
		latencyMs: ({ batch, index, attempt }) =>
			1 + chance(plan.seed, 'latency', batch, index, attempt) * plan.latency,
		answer: (call) => FAULTS[faultOf(plan, call) ?? '']?.(),
		random: () => chance(plan.seed, 'random', draws++),
	});
	const reports = plan.runs.map(async (run, number): Promise<Report<string>> => {
		await new Promise<void>((resolve) => scene.clock.after(run.startsAt, resolve));
		const sender = plan.senders[run.sender % plan.senders.length];
		const batch = scene.meta.batch(
			run.size,
			(index) => ({
				sender,
				recipient: `r${Math.floor(chance(plan.seed, number, index) * run.recipients)}`,
				...(run.spreads && { spread: plan.senders }),
			}),
			String(number),
		);
		const cancel = new AbortController();
		const cancelAt = run.cancelAt;
		const stop =
			cancelAt === undefined ? undefined : scene.clock.after(cancelAt, () => cancel.abort());
		const report = await scene.run(
			{
				...batch,
				send: async (index, attempt) => {
					if (run.invalidEvery && index % run.invalidEvery === 1) {
						throw new ValidationError('Text', 'Too long', 'Shorten it');
					}
					return await batch.send(index, attempt);
				},
			},
			{ ...run.options, signal: cancel.signal },
		);
		stop?.();
		return report;
	});
	return { scene, reports: await scene.clock.finish(Promise.all(reports)) };
}

describe('whatever is thrown at it', () => {
	it('keeps every limit and the order, answers each message once, and leaves nothing behind', async () => {
		await fc.assert(
			fc.asyncProperty(aPlan, async (plan) => {
				const { scene, reports } = await play(plan);
				const { calls } = scene.meta;

				for (const [number, made] of groupBy(
					calls,
					(call) => `${call.host} ${call.phoneNumberId}`,
				)) {
					const sender = plan.senders.find(
						({ host, phoneNumberId }) => `${host} ${phoneNumberId}` === number,
					);
					const rate = sender?.rate ?? 0;
					// Never over the rate in any second.
					const windowMs = Math.max(1_000, 1_000 / rate);
					expect(
						mostWithin(
							made.map(({ at }) => at),
							windowMs,
						),
					).toBeLessThanOrEqual(Math.max(1, Math.floor(rate)));
					// Never over a pair budget, of which a refused message uses nothing.
					const counted = made.filter((call) => faultOf(plan, call) !== 'pairLimit');
					for (const pair of groupBy(counted, ({ recipient }) => recipient).values()) {
						expect(keepsPairBudget(pair.map(({ at }) => at))).toBe(true);
					}
				}

				for (const [number, { options, size }] of plan.runs.entries()) {
					const { outcomes, summary } = reports[number];
					const own = scene.meta.of(String(number));
					if (options.keepOrder) {
						for (const line of groupBy(own, ({ recipient }) => recipient).values()) {
							for (let call = 1; call < line.length; call++) {
								expect(line[call].index).toBeGreaterThanOrEqual(line[call - 1].index);
								expect(line[call].at).toBeGreaterThanOrEqual(line[call - 1].endedAt ?? Infinity);
							}
						}
					}

					// Every message is answered for, and as it was.
					expect(outcomes).toHaveLength(size);
					const byIndex = groupBy(own, ({ index }) => String(index));
					for (let index = 0; index < size; index++) {
						const outcome = outcomes[index];
						const tries = byIndex.get(String(index)) ?? [];
						const accepted = tries.filter(
							(call) => call.accepted || AFTER_ACCEPTANCE.includes(faultOf(plan, call) ?? ''),
						);
						expect(outcome.attempts).toBe(tries.length);
						if (outcome.status === 'sent') {
							expect(outcome.value).toBe(`wamid.${number}.${index}`);
							if (!outcome.possibleDuplicate) expect(accepted).toHaveLength(1);
						} else if (!outcome.mayHaveBeenSent) {
							expect(accepted).toHaveLength(0);
						}
						if (!options.resendUnknown) expect(accepted.length).toBeLessThanOrEqual(1);
					}

					expect(summary).toMatchObject({ total: size, waiting: 0, inFlight: 0 });
					expect(summary.sent + summary.failed).toBe(size);
					const time = Object.values(summary.timeMs).reduce((sum, ms) => sum + ms, 0);
					expect(time).toBeCloseTo(summary.durationMs, 3);
				}

				// Nothing left behind.
				expect(scene.meta.inFlight).toBe(0);
				expect(scene.clock.pending).toBe(0);
				await scene.forget();
				expect(scene.dispatcher.size).toEqual({
					lanes: 0,
					accounts: 0,
					hosts: 0,
					runs: 0,
					recipients: 0,
				});
			}),
			{ numRuns: Number(process.env.PROPERTY_RUNS ?? 150) },
		);
	}, 120_000);
});
