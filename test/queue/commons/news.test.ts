import type { Note } from '../../../nodes/shared/delivery/sharing/commons';
import type { GraphApiError } from '../../../nodes/shared/graph/errors';
import {
	deadToken,
	maintenance,
	quotaUsedUp,
	serviceDown,
	tooFast,
} from '../../unit/delivery/support/errors';
import {
	HOST,
	moment,
	now,
	pace,
	Process,
	throttle,
	time,
	twoProcesses,
	useRedis,
} from './support';

useRedis();

describe('a number that was told to wait', () => {
	it('waits in the other process too, which hears why', async () => {
		const [a, b] = await twoProcesses();
		const until = now() + 2_000;
		await a.tell(throttle({ until }));
		const { slots, askAt, number } = await b.ask(2);
		expect(slots).toEqual([undefined, undefined]);
		expect(askAt).toEqual(moment(until));
		expect(number).toMatchObject({ isTooFast: true, pausedUntil: moment(until) });
		expect((number?.error as GraphApiError).code).toBe(130429);
		expect((number?.error as GraphApiError).advice).toEqual(tooFast().advice);
	});

	it('waits alone', async () => {
		const [a, b] = await twoProcesses();
		await a.tell(throttle());
		const other = { number: { host: HOST, phoneNumberId: '200' } };
		expect(await b.slots(2, other)).toHaveLength(2);
		expect((await b.ask(0, other)).number).toBeUndefined();
	});

	it('goes on with 60 % after a throttle, counted once for all that were on their way', async () => {
		const [a, b] = await twoProcesses();
		const departedAt = now();
		await a.tell(throttle({ departedAt, until: now() }));
		await b.tell(throttle({ departedAt: departedAt - 3, until: now() + 9_000 }));
		await b.tell(throttle({ departedAt, until: now() + 9_000 }));
		const { number } = await b.ask(0, { ceiling: 100 });
		expect(number?.reduced?.to).toBeCloseTo(60);
		expect(pace(await b.slots(20, { ceiling: 100 }))).toBeCloseTo(1_024 / 60);
		await time().advance(200);
		await a.tell(throttle({ until: now() }));
		// A fifth of a second brought 1 back.
		expect((await b.ask(0)).number?.reduced?.to).toBeCloseTo(61 * 0.6);
	});

	it('gets 5 % of its rate back every second', async () => {
		const [a, b] = await twoProcesses();
		await a.tell(throttle({ until: now() }));
		await time().advance(4_000);
		expect(pace(await b.slots(20, { ceiling: 100 }))).toBeCloseTo(1_024 / 80);
		await time().advance(4_000);
		const { number } = await b.ask(0, { ceiling: 100 });
		expect(pace(await b.slots(20, { ceiling: 100 }))).toBeCloseTo(1_024 / 100);
		expect(number?.reduced).toBeUndefined();
	});

	it('is cut from the lowest rate that one of them wants', async () => {
		const [a, b] = await twoProcesses();
		await b.ask(0, { ceiling: 20 });
		await a.tell(throttle({ until: now() }));
		expect((await b.ask(0, { ceiling: 20 })).number?.reduced?.to).toBeCloseTo(12);
	});

	it('is not cut for a maintenance', async () => {
		const [a, b] = await twoProcesses();
		await a.tell(throttle({ until: now(), isTooFast: false, error: maintenance() }));
		const { number } = await b.ask(0);
		expect(number).toMatchObject({ isTooFast: false, reduced: undefined });
		expect(pace(await b.slots(10))).toBeCloseTo(1_024 / 80);
	});

	it('is told to wait by nobody who does not know what time it is there', async () => {
		const [a] = await twoProcesses();
		await new Process().tell(throttle());
		expect((await a.ask(0)).number).toBeUndefined();
	});
});

