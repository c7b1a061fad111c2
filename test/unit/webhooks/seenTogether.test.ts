import { StoreAwayError, type WhenAway } from '../../../nodes/shared/store/store';
import { isBusy, SeenInProcess, type SeenEvents } from '../../../nodes/shared/webhooks/dedupe';
import { SeenTogether } from '../../../nodes/shared/webhooks/seenTogether';
import { VirtualClock } from '../delivery/support/virtualClock';
import { claim, itRemembersEvents, newOnes, take, thing } from './support/seenEvents';

const clock = new VirtualClock();

/** A memory that is away when told so. */
class Shared implements SeenEvents {
	isAway = false;
	readonly memory = new SeenInProcess(clock);

	async claim(...[scope, events]: Parameters<SeenEvents['claim']>) {
		if (this.isAway) throw new StoreAwayError('nobody is there');
		return this.memory.claim(scope, events);
	}
}

let shared: Shared;

/** A process that shares it. */
const aProcess = (whenAway: WhenAway = 'continue') =>
	new SeenTogether(shared, new SeenInProcess(clock), whenAway);

beforeEach(() => {
	shared = new Shared();
});

describe('an event, in a store and in this process,', () => {
	itRemembersEvents(() => {
		shared = new Shared();
		return aProcess();
	}, 100);

	it('that is held anywhere is held everywhere', async () => {
		const [one, other] = [aProcess(), aProcess()];
		const first = await claim(one, [thing('a')]);
		for (const seen of [one, other]) {
			expect(isBusy(await seen.claim('trigger', [thing('a')]))).toBe(true);
		}
		first.release();
		expect(newOnes(await take(other, [thing('a')]))).toEqual([true]);
	});

	it('is not held here when it is held elsewhere', async () => {
		const [one, other] = [aProcess(), aProcess()];
		await claim(one, [thing('a')]);
		await other.claim('trigger', [thing('b'), thing('a')]);
		expect(newOnes(await take(other, [thing('b')]))).toEqual([true]);
	});
});

describe('while the store is away', () => {
	it('nothing can be claimed where nobody may go on alone, and nothing stays held', async () => {
		const seen = aProcess('fail');
		shared.isAway = true;
		await expect(seen.claim('trigger', [thing('a')])).rejects.toThrow(StoreAwayError);
		shared.isAway = false;
		expect(newOnes(await take(seen, [thing('a')]))).toEqual([true]);
	});

	it('this process goes on, with all that it took over itself', async () => {
		const [one, other] = [aProcess(), aProcess()];
		await take(one, [thing('mine')]);
		await take(other, [thing('theirs')]);
		shared.isAway = true;
		const events = [thing('mine'), thing('theirs'), thing('new')];
		expect(newOnes(await take(one, events))).toEqual([false, true, true]);
		expect(newOnes(await take(one, events))).toEqual([false, false, false]);
	});

	it('what this process takes over, the store learns when it comes again', async () => {
		const [one, other] = [aProcess(), aProcess()];
		shared.isAway = true;
		await take(one, [thing('a')]);
		shared.isAway = false;
		expect(newOnes(await take(one, [thing('a')]))).toEqual([false]);
		expect(newOnes(await take(other, [thing('a')]))).toEqual([false]);
	});

	it('that is said once, and once that it is back', async () => {
		const seen = aProcess();
		const notices: Array<string | undefined> = [];
		for (const isAway of [false, true, true, false, false]) {
			shared.isAway = isAway;
			const { notice, release } = await claim(seen, [thing('a')]);
			notices.push(notice);
			release();
		}
		expect(notices).toEqual([
			undefined,
			expect.stringMatching(/nobody is there.*this process alone remembers/),
			undefined,
			expect.stringMatching(/answers again/),
			undefined,
		]);
	});
});
