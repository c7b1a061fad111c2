import { defaultPolicy, NotSentError, Repeater } from '../../../nodes/shared/delivery';
import { CancelledError, ValidationError } from '../../../nodes/shared/graph/errors';
import {
	deadToken,
	quotaUsedUp,
	refusedConnection,
	serviceDown,
	timedOut,
	tooFast,
	undeliverable,
} from './support/errors';
import { VirtualClock } from './support/virtualClock';

const clock = () => new VirtualClock();
const repeaterWith = (time: VirtualClock) => new Repeater({ clock: time, random: () => 0.5 });

/** A call that fails with these errors in their order, then succeeds; and when it was made. */
function calls(time: VirtualClock, ...errors: Error[]) {
	const start = time.now();
	const at: number[] = [];
	const call = async (attempt: number) => {
		expect(attempt).toBe(at.push(time.now() - start));
		const error = errors[attempt - 1];
		if (error) throw error;
		return 'well';
	};
	return { call, at };
}

it('makes a call that succeeds once', async () => {
	const time = clock();
	const { call, at } = calls(time);
	const outcome = await repeaterWith(time).run(call);
	expect(outcome).toEqual({ status: 'done', value: 'well', attempts: 1 });
	expect(at).toEqual([0]);
});

it('repeats what passes, also when nobody knows whether it was done', async () => {
	const time = clock();
	const { call, at } = calls(time, serviceDown(), timedOut(), refusedConnection());
	const outcome = await time.finish(repeaterWith(time).run(call));
	expect(outcome).toMatchObject({ status: 'done', attempts: 4 });
	expect(at).toEqual([0, 500, 1_500, 3_500]);
});

it.each([
	['what Meta refuses', undeliverable(), 'refused'],
	['what we refuse', new ValidationError('Field', 'Wrong', 'Right it.'), 'ours'],
	['what is a mistake of ours', new TypeError('Oops'), 'ours'],
])('does not repeat %s', async (_, error, why) => {
	const time = clock();
	const { call } = calls(time, error);
	const outcome = await repeaterWith(time).run(call);
	expect(outcome).toEqual({ status: 'failed', error, attempts: 1, why });
});

it('gives up after as many attempts as the policy says', async () => {
	const time = clock();
	const { call, at } = calls(time, ...Array.from({ length: 9 }, () => serviceDown()));
	const outcome = await time.finish(repeaterWith(time).run(call));
	expect(outcome).toMatchObject({ status: 'failed', attempts: 5, why: 'attempts' });
	expect(at).toHaveLength(defaultPolicy.maxAttempts);
});

it('holds back other calls too while Meta throttles', async () => {
	const time = clock();
	const repeater = repeaterWith(time);
	const throttled = calls(time, tooFast({ retryAfterMs: 7_000 }));
	const other = calls(time);
	const first = repeater.run(throttled.call);
	await time.advance(0);
	await time.finish(Promise.all([first, repeater.run(other.call)]));
	expect(throttled.at).toEqual([0, 7_000]);
	expect(other.at).toEqual([7_000]);
});

describe('a pause that grows while others wait for its end', () => {
	/** @returns what became of a call that began to wait for 7 s before `news` came */
	const waiting = async (news: Error) => {
		const time = clock();
		const repeater = repeaterWith(time);
		let tell = () => {};
		const underWay = repeater.run(async (attempt) => {
			if (attempt > 1) return;
			await new Promise<void>((resolve) => (tell = resolve));
			throw news;
		});
		const paused = repeater.run(calls(time, tooFast({ retryAfterMs: 7_000 })).call);
		await time.advance(0);
		const { call, at } = calls(time);
		const outcome = repeater.run(call);
		await time.advance(1_000);
		tell();
		await time.finish(Promise.all([underWay, paused, outcome]));
		return { outcome: await outcome, at };
	};

	it('is waited for', async () => {
		const { at } = await waiting(tooFast({ retryAfterMs: 20_000 }));
		expect(at).toEqual([21_000]);
	});

	it('is not waited for where it is longer than the policy allows', async () => {
		const tooLong = 2 * defaultPolicy.longestPauseMs;
		const { at, outcome } = await waiting(quotaUsedUp({ regainAccessMs: tooLong }));
		expect(outcome).toMatchObject({ status: 'failed', attempts: 0, why: 'later' });
		expect(at).toEqual([]);
	});
});

it('tells once that calls wait, however many of them were throttled together', async () => {
	const time = clock();
	const pauses: number[] = [];
	const onPause = (ms: number) => pauses.push(ms);
	const repeater = new Repeater({ clock: time, random: () => 0.5, onPause });
	const both = [1, 2].map(() => calls(time, tooFast({ retryAfterMs: 7_000 })));
	await time.finish(Promise.all(both.map(async ({ call }) => await repeater.run(call))));
	const tooLong = calls(time, quotaUsedUp({ regainAccessMs: 2 * defaultPolicy.longestPauseMs }));
	await time.finish(repeater.run(tooLong.call));
	expect(pauses).toEqual([7_000]);
});

it('does not wait longer than the policy allows, and neither do those behind', async () => {
	const time = clock();
	const repeater = repeaterWith(time);
	const used = quotaUsedUp({ regainAccessMs: 2 * 3_600_000 });
	const first = await repeater.run(calls(time, used).call);
	expect(first).toEqual({ status: 'failed', error: used, attempts: 1, why: 'later' });
	const other = calls(time);
	const behind = await repeater.run(other.call);
	expect(behind).toMatchObject({ status: 'failed', attempts: 0, why: 'later' });
	expect(behind).toHaveProperty('error.cause', used);
	expect(other.at).toEqual([]);
});

it('makes no call with a token that is dead', async () => {
	const time = clock();
	const repeater = repeaterWith(time);
	const dead = deadToken();
	expect(await repeater.run(calls(time, dead).call)).toMatchObject({ error: dead, why: 'token' });
	const other = calls(time);
	const outcome = await repeater.run(other.call);
	expect(outcome).toMatchObject({ status: 'failed', attempts: 0, why: 'token' });
	expect(outcome).toHaveProperty('error', expect.any(NotSentError));
	expect(other.at).toEqual([]);
});

it('stops waiting when nobody wants it any more', async () => {
	const time = clock();
	const aborted = new AbortController();
	const { call, at } = calls(time, serviceDown());
	const running = repeaterWith(time).run(call, aborted.signal);
	await time.advance(1);
	aborted.abort();
	expect(await running).toMatchObject({ error: expect.any(CancelledError), why: 'cancelled' });
	expect(at).toEqual([0]);
	expect(time.pending).toBe(0);
});
