import { ServerClock } from '../../../../nodes/shared/delivery/sharing/serverClock';

const HOUR = 3_600_000;

describe('ServerClock', () => {
	it('knows nothing before the first answer', () => {
		const time = new ServerClock();
		expect(time.isKnown).toBe(false);
		time.learn(0, 10, HOUR);
		expect(time.isKnown).toBe(true);
	});

	it('takes the middle of a round trip, and back', () => {
		const time = new ServerClock();
		time.learn(100, 110, HOUR + 105);
		expect(time.toServer(200)).toBe(HOUR + 200);
		expect(time.toLocal(HOUR + 200)).toBe(200);
	});

	it('believes fast round trips rather than slow ones', () => {
		const time = new ServerClock();
		time.learn(0, 1, HOUR + 0.5);
		time.learn(100, 300, HOUR + 299);
		expect(time.toServer(0)).toBe(HOUR);
		// The first was the one for which a connection was made.
		const other = new ServerClock();
		other.learn(0, 200, HOUR + 199);
		other.learn(300, 301, HOUR + 300.5);
		expect(other.toServer(0)).toBe(HOUR);
	});

	it('follows a clock that is set', () => {
		const time = new ServerClock();
		time.learn(0, 1, HOUR + 0.5);
		time.learn(100, 101, 100.5);
		expect(time.toServer(0)).toBe(0);
	});

	it('believes slow ones in the end when there are no others', () => {
		const time = new ServerClock();
		time.learn(0, 1, HOUR + 0.5);
		for (let turn = 1; turn < 400; turn++) time.learn(turn * 100, turn * 100 + 20, turn * 100 + 10);
		expect(time.toServer(0)).toBe(0);
	});
});
