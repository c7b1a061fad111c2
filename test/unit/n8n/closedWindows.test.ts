import type { Outcome, Report, Sent, Summary } from '../../../nodes/shared/delivery';
import { GraphApiError } from '../../../nodes/shared/graph/errors';
import {
	closedIn,
	joinPasses,
	WindowClosed,
	type SentMessage,
} from '../../../nodes/shared/n8n/closedWindows';

const timeMs = {
	rate: 100,
	pair: 0,
	pause: 0,
	quota: 0,
	breaker: 0,
	retry: 0,
	preparation: 0,
	answer: 0,
};

function reportOf<T>(outcomes: Outcome<T>[], summary: Partial<Summary> = {}): Report<T> {
	const sent = outcomes.filter(({ status }) => status === 'sent').length;
	const total = outcomes.length;
	return {
		outcomes,
		summary: {
			total,
			sent,
			alreadySent: 0,
			failed: total - sent,
			waiting: 0,
			inFlight: 0,
			retried: 1,
			deferredForPair: 0,
			failedBy: {},
			unknown: 0,
			storeAwayMs: 0,
			durationMs: 1_000,
			ratePerSecond: sent,
			timeMs,
			...summary,
		},
	};
}

const sent = <T>(value: T): Sent<T> => ({
	status: 'sent',
	value,
	phoneNumberId: '1',
	attempts: 1,
	waitedMs: 10,
	sentAt: 0,
});
const failed = (error: unknown): Outcome<never> => ({
	status: 'failed',
	error,
	attempts: 2,
	waitedMs: 20,
});
const message = (id: string): SentMessage => ({ answer: { id }, how: {} });
const closed = new WindowClosed(
	new GraphApiError({ code: 131047, title: '', httpStatus: 400 }),
	'text',
);

const undeliverable = new Error('undeliverable');
const first = reportOf<SentMessage | WindowClosed>(
	[sent(closed), sent(message('a')), failed(undeliverable), sent(closed)],
	{ failedBy: { unexpected: 1 } },
);

it('finds the items whose window was closed', () => {
	expect([...closedIn(first).keys()]).toEqual([0, 3]);
});

it('puts the second pass into the places that the first left open', () => {
	const refused = new Error('refused');
	const second = reportOf([sent(message('b')), failed(refused)], { failedBy: { unexpected: 1 } });
	const { outcomes, summary } = joinPasses(first, closedIn(first), second);
	expect(outcomes).toMatchObject([
		{ status: 'sent', value: message('b'), attempts: 2, waitedMs: 1_010 },
		{ status: 'sent', value: message('a'), attempts: 1, waitedMs: 10 },
		{ status: 'failed', error: undeliverable, attempts: 2 },
		{ status: 'failed', error: refused, attempts: 3, waitedMs: 1_020 },
	]);
	expect(summary).toMatchObject({
		total: 4,
		sent: 2,
		failed: 2,
		failedBy: { unexpected: 2 },
		retried: 2,
		durationMs: 2_000,
		ratePerSecond: 1,
		timeMs: { rate: 200 },
	});
});

it('holds back what would have been sent in the second pass where there was none', () => {
	const { outcomes, summary } = joinPasses(first, closedIn(first));
	expect(outcomes[0]).toMatchObject({ status: 'failed', error: { because: 'stopped' } });
	expect(summary).toMatchObject({ total: 4, sent: 1, failed: 3 });
});
