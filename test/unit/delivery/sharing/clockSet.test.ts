import { ServerClock } from '../../../../nodes/shared/delivery/sharing/serverClock';

describe("a store's clock that is set", () => {
	it.each([-600_000, 600_000])('by %d ms is followed at once, over a slow way too', (step) => {
		const time = new ServerClock();
		time.learn(1_000, 1_001, 5_000.5);
		time.learn(2_000, 2_040, 6_020 + step);
		expect(time.toServer(3_000)).toBeCloseTo(7_000 + step, -2);
	});

	it('by nothing is not taken for one, however slow the way is', () => {
		const time = new ServerClock();
		time.learn(1_000, 1_001, 5_000.5);
		// All of it on the way there.
		time.learn(2_000, 2_040, 6_040);
		expect(time.toServer(3_000)).toBe(7_000);
	});
});