describe('an account', () => {
	const quota = (until: number): Note => ({
		about: 'quota',
		host: HOST,
		account: 'a',
		departedAt: now(),
		until,
		error: quotaUsedUp({ regainAccessMs: 3_600_000 }),
	});
	const verdict = (): Note => ({
		about: 'verdict',
		host: HOST,
		account: 'a',
		departedAt: now(),
		because: 'token',
		error: deadToken(),
	});
	const wanted = [0, 1].map((account) => ({ recipient: `r${account}`, account, isCharged: false }));
	const ofBoth = { accounts: ['a', 'b'], wanted };

	it('whose calls are used up waits in the other process, for all numbers, and nobody else does', async () => {
		const [a, b] = await twoProcesses();
		const until = now() + 60_000;
		await a.tell(quota(until));
		const number = { host: HOST, phoneNumberId: '200' };
		for (const ask of [ofBoth, { ...ofBoth, number }]) {
			const { slots, askAt, accounts, number: news } = await b.ask(0, ask);
			expect(slots).toEqual([undefined, { place: 0, at: expect.any(Number) as number }]);
			expect(accounts).toEqual([
				{
					learnedAt: moment(now()),
					pausedUntil: moment(until),
					pausedBy: quotaUsedUp({ regainAccessMs: 3_600_000 }),
					verdict: undefined,
				},
				undefined,
			]);
			expect(news).toBeUndefined();
			// Whoever asks all the same does not ask without end.
			expect(askAt).toEqual(moment(now() + 500));
		}
		const elsewhere = { host: 'https://other.test', phoneNumberId: '100' };
		expect((await b.ask(0, { ...ofBoth, number: elsewhere })).accounts[0]).toBeUndefined();
	});

	it('that is dead is told to the other, with the error that said so', async () => {
		const [a, b] = await twoProcesses();
		await a.tell(verdict());
		const { slots, accounts } = await b.ask(0, ofBoth);
		// Whether a message may try is for the process: runs that began later may.
		expect(slots.map((slot) => slot && 'place' in slot)).toEqual([true, true]);
		expect(accounts[0]?.verdict).toEqual({
			because: 'token',
			error: deadToken(),
			at: moment(now()),
		});
		expect((accounts[0]?.verdict?.error as GraphApiError).advice.retry).toBe('token');
		expect(accounts[0]?.pausedUntil).toBe(-Infinity);
		expect(accounts[1]).toBeUndefined();
	});

	it('is told both where both are so, for as long as the longer holds', async () => {
		const [a, b] = await twoProcesses();
		const until = now() + 3_600_000;
		await a.tell(quota(until));
		await time().advance(1);
		await a.tell(verdict());
		const { accounts } = await b.ask(0, ofBoth);
		expect(accounts[0]).toMatchObject({
			verdict: { because: 'token' },
			pausedUntil: moment(until),
		});
		const [[, ttl]] = (await a.dump()).filter(([key]) => key.includes('account:'));
		expect(ttl).toBeGreaterThan(3_600_000);
	});
});

describe('a host', () => {
	const opened = (openUntil: number, error?: unknown): Note => ({
		about: 'host',
		host: HOST,
		openUntil,
		failedProbes: 2,
		error,
	});

	it('that only fails gets nothing until then, from none of its numbers', async () => {
		const [a, b] = await twoProcesses();
		const openUntil = now() + 60_000;
		await a.tell(opened(openUntil));
		const number = { host: HOST, phoneNumberId: '200' };
		for (const ask of [{}, { number }]) {
			const { slots, askAt, host } = await b.ask(2, ask);
			expect(slots).toEqual([undefined, undefined]);
			expect(askAt).toEqual(moment(openUntil));
			expect(host).toEqual({ failedProbes: 2, openUntil: moment(openUntil), verdict: undefined });
		}
		const elsewhere = { host: 'https://other.test', phoneNumberId: '100' };
		expect(await b.slots(2, { number: elsewhere })).toHaveLength(2);
	});

	it('gets one message of one process then, and of another when that one has failed', async () => {
		const [a, b] = await twoProcesses();
		await a.tell(opened(now()));
		const probe = await a.ask(3);
		expect(probe.slots.map(Boolean)).toEqual([true, false, false]);
		const others = await b.ask(3);
		expect(others.slots).toEqual([undefined, undefined, undefined]);
		expect(others.askAt).toEqual(moment(now() + 500));
		await a.tell(opened(now()));
		expect((await b.ask(3)).slots.map(Boolean)).toEqual([true, false, false]);
		expect((await a.ask(3)).slots.map(Boolean)).toEqual([false, false, false]);
	});

	it('gets everything again when it is back', async () => {
		const [a, b] = await twoProcesses();
		await a.tell(opened(now() + 60_000));
		await a.tell({ about: 'host-back', host: HOST });
		const { slots, host } = await b.ask(3);
		expect(slots.map(Boolean)).toEqual([true, true, true]);
		expect(host).toBeUndefined();
	});

	it('that nobody waits for any longer is told with the error that said so', async () => {
		const [a, b] = await twoProcesses();
		await a.tell(opened(now() + 60_000, serviceDown()));
		const { host } = await b.ask(0);
		expect(host?.verdict?.because).toBe('unreachable');
		expect(host?.verdict?.error).toEqual(serviceDown());
	});
});
