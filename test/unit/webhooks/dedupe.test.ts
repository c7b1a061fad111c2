import { SeenInProcess } from '../../../nodes/shared/webhooks/dedupe';
import { VirtualClock } from '../delivery/support/virtualClock';
import { itRemembersEvents, newOnes, take, thing } from './support/seenEvents';

const DAY_MS = 24 * 60 * 60_000;

describe('an event, in this process,', () => {
	itRemembersEvents(() => new SeenInProcess(new VirtualClock()), 300);

	it('is remembered for 7 days', async () => {
		const clock = new VirtualClock();
		const seen = new SeenInProcess(clock);
		await take(seen, [thing('a')]);
		await clock.advance(7 * DAY_MS - 1_000);
		expect(newOnes(await take(seen, [thing('a')]))).toEqual([false]);
		await clock.advance(1_000);
		expect(newOnes(await take(seen, [thing('a')]))).toEqual([true]);
	});

	it('is forgotten when more came after it than are kept', async () => {
		const seen = new SeenInProcess(new VirtualClock(), 3);
		for (const name of ['a', 'b', 'c', 'd']) await take(seen, [thing(name)]);
		expect(seen.size).toBe(3);
		expect(newOnes(await take(seen, [thing('b'), thing('c'), thing('d')]))).not.toContain(true);
		expect(newOnes(await take(seen, [thing('a')]))).toEqual([true]);
	});
});
