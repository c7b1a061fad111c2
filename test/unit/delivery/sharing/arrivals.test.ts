import { Arrivals, JUDGED_AFTER_MS } from '../../../../nodes/shared/delivery/sharing/arrivals';

/** Many that left at their slots and were answered after `latency`. */
function seasoned(latency = 50): Arrivals {
	const arrivals = new Arrivals();
	for (let place = 0; place < 200; place++) {
		arrivals.left(place, place * 10, place * 10);
		arrivals.answered(place * 10, place * 10 + latency);
	}
	arrivals.takeLate(2_400);
	return arrivals;
}

describe('Arrivals', () => {
	it('tells nothing of what was in time', () => {
		const arrivals = seasoned();
		arrivals.left(200, 3_000, 3_005);
		arrivals.answered(3_005, 3_055);
		expect(arrivals.takeLate(3_500)).toEqual([]);
		expect(arrivals.isEmpty).toBe(true);
	});

	it('tells what left late', () => {
		const arrivals = seasoned();
		arrivals.left(200, 3_000, 3_020);
		arrivals.answered(3_020, 3_070);
		expect(arrivals.takeLate(3_500)).toEqual([{ place: 200, at: 3_020 }]);
	});

	it('tells what was late on its way', () => {
		const arrivals = seasoned();
		arrivals.left(200, 3_000, 3_000);
		arrivals.answered(3_000, 3_250);
		const [{ place, at }] = arrivals.takeLate(3_500);
		expect(place).toBe(200);
		expect(at).toBeGreaterThan(3_190);
	});

	it('knows that what left before an answered one has arrived', () => {
		const arrivals = seasoned();
		arrivals.left(200, 3_000, 3_000);
		arrivals.left(201, 3_002, 3_002);
		arrivals.answered(3_002, 3_052);
		expect(arrivals.takeLate(5_000)).toEqual([]);
	});

	it('thinks those that are not answered late, but not without end', () => {
		const arrivals = seasoned();
		arrivals.left(200, 3_000, 3_000);
		const [{ at }] = arrivals.takeLate(9_000);
		expect(at).toBe(4_000);
	});

	it('learns what is usual a second later: a bad second is not usual while it is judged', () => {
		const arrivals = seasoned();
		let late = 0;
		for (let at = 3_000; at < 4_000; at += 10) {
			arrivals.left(at, at, at);
			arrivals.answered(at, at + 150);
			late += arrivals.takeLate(at + 150).length;
		}
		expect(late).toBe(75);
	});

	it('judges each once, and after a while', () => {
		const arrivals = seasoned();
		arrivals.left(200, 2_900, 3_000);
		arrivals.left(201, 2_900, 3_100);
		expect(arrivals.takeLate(3_000 + JUDGED_AFTER_MS - 1)).toEqual([]);
		arrivals.answered(3_000, 3_050);
		expect(arrivals.takeLate(3_000 + JUDGED_AFTER_MS).map(({ place }) => place)).toEqual([200]);
		expect(arrivals.isEmpty).toBe(false);
		arrivals.answered(3_100, 3_350);
		expect(arrivals.takeLate(4_000).map(({ place }) => place)).toEqual([201]);
		expect(arrivals.takeLate(5_000)).toEqual([]);
	});

	it('has those that could not be told taken by the next one', () => {
		const arrivals = seasoned();
		arrivals.left(200, 3_000, 3_020);
		arrivals.answered(3_020, 3_070);
		const late = arrivals.takeLate(3_500);
		arrivals.giveBack(late);
		expect(arrivals.isEmpty).toBe(false);
		expect(arrivals.takeLate(3_600)).toEqual([{ place: 200, at: 3_020 }]);
		expect(arrivals.isEmpty).toBe(true);
	});

	it('takes the first ones as in time as long as there is nothing to compare with', () => {
		const arrivals = new Arrivals();
		arrivals.left(0, 0, 0);
		expect(arrivals.takeLate(1_000)).toEqual([]);
	});
});
