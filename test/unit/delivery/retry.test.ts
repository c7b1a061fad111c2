import {
	type Decision,
	decideRetry,
	defaultPolicy,
	fastPolicy,
} from '../../../nodes/shared/delivery';
import {
	CancelledError,
	NetworkError,
	UnexpectedAnswerError,
	ValidationError,
} from '../../../nodes/shared/graph/errors';
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
} from './support/errors';

interface Circumstances {
	attempt?: number;
	resendUnknown?: boolean;
	random?: number;
	policy?: typeof defaultPolicy;
}

function decide(error: unknown, given: Circumstances = {}): Decision {
	const { attempt = 1, resendUnknown = false, random = 0.5, policy = defaultPolicy } = given;
	return decideRetry(error, attempt, policy, resendUnknown, () => random);
}

const noHold = { hold: undefined };

describe('what Meta answers', () => {
	it.each([3, 100, 131026, 131045, 131047, 132001, 133000])(
		'gives up on %i, as HTTP 500 too',
		(code) => {
			expect(decide(graphError(code, 400))).toEqual({ giveUp: 'refused' });
			expect(decide(graphError(code, 500))).toEqual({ giveUp: 'refused' });
		},
	);

	it('leaves what takes hours to a later execution', () => {
		expect(decide(graphError(131049))).toEqual({ giveUp: 'later' });
	});

	it.each([
		['token', deadToken()],
		['account', lockedAccount()],
		['account', graphError(368, 403)],
		['account', graphError(131042)],
	])('gives up the whole %s', (giveUp, error) => {
		expect(decide(error)).toEqual({ giveUp });
	});

	it('backs off from trouble at Meta with full jitter, up to the cap', () => {
		const after = (attempt: number, random: number) =>
			decide(serviceDown(), { attempt, random, policy: { ...defaultPolicy, maxAttempts: 99 } });
		expect(after(1, 0)).toEqual({ retryAfterMs: 0, ...noHold });
		expect(after(1, 0.999)).toEqual({ retryAfterMs: 999, ...noHold });
		expect(after(3, 0.5)).toEqual({ retryAfterMs: 2_000, ...noHold });
		expect(after(7, 0.5)).toEqual({ retryAfterMs: 30_000, ...noHold });
		expect(after(98, 0.5)).toEqual({ retryAfterMs: 30_000, ...noHold });
	});

	it('waits at least as long as Retry-After says', () => {
		const error = serviceDown({ retryAfterMs: 7_000 });
		expect(decide(error)).toEqual({ retryAfterMs: 7_000, ...noHold });
	});

	it('makes five calls by default', () => {
		expect(decide(serviceDown(), { attempt: 4 })).toHaveProperty('retryAfterMs');
		expect(decide(serviceDown(), { attempt: 5 })).toEqual({ giveUp: 'attempts', ...noHold });
	});

	it('tries twice more what Meta cannot explain, further if Meta calls it transient', () => {
		expect(decide(graphError(131000, 500), { attempt: 2 })).toHaveProperty('retryAfterMs');
		expect(decide(graphError(131000, 500), { attempt: 3 })).toEqual({
			giveUp: 'attempts',
			...noHold,
		});
		const transient = graphError(131000, 500, { isTransient: true });
		expect(decide(transient, { attempt: 3 })).toHaveProperty('retryAfterMs');
	});

	it('pauses the number when it was too fast: as told, else 1, 2, 4, 8 s', () => {
		const hold = (ms: number) => ({ who: 'number', ms, because: 'throughput' });
		expect(decide(tooFast({ retryAfterMs: 2_500 }))).toEqual({
			retryAfterMs: 2_500,
			hold: hold(2_500),
		});
		expect(decide(tooFast())).toEqual({ retryAfterMs: 1_000, hold: hold(1_000) });
		expect(decide(tooFast(), { attempt: 4 })).toEqual({ retryAfterMs: 8_000, hold: hold(8_000) });
	});

	it('pauses the number even when the message has no tries left', () => {
		expect(decide(tooFast(), { attempt: 5 })).toEqual({
			giveUp: 'attempts',
			hold: { who: 'number', ms: 16_000, because: 'throughput' },
		});
	});

	it.each([
		[1, 1_000],
		[2, 4_000],
		[3, 16_000],
		[4, 64_000],
	])('makes a recipient over the pair limit wait, after call %i for %i ms', (attempt, ms) => {
		expect(decide(pairLimit(), { attempt })).toEqual({
			retryAfterMs: ms,
			hold: { who: 'recipient', ms, because: 'pair' },
		});
	});

	it('waits for the quota as long as Meta says, else a minute', () => {
		expect(decide(quotaUsedUp({ regainAccessMs: 600_000 }))).toEqual({
			retryAfterMs: 600_000,
			hold: { who: 'account', ms: 600_000, because: 'quota' },
		});
		for (const code of [4, 80007, 613]) {
			expect(decide(graphError(code))).toHaveProperty('retryAfterMs', 60_000);
		}
	});

	it('takes a wait of nothing for no word at all', () => {
		expect(decide(tooFast({ retryAfterMs: 0 }))).toHaveProperty('retryAfterMs', 1_000);
		expect(decide(pairLimit({ retryAfterMs: 0 }))).toHaveProperty('retryAfterMs', 1_000);
		expect(decide(quotaUsedUp({ regainAccessMs: 0 }))).toHaveProperty('retryAfterMs', 60_000);
	});

	it('waits out a maintenance for half a minute to a minute', () => {
		expect(decide(maintenance(), { random: 0 })).toHaveProperty('retryAfterMs', 30_000);
		expect(decide(graphError(133004, 503), { random: 1 })).toEqual({
			retryAfterMs: 60_000,
			hold: { who: 'number', ms: 60_000, because: 'maintenance' },
		});
	});
});

