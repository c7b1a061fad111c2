import {
	Dispatcher,
	fastPolicy,
	GraphApiError,
	systemClock,
	UnexpectedAnswerError,
	type Report,
} from '../../../nodes/shared';
import {
	startSimulator,
	type ActiveFault,
	type FaultAction,
	type Simulator,
} from '../../simulator';
import {
	clientFor,
	indicesOf,
	isAmbiguous,
	isSent,
	numberedBatch,
	phoneNumberIds,
	senderOf,
	type NumberedBatch,
} from './support/traffic';

const SIZE = 2_000;

/** Every nth call each: primes, so that together they hit 5 % of the calls, spread over the whole run. */
const TROUBLE = {
	error500: { every: 61, action: { error: { code: 131016, status: 500 } } },
	page502: { every: 97, action: { http: { status: 502, body: '<html>Bad gateway</html>' } } },
	resetBefore: { every: 89, action: { close: 'before', reset: true } },
	resetAfter: { every: 101, action: { close: 'after', reset: true } },
	// Each stops the number for a whole second, so there are few of them.
	throttle: {
		every: 797,
		action: { error: { code: 130429, status: 400, headers: { 'retry-after': '1' } } },
	},
	http429: { every: 1_291, action: { http: { status: 429, headers: { 'retry-after': '1' } } } },
} satisfies Record<string, { every: number; action: FaultAction }>;

type Kind = keyof typeof TROUBLE;

let simulator: Simulator;
let trouble: Map<Kind, ActiveFault>;

beforeEach(async () => {
	// The trouble is what is injected: on a busy machine what left in time may arrive in one heap.
	simulator = await startSimulator({
		settings: { autoStatuses: 'off', throughput: 'unlimited' },
	});
});
afterEach(async () => await simulator.close());

async function sendAllWith(
	kinds: Kind[],
	resendUnknown = false,
): Promise<{ batch: NumberedBatch; report: Report<unknown>; flights: Flight[] }> {
	trouble = new Map(kinds.map((kind) => [kind, simulator.faults.add(TROUBLE[kind])]));
	const client = clientFor(simulator.url);
	const batch = numberedBatch(client, senderOf(client, phoneNumberIds.high, 1_000), SIZE);
	const flights = flightsOf(batch);
	const dispatcher = new Dispatcher({ policy: fastPolicy });
	const report = await dispatcher.run(batch, { onFailure: 'continue', resendUnknown });
	return { batch, report, flights };
}

/** A call, by the clock of the dispatcher. */
interface Flight {
	leftAt: number;
	/** When it was answered that the number is too fast. */
	refusedAt?: number;
}

/** Fills with the calls of a batch, in the order in which they leave. */
function flightsOf(batch: NumberedBatch): Flight[] {
	const flights: Flight[] = [];
	const { send } = batch;
	batch.send = async (index, attempt) => {
		const flight: Flight = { leftAt: systemClock.now() };
		flights.push(flight);
		try {
			return await send(index, attempt);
		} catch (error) {
			const isThrottle =
				(error instanceof GraphApiError && error.code === 130429) ||
				(error instanceof UnexpectedAnswerError && error.httpStatus === 429);
			if (isThrottle) flight.refusedAt = systemClock.now();
			throw error;
		}
	};
	return flights;
}

/** When nothing may leave: two throttles that were on their way at once are one piece of news, and one pause. */
function pausesAfter(flights: Flight[]): Array<{ from: number; until: number }> {
	const pauses: Array<{ from: number; until: number }> = [];
	const refused = flights
		.map(({ leftAt, refusedAt = NaN }) => ({ leftAt, refusedAt }))
		.filter(({ refusedAt }) => !Number.isNaN(refusedAt))
		.sort((a, b) => a.refusedAt - b.refusedAt);
	for (const { leftAt, refusedAt } of refused) {
		const latest = pauses[pauses.length - 1];
		if (latest && leftAt <= latest.from) continue;
		pauses.push({ from: refusedAt, until: refusedAt + 1_000 });
	}
	return pauses;
}

/** How often each message is in the ledger. */
function timesAccepted({ mark }: NumberedBatch): number[] {
	const counts = new Map<string | undefined, number>();
	for (const { bizOpaqueCallbackData: given } of simulator.ledger.accepted) {
		counts.set(given, (counts.get(given) ?? 0) + 1);
	}
	return Array.from({ length: SIZE }, (_, index) => counts.get(mark(index)) ?? 0);
}

const firedOf = (...kinds: Kind[]) =>
	kinds.reduce((sum, kind) => sum + (trouble.get(kind)?.fired ?? 0), 0);

describe('2,000 messages with every twentieth call going wrong', () => {
	it('are each accepted once or reported as ambiguous, and none is lost', async () => {
		const kinds = Object.keys(TROUBLE) as Kind[];
		const { batch, report, flights } = await sendAllWith(kinds);
		const { outcomes, summary } = report;
		const times = timesAccepted(batch);
		const sent = indicesOf(outcomes, isSent);
		const ambiguous = indicesOf(outcomes, isAmbiguous);

		// Every kind of trouble was met, or the rest would prove nothing.
		for (const kind of kinds) expect(firedOf(kind)).toBeGreaterThan(0);
		expect(firedOf(...kinds)).toBeGreaterThanOrEqual(SIZE / 20);

		expect(simulator.ledger.doubled()).toEqual([]);
		expect(sent.filter((index) => times[index] !== 1)).toEqual([]);
		// Exactly those whose connection was reset after the request had left, and no others failed.
		expect(ambiguous).toHaveLength(firedOf('resetBefore', 'resetAfter'));
		expect(ambiguous.filter((index) => times[index] === 1)).toHaveLength(firedOf('resetAfter'));
		expect(sent.length + ambiguous.length).toBe(SIZE);

		expect(summary).toMatchObject({
			total: SIZE,
			sent: sent.length,
			failed: ambiguous.length,
			unknown: ambiguous.length,
			waiting: 0,
			inFlight: 0,
			retried: firedOf('error500', 'page502', 'throttle', 'http429'),
			failedBy: { 'unknown-outcome': ambiguous.length },
		});
		expect(batch.calls).toHaveLength(SIZE + summary.retried);

		expect(flights.filter(({ refusedAt }) => refusedAt !== undefined)).toHaveLength(
			firedOf('throttle', 'http429'),
		);
		const pauses = pausesAfter(flights);
		expect(pauses.length).toBeGreaterThan(0);
		for (const { from, until } of pauses) {
			expect(flights.filter(({ leftAt }) => leftAt > from && leftAt < until)).toEqual([]);
		}
		expect(summary.timeMs.pause).toBeGreaterThanOrEqual(1_000 * pauses.length);
	});

	it('are all accepted when the ambiguous are sent again, and only those marked may be double', async () => {
		const { batch, report } = await sendAllWith(
			['error500', 'page502', 'resetBefore', 'resetAfter'],
			true,
		);
		const times = timesAccepted(batch);
		const marked = indicesOf(
			report.outcomes,
			(outcome) => outcome.status === 'sent' && outcome.possibleDuplicate === true,
		);
		expect(report.summary).toMatchObject({ sent: SIZE, failed: 0 });
		expect(times.filter((count) => count === 0)).toEqual([]);
		expect(firedOf('resetAfter')).toBeGreaterThan(0);
		const copies = times.reduce((sum, count) => sum + count - 1, 0);
		expect(copies).toBe(firedOf('resetAfter'));
		expect(
			times.flatMap((count, index) => (count > 1 && !marked.includes(index) ? [index] : [])),
		).toEqual([]);
	});
});
