import { PairBudgets } from '../../../nodes/shared/delivery/pairBudget';
import { keepsPairBudget } from './support/meta';

/** Sends as soon as the budget allows. */
function drain(budgets: PairBudgets, from: number, count: number): number[] {
	const times: number[] = [];
	let now = from;
	for (let sent = 0; sent < count; sent++) {
		now = Math.max(now, budgets.freeAt('a'));
		budgets.charge('a', now);
		times.push(now);
	}
	return times;
}

describe('PairBudgets', () => {
	it('gives 45 at once, then one about every 6 seconds', () => {
		const times = drain(new PairBudgets(), 0, 60);
		expect(times[44]).toBe(0);
		expect(times[45]).toBeGreaterThanOrEqual(6_000);
		expect(times[45]).toBeLessThan(6_200);
		expect(times[59] / 15).toBeGreaterThanOrEqual(6_000);
		expect(times[59] / 15).toBeLessThan(6_200);
		expect(keepsPairBudget(times)).toBe(true);
	});

	it('is full again after a pause', () => {
		const budgets = new PairBudgets();
		drain(budgets, 0, 45);
		expect(drain(budgets, 300_000, 45)[44]).toBe(300_000);
	});

	it('keeps recipients apart', () => {
		const budgets = new PairBudgets();
		drain(budgets, 0, 45);
		expect(budgets.freeAt('a')).toBeGreaterThan(0);
		expect(budgets.freeAt('b')).toBe(-Infinity);
	});

	it('gives one at the end of a hold, then one per refill', () => {
		const budgets = new PairBudgets();
		budgets.charge('a', 0);
		budgets.hold('a', 4_000);
		expect(budgets.freeAt('a')).toBe(4_000);
		budgets.charge('a', 4_000);
		expect(budgets.freeAt('a')).toBeGreaterThanOrEqual(10_000);
	});

	it('takes back what was not sent', () => {
		const budgets = new PairBudgets();
		drain(budgets, 0, 45);
		budgets.refund('a');
		expect(budgets.freeAt('a')).toBeLessThanOrEqual(0);
		budgets.refund('nobody');
		expect(budgets.size).toBe(1);
	});

	it('remembers about six seconds of traffic, whatever the number of recipients', () => {
		const budgets = new PairBudgets();
		let most = 0;
		for (let sent = 0; sent < 100_000; sent++) {
			budgets.charge(`r${sent}`, sent);
			most = Math.max(most, budgets.size);
		}
		// 1,000 a second: 6,100 are not full yet; the sweep may be one round late.
		expect(most).toBeLessThan(3 * 6_100);
		// One round to its end, then one over all.
		budgets.sweep(1_000_000, 100_000);
		budgets.sweep(1_000_000, 100_000);
		expect(budgets.size).toBe(0);
	});
});