describe('no answer', () => {
	it('repeats what was never written', () => {
		expect(decide(refusedConnection())).toEqual({ retryAfterMs: 500, ...noHold });
		expect(decide(refusedConnection(), { attempt: 5 })).toEqual({ giveUp: 'attempts', ...noHold });
	});

	it('does not repeat what may have been accepted, unless asked to', () => {
		expect(decide(timedOut())).toEqual({ giveUp: 'unknown-outcome' });
		expect(decide(timedOut(), { resendUnknown: true })).toEqual({
			retryAfterMs: 500,
			mayDuplicate: true,
		});
		expect(decide(timedOut(), { resendUnknown: true, attempt: 5 })).toEqual({
			giveUp: 'unknown-outcome',
		});
	});

	it('knows whether a cancelled call may have arrived', () => {
		expect(decide(new CancelledError(false))).toEqual({ giveUp: 'cancelled' });
		expect(decide(new CancelledError(true), { resendUnknown: true })).toEqual({
			giveUp: 'unknown-outcome',
		});
	});
});

describe('an answer that is none of the Graph API', () => {
	const unexpected = (status: number, retryAfterMs?: number) =>
		new UnexpectedAnswerError('No JSON', status, retryAfterMs);

	it.each([500, 502, 503, 504])('repeats after %i', (status) => {
		expect(decide(unexpected(status))).toEqual({ retryAfterMs: 500, ...noHold });
	});

	it('takes 429 for a throttle', () => {
		expect(decide(unexpected(429, 3_000))).toEqual({
			retryAfterMs: 3_000,
			hold: { who: 'number', ms: 3_000, because: 'throughput' },
		});
	});

	it('takes an unreadable success for one that may have been accepted', () => {
		expect(decide(unexpected(200))).toEqual({ giveUp: 'unknown-outcome' });
	});

	it.each([302, 403, 407, 413])('gives up on %i', (status) => {
		expect(decide(unexpected(status))).toEqual({ giveUp: 'refused' });
	});
});

it('never repeats what we refused or what broke here', () => {
	expect(decide(new ValidationError('Text', 'Too long', 'Shorten it'))).toEqual({ giveUp: 'ours' });
	expect(decide(new TypeError('x is not a function'))).toEqual({ giveUp: 'ours' });
	expect(decide('a string')).toEqual({ giveUp: 'ours' });
	expect(decide(undefined)).toEqual({ giveUp: 'ours' });
});

it('waits a hundredth of the time under the fast policy', () => {
	expect(decide(serviceDown(), { policy: fastPolicy })).toHaveProperty('retryAfterMs', 5);
	expect(decide(pairLimit(), { policy: fastPolicy, attempt: 4 })).toHaveProperty(
		'retryAfterMs',
		640,
	);
	expect(decide(maintenance(), { policy: fastPolicy })).toHaveProperty('retryAfterMs', 450);
});

it('knows every network failure by whether it was written', () => {
	expect(decide(new NetworkError('x', false))).toHaveProperty('retryAfterMs');
	expect(decide(new NetworkError('x', true))).toHaveProperty('giveUp');
});
