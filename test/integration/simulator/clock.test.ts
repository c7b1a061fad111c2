import { SimulatorClock } from '../../simulator';

test('a manual clock stands still, and runs what falls due in order of time', () => {
	const clock = new SimulatorClock({ mode: 'manual', startAt: 1_000 });
	const ran: string[] = [];
	const note = (name: string): void => void ran.push(`${name} at ${clock.now()}`);
	clock.after(300, () => note('late'));
	clock.after(100, () => note('early'));
	clock.after(100, () => note('early too'));
	clock.after(50, () => {
		note('first');
		clock.after(100, () => note('nested'));
	});
	const cancel = clock.after(200, () => note('never'));
	cancel();
	clock.advance(250);
	expect(clock.now()).toBe(1_250);
	expect(ran).toEqual(['first at 1050', 'early at 1100', 'early too at 1100', 'nested at 1150']);
	clock.set(1_300);
	expect(ran).toContain('late at 1300');
	expect(() => clock.set(1_299)).toThrow(RangeError);
});

test('many timers run in the order in which they fall due', () => {
	const clock = new SimulatorClock({ mode: 'manual', startAt: 0 });
	const ran: number[] = [];
	const delays = Array.from({ length: 500 }, (_, index) => (index * 7_919) % 1_009);
	for (const delay of delays) clock.after(delay, () => ran.push(delay));
	clock.advance(2_000);
	expect(ran).toEqual([...delays].sort((a, b) => a - b));
});

test('a real clock can be moved forward', () => {
	const clock = new SimulatorClock();
	const ran: string[] = [];
	clock.after(60_000, () => ran.push('a minute later'));
	const before = Date.now();
	const shown = clock.now();
	// Two clocks of the machine's, which differ by their digits and by what it corrects meanwhile.
	expect(shown).toBeGreaterThan(before - 1_000);
	expect(shown).toBeLessThan(Date.now() + 1_000);
	clock.advance(60_000);
	expect(ran).toEqual(['a minute later']);
	clock.close();
});

test('a real clock waits for more than Node’s timers can hold', () => {
	const timers = jest.spyOn(global, 'setTimeout');
	const clock = new SimulatorClock();
	clock.after(28 * 24 * 60 * 60 * 1_000, () => undefined);
	const [, delay] = timers.mock.calls[0];
	clock.close();
	timers.mockRestore();
	expect(delay).toBe(2 ** 31 - 1);
});
