import type { NotSentError } from '../../../../nodes/shared/delivery';
import {
	CLOSE_HOST,
	CONDEMN_ACCOUNT,
	HOLD_ACCOUNT,
	HOLD_NUMBER,
	HOLD_RECIPIENT,
	OPEN_HOST,
} from '../../../../nodes/shared/delivery/sharing/scripts';
import { writeError } from '../../../../nodes/shared/delivery/sharing/errorText';
import type { GraphApiError } from '../../../../nodes/shared/graph/errors';
import {
	deadToken,
	lockedAccount,
	maintenance,
	pairLimit,
	quotaUsedUp,
	serviceDown,
	tooFast,
} from '../support/errors';
import { failed, sent } from '../support/scene';
import { Processes } from './support/processes';

const within = (times: number[], from: number, to: number) =>
	times.filter((time) => time >= from && time < to);

const reasonOf = (error: unknown) => {
	const { because, cause } = error as NotSentError;
	return { because, code: (cause as GraphApiError | undefined)?.code };
};

const reasons = (outcomes: Parameters<typeof failed>[0]) => [
	...new Set(failed(outcomes).map(({ error }) => JSON.stringify(reasonOf(error)))),
];

describe('a throttle that another process met', () => {
	it('pauses the number here, and cuts its rate', async () => {
		const processes = new Processes();
		const report = processes.run(processes.batch(800));
		await processes.clock.advance(2_000);
		const pausedUntil = processes.start + 5_000;
		processes.store.number = {
			learnedAt: processes.clock.now(),
			pausedUntil,
			error: writeError(tooFast()),
			isTooFast: true,
			reduced: { to: 48, calmFrom: pausedUntil },
		};
		const { outcomes, summary } = await processes.clock.finish(report);
		expect(sent(outcomes)).toHaveLength(800);
		// What had its slot when the news came left all the same.
		expect(within(processes.times(), 2_200, 5_000)).toEqual([]);
		expect(summary.timeMs.pause).toBeGreaterThan(2_700);
		await processes.expectNothingLeft();
	});

	it('fails runs that do not wait so long, with the error of the other process, and no others', async () => {
		const processes = new Processes();
		const patient = processes.run(processes.batch(100, undefined, 'patient'));
		const hasty = processes.run(processes.batch(100, undefined, 'hasty'), { maxWaitMs: 10_000 });
		await processes.clock.advance(500);
		processes.store.number = {
			learnedAt: processes.clock.now(),
			pausedUntil: processes.start + 60_000,
			error: writeError(tooFast()),
			isTooFast: true,
		};
		await processes.clock.advance(200);
		const { outcomes, summary } = await processes.clock.finish(hasty);
		expect(summary.durationMs).toBeLessThan(1_000);
		expect(reasons(outcomes)).toEqual(['{"because":"max-wait","code":130429}']);
		const other = await processes.clock.finish(patient);
		expect(sent(other.outcomes)).toHaveLength(100);
		await processes.expectNothingLeft();
	});

	it('is no news once it is known', async () => {
		const processes = new Processes();
		processes.store.number = {
			learnedAt: processes.start - 9_000,
			pausedUntil: processes.start - 8_000,
			error: writeError(maintenance()),
		};
		const { summary } = await processes.finish(processes.batch(160));
		// After a maintenance one message tries first; one only.
		expect(summary.durationMs).toBeLessThan(2_400);
		expect(within(processes.times(), 0, 50)).toHaveLength(1);
	});
});

describe('an account that another process found', () => {
	it('without calls waits here, and no longer than a run may', async () => {
		const processes = new Processes();
		const patient = processes.run(processes.batch(100, undefined, 'patient'));
		const hasty = processes.run(processes.batch(100, undefined, 'hasty'), { maxWaitMs: 10_000 });
		await processes.clock.advance(500);
		const until = processes.start + 30_000;
		processes.store.accounts.set('a', {
			learnedAt: processes.clock.now(),
			pausedUntil: until,
			pausedBy: writeError(quotaUsedUp()),
		});
		await processes.clock.advance(200);
		const asked = processes.store.books.length;
		const { outcomes } = await processes.clock.finish(hasty);
		expect(reasons(outcomes)).toEqual(['{"because":"max-wait","code":80007}']);
		const { summary } = await processes.clock.finish(patient);
		expect(summary.sent).toBe(100);
		expect(summary.timeMs.quota).toBeGreaterThan(29_000);
		expect(within(processes.times(), 700, 30_000)).toEqual([]);
		expect(processes.store.books.filter(({ at }) => at < until).length - asked).toBeLessThan(5);
		await processes.expectNothingLeft();
	});

	it('dead binds the runs that began before, and not later ones, which try one call first', async () => {
		const processes = new Processes({ latencyMs: 300 });
		const before = processes.run(processes.batch(200, undefined, 'before'));
		await processes.clock.advance(1_000);
		const verdict = { because: 'token', error: writeError(deadToken()), at: processes.clock.now() };
		processes.store.accounts.set('a', { learnedAt: verdict.at, verdict });
		await processes.clock.advance(200);
		const bound = await processes.clock.finish(before);
		expect(reasons(bound.outcomes)).toEqual(['{"because":"token","code":190}']);
		expect(bound.summary.durationMs).toBeLessThan(1_600);
		expect(bound.summary.sent).toBe(processes.meta.calls.length);

		const begun = processes.clock.now();
		const later = await processes.finish(processes.batch(100, undefined, 'later'));
		expect(sent(later.outcomes)).toHaveLength(100);
		const calls = processes.meta.of('later').map(({ at }) => at - begun);
		expect(within(calls, 0, 300)).toHaveLength(1);
		await processes.expectNothingLeft();
	});

	it('dead is believed although it is without calls as well', async () => {
		const processes = new Processes();
		const report = processes.run(processes.batch(100));
		await processes.clock.advance(500);
		const at = processes.clock.now();
		processes.store.accounts.set('a', {
			learnedAt: at,
			pausedUntil: at + 30_000,
			pausedBy: writeError(quotaUsedUp()),
			verdict: { because: 'account', error: writeError(lockedAccount()), at },
		});
		const { outcomes, summary } = await processes.clock.finish(report);
		expect(reasons(outcomes)).toEqual(['{"because":"account","code":131031}']);
		expect(summary.durationMs).toBeLessThan(1_000);
		await processes.expectNothingLeft();
	});

	it('without calls keeps back what already has a slot', async () => {
		const processes = new Processes({
			latencyMs: 5,
			answer: ({ sinceStart, attempt }) =>
				sinceStart > 300 && attempt === 1 && sinceStart < 500
					? quotaUsedUp({ regainAccessMs: 20_000 })
					: undefined,
		});
		const spec = () => ({ sender: processes.sender({ rate: 1_000 }) });
		const { summary } = await processes.finish(processes.batch(1_000, spec));
		expect(summary.sent).toBe(1_000);
		// Those that were on their way; not the fifty that had a slot.
		expect(summary.retried).toBeLessThan(10);
		await processes.expectNothingLeft();
	});
});

