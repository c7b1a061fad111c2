import { Limiter } from '../../../nodes/shared/delivery/limiter';
import { AdaptiveRate } from '../../../nodes/shared/delivery/rate';
import { mostWithin } from './support/meta';

/** Asks for slots one after the other, each taken `late` milliseconds after it is due and answered at once. */
function drain(
	limiter: Limiter,
	from: number,
	count: number,
	late: () => number = () => 0,
): number[] {
	const times: number[] = [];
	let now = from;
	limiter.resume(now);
	for (let taken = 0; taken < count; taken++) {
		const due = limiter.dueAt(now);
		if (due > now) now = due + late();
		limiter.take(now);
		limiter.answered(now, now);
		times.push(now);
	}
	return times;
}

const used = (times: number[], rate: number) =>
	((times.length - 1) / (times[times.length - 1] - times[0])) * (1_000 / rate);

describe.each([20, 80, 1_000])('at %i a second', (rate) => {
	it('never exceeds the rate in any second and uses 97 % of it', () => {
		const times = drain(new Limiter(new AdaptiveRate(rate)), 0, rate * 30);
		expect(mostWithin(times, 1_000)).toBeLessThanOrEqual(rate);
		expect(used(times, rate)).toBeGreaterThan(0.97);
	});

	it('does so with timers that are late by up to 30 ms', () => {
		let seed = 1;
		const late = () => (seed = (seed * 16_807) % 2_147_483_647) % 30;
		const times = drain(new Limiter(new AdaptiveRate(rate)), 0, rate * 60, late);
		expect(mostWithin(times, 1_000)).toBeLessThanOrEqual(rate);
		expect(used(times, rate)).toBeGreaterThan(0.97);
	});

	it('spreads a fresh number over its first second', () => {
		const times = drain(new Limiter(new AdaptiveRate(rate)), 0, rate);
		expect(mostWithin(times, 100)).toBeLessThanOrEqual(rate / 10 + 1);
	});

	it('catches up at most 50 ms after a long stall, and keeps the rate', () => {
		const limiter = new Limiter(new AdaptiveRate(rate));
		const before = drain(limiter, 0, rate);
		const resumed = before[before.length - 1] + 700;
		const after: number[] = [];
		while (limiter.dueAt(resumed) <= resumed) {
			limiter.take(resumed);
			after.push(resumed);
		}
		expect(after.length).toBeGreaterThanOrEqual(1);
		expect(after.length).toBeLessThanOrEqual(rate * 0.05 + 1);
		const rest = drain(limiter, resumed, rate);
		expect(mostWithin([...before, ...after, ...rest], 1_000)).toBeLessThanOrEqual(rate);
	});
});

it('goes on where the last run stopped', () => {
	const limiter = new Limiter(new AdaptiveRate(10));
	const first = drain(limiter, 0, 10);
	const second = drain(limiter, first[9], 10);
	expect(mostWithin([...first, ...second], 1_000)).toBeLessThanOrEqual(10);
	expect(limiter.isIdle(second[9] + 500)).toBe(false);
	expect(limiter.isIdle(second[9] + 1_100)).toBe(true);
});

it('paces less than one a second', () => {
	const times = drain(new Limiter(new AdaptiveRate(0.5)), 0, 5);
	for (let index = 1; index < 5; index++) {
		expect(times[index] - times[index - 1]).toBeGreaterThanOrEqual(2_000);
		expect(times[index] - times[index - 1]).toBeLessThan(2_100);
	}
});

it('keeps to the new rate after a cut, the last second included', () => {
	const rate = new AdaptiveRate(100);
	const limiter = new Limiter(rate);
	const times = drain(limiter, 0, 100);
	const end = times[99];
	rate.cut(end, end + 1_000_000);
	const after = drain(limiter, end, 120);
	expect(mostWithin([...times.slice(-60), ...after], 1_000)).toBeLessThanOrEqual(60);
});

it('counts what left at a lower ceiling when the ceiling rises', () => {
	const rate = new AdaptiveRate(20);
	const limiter = new Limiter(rate);
	const times = drain(limiter, 0, 40);
	rate.ceiling = 80;
	times.push(...drain(limiter, times[39], 200));
	expect(mostWithin(times, 1_000)).toBeLessThanOrEqual(80);
	expect(used(times.slice(-80), 80)).toBeGreaterThan(0.97);
});

it('gives back slots that were not used', () => {
	const expected = drain(new Limiter(new AdaptiveRate(10)), 0, 30);
	const limiter = new Limiter(new AdaptiveRate(10));
	const times: number[] = [];
	let now = 0;
	limiter.resume(now);
	for (let taken = 0; taken < 60; taken++) {
		now = Math.max(now, limiter.dueAt(now));
		limiter.take(now);
		limiter.answered(now, now);
		if (taken % 2 === 0) limiter.refund(now);
		else times.push(now);
	}
	expect(mostWithin(times, 1_000)).toBeLessThanOrEqual(10);
	expect(times[29]).toBeLessThan(expected[29] + 100);
});

it('gives back a slot that others came after', () => {
	const limiter = new Limiter(new AdaptiveRate(10));
	const times = drain(limiter, 0, 15);
	limiter.refund(times[11]);
	limiter.refund(times[11]);
	limiter.refund(times[11] + 1);
	const kept = times.filter((time) => time !== times[11]);
	kept.push(...drain(limiter, times[14], 200));
	expect(mostWithin(kept, 1_000)).toBeLessThanOrEqual(10);
	expect(used(kept, 10)).toBeGreaterThan(0.97);
});

it('holds back those after a cold start whose first messages arrived late', () => {
	const rate = 10;
	const limiter = new Limiter(new AdaptiveRate(rate));
	const left: number[] = [];
	let now = 0;
	limiter.resume(now);
	for (let taken = 0; taken < 30; taken++) {
		now = Math.max(now, limiter.dueAt(now));
		left.push(now);
		limiter.take(now);
		// Until 320 ms no connection is open, and what left by then arrives at 310 ms; the rest takes 10 ms.
		if (taken === 3) for (const time of left.slice(0, 3)) limiter.answered(time, 320);
		if (taken > 3) limiter.answered(now, now + 20);
	}
	const arrived = left.map((time) => Math.max(310, time + 10));
	expect(mostWithin(arrived, 1_000)).toBeLessThanOrEqual(rate);
	expect(left[29]).toBeLessThan(3_000 + 72 + 310);
});

it('loses half a second at most to a cold start without any answer', () => {
	const limiter = new Limiter(new AdaptiveRate(10));
	let now = 0;
	limiter.resume(now);
	for (let taken = 0; taken < 100; taken++) {
		now = Math.max(now, limiter.dueAt(now));
		limiter.take(now);
	}
	expect(now).toBeLessThan(99 * 102.4 + 501);
});

it('paces nothing where there is no limit', () => {
	const limiter = new Limiter(new AdaptiveRate(Infinity));
	for (let taken = 0; taken < 100; taken++) {
		expect(limiter.dueAt(0)).toBeLessThanOrEqual(0);
		limiter.take(0);
	}
});
