import { type Candidate, chooseSender, Habits } from '../../../nodes/shared/delivery/spread';
import { aSender } from './support/meta';

function candidate(phoneNumberId: string, more: Partial<Candidate> & { flagged?: boolean } = {}) {
	const { flagged, ...rest } = more;
	return {
		sender: aSender({ phoneNumberId, flagged }),
		isBusy: false,
		isDead: false,
		isPaused: false,
		freeAt: 0,
		...rest,
	};
}

const chosen = (candidates: Candidate[], usual?: string) =>
	chooseSender(candidates, usual).phoneNumberId;

describe('chooseSender', () => {
	it('takes the earliest free slot', () => {
		const [a, b] = [candidate('1', { freeAt: 20 }), candidate('2', { freeAt: 10 })];
		expect(chosen([a, b])).toBe('2');
		expect(chosen([b, a])).toBe('2');
	});

	it('keeps a recipient with the number that they know, even a paused one', () => {
		const paused = candidate('1', { freeAt: 20, isPaused: true });
		expect(chosen([paused, candidate('2')], '1')).toBe('1');
	});

	it('passes over paused and flagged numbers, and takes them when there is no other', () => {
		const paused = candidate('1', { isPaused: true });
		const flagged = candidate('2', { flagged: true });
		expect(chosen([paused, flagged, candidate('3', { freeAt: 99 })])).toBe('3');
		expect(chosen([flagged, paused])).toBe('1');
		expect(chosen([flagged])).toBe('2');
	});

	it('does not stay with a number that is flagged or dead', () => {
		expect(chosen([candidate('1', { flagged: true }), candidate('2')], '1')).toBe('2');
		expect(chosen([candidate('1', { isDead: true }), candidate('2', { flagged: true })], '1')).toBe(
			'2',
		);
	});

	it('stays where messages for the recipient are under way, whatever happened', () => {
		expect(chosen([candidate('2'), candidate('1', { isBusy: true, isDead: true })], '2')).toBe('1');
	});
});

describe('Habits', () => {
	it('remembers the latest recipients and is bounded', () => {
		const habits = new Habits();
		for (let index = 0; index < 250_000; index++) habits.note(`r${index}`, '1', index);
		expect(habits.size).toBeLessThanOrEqual(100_000);
		expect(habits.of('r249999')).toBe('1');
		expect(habits.of('r205000')).toBe('1');
		expect(habits.of('r0')).toBeUndefined();
		habits.sweep(86_400_000);
		expect(habits.of('r249999')).toBe('1');
		habits.sweep(86_400_000 + 250_000);
		expect(habits.size).toBe(0);
	});
});
