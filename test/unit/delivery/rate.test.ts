import { AdaptiveRate } from '../../../nodes/shared/delivery/rate';

describe('AdaptiveRate', () => {
	it('is cut to 60 % and climbs by 5 % of the ceiling a second once it is calm', () => {
		const rate = new AdaptiveRate(100);
		rate.cut(0, 2_000);
		expect(rate.at(0)).toBe(60);
		expect(rate.at(2_000)).toBe(60);
		expect(rate.at(3_000)).toBe(65);
		expect(rate.at(9_000)).toBeCloseTo(95);
		expect(rate.isFull(9_000)).toBe(false);
		expect(rate.at(10_000)).toBe(100);
		expect(rate.at(60_000)).toBe(100);
		expect(rate.isFull(60_000)).toBe(true);
	});

	it('is cut from where it is', () => {
		const rate = new AdaptiveRate(100);
		rate.cut(0, 0);
		rate.cut(4_000, 4_000);
		expect(rate.at(4_000)).toBeCloseTo(48);
	});

	it('never falls below a twentieth', () => {
		const rate = new AdaptiveRate(100);
		for (let time = 0; time < 50; time++) rate.cut(time, 1_000);
		expect(rate.at(50)).toBe(5);
	});

	it('remembers the cut while somebody wants less', () => {
		const rate = new AdaptiveRate(100);
		rate.cut(0, 0);
		rate.ceiling = 10;
		expect(rate.at(1_000)).toBe(10);
		rate.ceiling = 100;
		expect(rate.at(1_000)).toBe(65);
	});

	it('has nothing to cut where there is no limit', () => {
		const rate = new AdaptiveRate(Infinity);
		rate.cut(0, 0);
		expect(rate.at(1)).toBe(Infinity);
		// Another process has a limit.
		rate.adopt({ to: 48, calmFrom: 1_000 });
		expect(rate.at(1)).toBe(Infinity);
	});
});
