import { Departures } from '../../../nodes/shared/delivery/departures';
import { Lateness } from '../../../nodes/shared/delivery/lateness';

describe('Departures', () => {
	it('remembers the latest, and who was heard of', () => {
		const departures = new Departures(10);
		for (let time = 0; time < 200; time++) departures.add(time);
		expect(departures.count).toBe(200);
		expect(departures.left(199)).toBe(199);
		expect(departures.left(190)).toBe(190);
		expect(departures.left(100)).toBeUndefined();
		expect(departures.left(-1)).toBeUndefined();
		departures.hear(195, 300);
		expect([194, 195, 196].map((place) => departures.heard(place))).toEqual([300, 300, Infinity]);
		departures.hear(190, 310);
		expect(departures.heard(190)).toBe(300);
	});

	it('takes back one of the latest only', () => {
		const departures = new Departures(10);
		for (let time = 0; time < 200; time++) departures.add(time);
		departures.hear(198, 300);
		expect(departures.remove(197)).toBe(true);
		expect(departures.count).toBe(199);
		expect([196, 197, 198].map((place) => departures.left(place))).toEqual([196, 198, 199]);
		expect([197, 198].map((place) => departures.heard(place))).toEqual([300, Infinity]);
		expect(departures.remove(197)).toBe(false);
		expect(departures.remove(20)).toBe(false);
		departures.hear(199, 310);
		expect(departures.heard(198)).toBe(310);
	});

	it('reaches further back on demand, without inventing anything', () => {
		const departures = new Departures(1);
		for (let time = 0; time < 100; time++) departures.add(time);
		departures.reach(500);
		expect(departures.left(99)).toBe(99);
		expect(departures.left(10)).toBeUndefined();
		for (let time = 100; time < 600; time++) departures.add(time);
		departures.reach(20);
		departures.hear(600, 700);
		expect(departures.left(101)).toBe(101);
		expect(departures.heard(101)).toBe(700);
		expect(departures.left(10)).toBeUndefined();
	});
});

describe('Lateness', () => {
	/** Ten minutes of messages, ten a second, each answered after `latency`. */
	function seasoned(latency: (index: number) => number): { lateness: Lateness; now: number } {
		const lateness = new Lateness();
		let now = 0;
		for (let index = 0; index < 6_000; index++) {
			now = index * 100;
			lateness.answered(latency(index), now + latency(index));
			lateness.learn(now, now + latency(index), now + 1_000);
		}
		return { lateness, now };
	}

	it('knows nothing before the first answer', () => {
		expect(new Lateness().of(0, Infinity, 1_000)).toBe(0);
	});

	it('is what the answer took longer than the fastest, and somewhat more', () => {
		const { lateness, now } = seasoned(() => 50);
		expect(lateness.of(now, now + 50, now + 1_000)).toBe(0);
		expect(lateness.of(now, now + 150, now + 1_000)).toBe(150);
	});

	it('is not what is usual', () => {
		const { lateness, now } = seasoned((index) => 50 + ((index * 37) % 100));
		expect(lateness.of(now, now + 110, now + 1_000)).toBe(0);
		expect(lateness.of(now, now + 400, now + 1_000)).toBeGreaterThan(100);
	});

	it('gets used to a slower Meta', () => {
		const { lateness, now } = seasoned((index) => (index < 5_000 ? 50 : 250));
		expect(lateness.of(now, now + 250, now + 1_000)).toBe(0);
	});

	it('is bounded, also for what was never answered', () => {
		const { lateness, now } = seasoned(() => 50);
		expect(lateness.of(now, Infinity, now + 60_000)).toBe(1_000);
	});
});
