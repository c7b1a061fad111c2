import { systemClock } from '../../../nodes/shared/clock';
import { Dispatcher } from '../../../nodes/shared/delivery';
import { SharedDeadTokens } from '../../../nodes/shared/store/deadTokens';
import type { Store } from '../../../nodes/shared/store/store';
import { deadToken, quotaUsedUp } from '../../unit/delivery/support/errors';
import { aSender, Meta, mostWithin } from '../../unit/delivery/support/meta';
import {
	HOST,
	now,
	NUMBER,
	prefix,
	Process,
	SOMEBODY,
	throttle,
	time,
	twoProcesses,
	useRedis,
} from './support';

useRedis();

it('what stands in Redis goes by itself, and names no recipient', async () => {
	const [a] = await twoProcesses();
	await a.tell(throttle({ until: now() }));
	await a.slots(3, { recipient: () => SOMEBODY, late: [{ place: 0, at: now() }] });
	await time().advance(1);
	const [departedAt, until] = [now(), now() + 1_000];
	await a.tell({ about: 'recipient', number: NUMBER, recipient: '491709999999', until });
	const quota = { host: HOST, account: 'a', departedAt, until, error: quotaUsedUp() };
	await a.tell({ about: 'quota', ...quota });
	const verdict = { because: 'token', error: deadToken() } as const;
	await a.tell({ about: 'verdict', host: HOST, account: 'b', departedAt, ...verdict });
	await a.tell({ about: 'host', host: HOST, openUntil: until, failedProbes: 0 });
	new SharedDeadTokens(a.store, time()).add('EAAG-token', now());
	await a.tell(throttle({ departedAt, until }));

	const all = await a.dump();
	expect(all.map(([key]) => key.slice(prefix.length).split(':')[0]).sort()).toEqual([
		'account',
		'account',
		'dead-token',
		'host',
		'number',
		'number',
		'number',
		'number',
		'number',
		'pair',
		'pair',
	]);
	for (const [key, ttl, held] of all) {
		expect([key, ttl > 0]).toEqual([key, true]);
		expect(`${key} ${held}`).not.toMatch(/49170|EAAG/);
	}
});

// How long they are remembered is counted by Redis itself.
describe('dead tokens', () => {
	const HOUR_MS = 3_600_000;
	const tokens = ['old', 'new'];

	it('of one process are passed over by the other, and only those', async () => {
		const processes = await twoProcesses();
		const [mine, others] = processes.map(({ store }) => new SharedDeadTokens(store, systemClock));
		const began = systemClock.now();
		mine.add('old', began);
		expect(others.firstAlive(tokens, began)).toBe('old');
		await processes[0].tell({ about: 'host-back', host: HOST });
		await others.refresh(tokens);
		const heard = systemClock.now();
		expect(others.firstAlive(tokens, heard)).toBe('new');
		expect(others.firstAlive(tokens, heard + HOUR_MS + 1)).toBe('old');
		await others.refresh([]);
	});

	it('are found out by a call each where Redis is away', async () => {
		const away: Store = { id: 'away', run: async () => await Promise.reject(new Error('away')) };
		const shared = new SharedDeadTokens(away, time());
		shared.add('old', now());
		await shared.refresh(tokens);
		expect(shared.firstAlive(tokens, now())).toBe('new');
	});
});

it('dispatchers of two processes send each message once at 1,000 a second, with at most one round trip for ten', async () => {
	const clock = time();
	const both = [0, 1].map(() => new Process(clock, 2));
	const meta = new Meta(clock, { latencyMs: 5 });
	const reports = both.map(async ({ store }, index) => {
		const shared = { store, whenAway: 'fail', processes: 2 } as const;
		const sender = aSender({ rate: 1_000, shared });
		const batch = meta.batch(1_500, () => ({ sender }), `p${index}`);
		return await new Dispatcher({ clock }).run(batch, { onFailure: 'continue' });
	});
	for (const { summary } of await clock.finish(Promise.all(reports))) {
		expect(summary).toMatchObject({ sent: 1_500, failed: 0, retried: 0, storeAwayMs: 0 });
	}
	expect(meta.calls).toHaveLength(3_000);
	const times = meta.calls.map(({ at }) => at);
	expect(mostWithin(times, 1_000)).toBeLessThanOrEqual(1_000);
	expect(both[0].books + both[1].books).toBeLessThanOrEqual(300);
});
