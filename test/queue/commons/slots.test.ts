import { type Clock, systemClock } from '../../../nodes/shared/clock';
import { PAIR_REFILL_MS } from '../../../nodes/shared/delivery/pairBudget';
import type { Slot } from '../../../nodes/shared/delivery/sharing/commons';
import { StoreCommons } from '../../../nodes/shared/delivery/sharing/storeCommons';
import { Script, type Store } from '../../../nodes/shared/store/store';
import { mostWithin } from '../../unit/delivery/support/meta';
import {
	connection,
	HOST,
	moment,
	now,
	NUMBER,
	pace,
	Process,
	SOMEBODY,
	throttle,
	time,
	twoProcesses,
	useRedis,
} from './support';

useRedis();

const redisTime = new Script(`return redis.call('TIME')`);

const timesOf = (slots: readonly Slot[]) => slots.map(({ at }) => at);

describe('slots of two processes', () => {
	const rates = [0.5, 7, 12.5, 20, 80, 1_000];

	it.each(rates)('together keep the rate of %d, and use 97 % of it', async (rate) => {
		const [a, b] = await twoProcesses();
		const batch = Math.max(2, Math.ceil(rate / 20));
		const slots: Slot[] = [];
		for (let turn = 0; turn < 40; turn++) {
			slots.push(...(await a.slots(batch, { ceiling: rate })));
			slots.push(...(await b.slots(batch, { ceiling: rate })));
		}
		expect(slots.map(({ place }) => place)).toEqual(slots.map((_, index) => index));
		// Of 12.5 a second holds 12.
		const whole = Math.max(1, Math.floor(rate));
		const windowMs = Math.max(1_000, 1_000 / rate);
		expect(mostWithin(timesOf(slots), windowMs)).toBeLessThanOrEqual(whole);
		expect(pace(slots)).toBeGreaterThan(1_000 / rate);
		expect(pace(slots)).toBeLessThan(windowMs / whole / 0.97);
	});

	it.each(rates)('keep the rate of %d too where they are asked for in fits', async (rate) => {
		const [a, b] = await twoProcesses();
		const batch = Math.max(2, Math.ceil(rate / 20));
		const slots: Slot[] = [];
		let seed = 7;
		for (let turn = 0; turn < 40; turn++) {
			slots.push(...(await (turn % 2 ? a : b).slots(batch, { ceiling: rate })));
			seed = (seed * 16_807) % 2_147_483_647;
			await time().advance((seed % 20) * (batch / rate) * 100);
		}
		const windowMs = Math.max(1_000, 1_000 / rate);
		expect(mostWithin(timesOf(slots), windowMs)).toBeLessThanOrEqual(Math.max(1, Math.floor(rate)));
	});

	it('begin 50 ms back when nobody asked before', async () => {
		const [a] = await twoProcesses();
		const slots = await a.slots(6);
		expect(timesOf(slots)).toEqual(
			slots.map((_, index) => moment(now() - 50 + (index * 1_024) / 80)),
		);
	});

	it('are told to each in the time of its own clock', async () => {
		const hour = 3_600_000;
		const ahead: Clock = { now: () => now() + hour, after: (ms, act) => time().after(ms, act) };
		const [a, b] = [new Process(), new Process(ahead)];
		for (const one of [a, b]) await one.ask(0);
		const [first] = await a.slots(1);
		const [second] = await b.slots(1);
		expect(second.at).toEqual(moment(first.at + hour + 12.8));
	});

	it('are counted by Redis’ own clock', async () => {
		const store = connection();
		const said: number[] = [];
		const listening: Store = {
			id: store.id,
			run: async (...call) => {
				const reply = (await store.run(...call)) as string[];
				said.push(Number(reply[0]));
				return reply;
			},
		};
		const wanted = [{ recipient: SOMEBODY, account: 0, isCharged: false }];
		const ask = { number: NUMBER, ceiling: 80, accounts: ['a'], wanted, late: [], quietMs: 0 };
		const asked = async () => {
			const [seconds, micros] = (await store.run(redisTime, [], [])) as string[];
			return Number(seconds) * 1_000 + Number(micros) / 1_000;
		};
		const before = await asked();
		await new StoreCommons(listening, systemClock).book(ask);
		expect(said).toHaveLength(1);
		expect(said[0]).toBeGreaterThanOrEqual(before - 0.001);
		expect(said[0]).toBeLessThanOrEqual((await asked()) + 0.001);
	});

	it('are paced by the lowest rate that one of them wants, until it did not ask for 5 s', async () => {
		const [a, b] = await twoProcesses();
		await b.ask(0, { ceiling: 20 });
		expect(pace(await a.slots(10))).toBeCloseTo(1_024 / 20);
		await time().advance(4_999);
		expect(pace(await a.slots(10))).toBeCloseTo(1_024 / 20);
		await time().advance(1);
		expect(pace(await a.slots(10))).toBeCloseTo(1_024 / 80);
		expect(pace(await b.slots(10, { ceiling: 20 }))).toBeCloseTo(1_024 / 20);
	});

	it('are not paced where there is no limit', async () => {
		const [a] = await twoProcesses();
		const phoneNumberId = '200';
		const unpaced = { number: { host: HOST, phoneNumberId }, ceiling: Infinity };
		const slots = await a.slots(50, unpaced);
		expect(pace(slots)).toBe(0);
		await a.tell(throttle({ ...unpaced, until: now() }));
		expect(await a.slots(50, unpaced)).toHaveLength(50);
	});

	it('are far apart at a low rate, also when nobody asks in between for a minute', async () => {
		const [a] = await twoProcesses();
		await a.slots(3, { ceiling: 0.01 });
		const ttls = (await a.dump()).filter(([key]) => key.endsWith(':100')).map(([, ttl]) => ttl);
		expect(ttls).toHaveLength(1);
		expect(ttls[0]).toBeGreaterThan(3 * 102_400);
	});

	it('begin after a while for all when one of them sent without', async () => {
		const [a, b] = await twoProcesses();
		await a.slots(3);
		await b.ask(0, { quietMs: 1_000 });
		expect(await a.slots(1)).toEqual([{ place: 3, at: moment(now() + 1_000) }]);
	});

	it('are pushed by a late arrival: those `rate` places later, again and again, and nobody else', async () => {
		const [a, b] = await twoProcesses();
		const first = await a.slots(5, { ceiling: 10 });
		const late = [{ place: first[2].place, at: first[2].at + 50 }];
		const rest = await b.slots(20, { ceiling: 10, late });
		// Each time the pace makes up for 6 ms of it.
		const pushed = new Map([
			[12, 44],
			[22, 38],
		]);
		expect(timesOf(rest)).toEqual(
			rest.map(({ place }) => moment(first[0].at + place * 102.4 + (pushed.get(place) ?? 0))),
		);
	});
});