describe('a host that another process found', () => {
	it('down gets one message when its time has come, and the rest when it is back', async () => {
		const processes = new Processes();
		const report = processes.run(processes.batch(200));
		await processes.clock.advance(500);
		processes.store.host = { openUntil: processes.start + 3_000 };
		await processes.clock.advance(3_000);
		expect(within(processes.times(), 700, 3_000)).toEqual([]);
		// This process is the one that looks: Meta is well, so the others are told.
		const probe = within(processes.times(), 3_000, 3_050);
		expect(probe).toHaveLength(1);
		expect(processes.store.notes.map(({ script }) => script)).toContain(CLOSE_HOST);
		const { summary } = await processes.clock.finish(report);
		expect(summary.sent).toBe(200);
		expect(summary.timeMs.breaker).toBeGreaterThan(2_300);
		await processes.expectNothingLeft();
	});

	it('down gets nothing while another process looks, which is asked about twice a second', async () => {
		const processes = new Processes();
		const report = processes.run(processes.batch(200));
		await processes.clock.advance(500);
		processes.store.host = { openUntil: processes.clock.now() + 1_000, slots: 0 };
		await processes.clock.advance(1_000);
		const before = processes.store.books.length;
		await processes.clock.advance(5_000);
		expect(within(processes.times(), 700, 6_500)).toEqual([]);
		expect(processes.store.books.length - before).toBeGreaterThanOrEqual(9);
		expect(processes.store.books.length - before).toBeLessThanOrEqual(11);
		processes.store.host = undefined;
		const { summary } = await processes.clock.finish(report);
		expect(summary.sent).toBe(200);
		expect(summary.durationMs).toBeLessThan(9_000);
		await processes.expectNothingLeft();
	});

	it('hopeless gives up the runs that began before, and not later ones', async () => {
		const processes = new Processes();
		const before = processes.run(processes.batch(200, undefined, 'before'));
		await processes.clock.advance(500);
		const at = processes.clock.now();
		processes.store.host = {
			openUntil: at + 60_000,
			failedProbes: 10,
			verdict: { error: writeError(serviceDown()), at },
		};
		const { outcomes } = await processes.clock.finish(before);
		expect(reasons(outcomes)).toEqual(['{"because":"unreachable","code":131016}']);
		const later = processes.run(processes.batch(20, undefined, 'later'));
		await processes.clock.advance(60_000);
		processes.store.host = undefined;
		const { summary } = await processes.clock.finish(later);
		expect(summary.sent).toBe(20);
		await processes.expectNothingLeft();
	});
});

describe('what this process learns', () => {
	it.each([
		{
			name: 'a throttle',
			error: tooFast(),
			script: HOLD_NUMBER,
			key: 'number:https://graph.test:100',
		},
		{
			name: 'a maintenance',
			error: maintenance(),
			script: HOLD_NUMBER,
			key: 'number:https://graph.test:100',
		},
		{
			name: 'a used-up quota',
			error: quotaUsedUp(),
			script: HOLD_ACCOUNT,
			key: 'account:https://graph.test:a',
		},
		{
			name: 'a dead token',
			error: deadToken(),
			script: CONDEMN_ACCOUNT,
			key: 'account:https://graph.test:a',
		},
		{
			name: 'a used-up pair budget',
			error: pairLimit(),
			script: HOLD_RECIPIENT,
			key: expect.stringMatching(/^pair:[\w-]+$/) as string,
		},
	])('is told once: $name', async ({ error, script, key }) => {
		const processes = new Processes({
			answer: ({ index, attempt }) => (index < 1 && attempt === 1 ? error : undefined),
		});
		await processes.finish(processes.batch(20));
		expect(processes.store.notes).toEqual([{ script, key, args: expect.any(Array) as string[] }]);
		await processes.expectNothingLeft();
	});

	it('is told of a host that fails, and that it is back', async () => {
		const processes = new Processes({
			answer: ({ sinceStart }) => (sinceStart < 1_500 ? serviceDown() : undefined),
		});
		const { summary } = await processes.finish(processes.batch(60));
		expect(summary.sent).toBe(60);
		const scripts = processes.store.notes.map(({ script }) => script);
		expect(scripts[0]).toBe(OPEN_HOST);
		expect(scripts[scripts.length - 1]).toBe(CLOSE_HOST);
		expect(scripts.filter((script) => script === CLOSE_HOST)).toHaveLength(1);
		await processes.expectNothingLeft();
	});
});