describe('a recipient of both', () => {
	const toSomebody = { recipient: () => SOMEBODY };

	it('gets 45 at once, and one more every 6.1 s', async () => {
		const [a, b] = await twoProcesses();
		const granted: number[] = [];
		let freeAt = 0;
		for (let asked = 0; freeAt === 0; asked++) {
			const [slot] = (await (asked % 2 ? a : b).ask(1, { ...toSomebody, ceiling: 1 })).slots;
			if (slot && 'place' in slot) granted.push(slot.at);
			else if (slot) freeAt = slot.freeAt;
		}
		const tookMs = granted[granted.length - 1] - granted[0];
		expect(granted.length).toBe(45 + Math.floor(tookMs / PAIR_REFILL_MS));
		expect(freeAt).toEqual(moment(now() + (granted.length + 1 - 45) * PAIR_REFILL_MS));
	});

	it('uses no slot while it has to wait, and none is charged a second time', async () => {
		const [a, b] = await twoProcesses();
		const unpaced = { ceiling: 20_000 };
		await a.slots(45, { ...toSomebody, ...unpaced });
		const deferred = { freeAt: moment(now() + PAIR_REFILL_MS) };
		expect((await b.ask(1, { ...toSomebody, ...unpaced })).slots).toEqual([deferred]);
		expect((await b.slots(1, unpaced))[0].place).toBe(45);

		const again = await b.slots(3, { ...toSomebody, ...unpaced, isCharged: true });
		expect(again).toHaveLength(3);
		expect((await a.ask(1, { ...toSomebody, ...unpaced })).slots).toEqual([deferred]);
	});

	it('waits where Meta told one of them so', async () => {
		const [a, b] = await twoProcesses();
		const until = now() + 4_000;
		await a.tell({ about: 'recipient', number: NUMBER, recipient: SOMEBODY, until });
		const { slots } = await b.ask(2, { recipient: (index) => (index ? 'other' : SOMEBODY) });
		expect(slots[0]).toEqual({ freeAt: moment(until) });
		expect(slots[1]).toHaveProperty('place', 0);
		// Of another number it gets what it likes.
		const number = { host: HOST, phoneNumberId: '200' };
		expect(await b.slots(1, { ...toSomebody, number })).toHaveLength(1);
	});
});
