import { randomUUID } from 'node:crypto';

import {
	claim,
	itRemembersEvents,
	newOnes,
	take,
	thing,
} from '../unit/webhooks/support/seenEvents';
import { isBusy, type SeenEvents } from '../../nodes/shared/webhooks/dedupe';
import { SeenInStore } from '../../nodes/shared/webhooks/seenInStore';
import { RedisStore } from '../../nodes/shared/store/redis';
import { Script, StoreAwayError } from '../../nodes/shared/store/store';
import { startRedis } from '../servers';
import { keysIn, settingsFor } from './support';
import { prefix, processes, redis, useTwoStores } from './twoStores';

const DAY_MS = 24 * 60 * 60_000;

const liveScript = new Script(`return redis.call('PTTL', KEYS[1])`);
/** What is held until a time, is held until 1970. Answers how many were. */
const endHoldScript = new Script(`
local ended, count = string.gsub(redis.call('HGET', KEYS[1], ARGV[1]), ' %d+$', ' 0')
redis.call('HSET', KEYS[1], ARGV[1], ended)
return count
`);
const ageScript = new Script(`return redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])`);

useTwoStores();

/** An empty memory, in a Redis that has others in it. */
const within = (name: string, seen: SeenEvents): SeenEvents => ({
	claim: (scope, events) => seen.claim(`${name} ${scope}`, events),
});

/** The memories of several processes that share one. */
function shared(): SeenEvents[] {
	const name = randomUUID();
	return processes.map((store) => within(name, new SeenInStore(store)));
}

/** Of the only thing that is known. */
async function onlyKey(): Promise<string> {
	const keys = await keysIn(redis, prefix);
	expect(keys).toEqual([expect.stringMatching(/^seen:/)]);
	return keys[0];
}

/** As if the time were over for which the only thing without a state is held. */
async function endHold(): Promise<void> {
	expect(await processes[0].run(endHoldScript, [await onlyKey()], [thing('').state])).toBe(1);
}

describe('an event, in Redis,', () => {
	itRemembersEvents(() => shared()[0], 30);

	describe('of two processes', () => {
		itRemembersEvents(() => {
			const both = shared();
			let turn = 0;
			return { claim: (scope, events) => both[turn++ % 2].claim(scope, events) };
		}, 30);

		it('is new in one of them, however many come at once', async () => {
			const both = shared();
			const answers = await Promise.all(
				Array.from({ length: 50 }, async (_, index) => await take(both[index % 2], [thing('a')])),
			);
			expect(answers.filter(([{ isNew }]) => isNew)).toHaveLength(1);
		});

		it('is free again a while after the one that held it has ended', async () => {
			const [one, other] = shared();
			await claim(one, [thing('a')]);
			expect(isBusy(await other.claim('trigger', [thing('a')]))).toBe(true);
			// Waits as a delivery does; nobody releases it.
			const waiting = take(other, [thing('a')]);
			await endHold();
			expect(newOnes(await waiting)).toEqual([true]);
		});

		it('stays with who holds it now when the first comes to its end too late', async () => {
			const [one, other] = shared();
			const first = await claim(one, [thing('a')]);
			await endHold();
			const second = await claim(other, [thing('a')]);
			first.release();
			// On the connection of the first, so that its release is through.
			expect(isBusy(await one.claim('trigger', [thing('a')]))).toBe(true);
			second.confirm();
			expect(newOnes(await take(other, [thing('a')]))).toEqual([false]);
		});
	});

	it('is remembered for 7 days, and held for a minute', async () => {
		const [seen] = shared();
		const lives = async () => Number(await processes[0].run(liveScript, [await onlyKey()], []));
		const { confirm } = await claim(seen, [{ thing: 'a', state: 'sent', later: [] }]);
		expect(await lives()).toBeGreaterThan(50_000);
		expect(await lives()).toBeLessThanOrEqual(60_000);
		confirm();
		expect(await lives()).toBeGreaterThan(7 * DAY_MS - 10_000);
		expect(await lives()).toBeLessThanOrEqual(7 * DAY_MS);
		await claim(seen, [{ thing: 'a', state: 'read', later: [] }]);
		expect(await lives()).toBeGreaterThan(7 * DAY_MS - 10_000);
	});

	it('is new after 7 days, though a later state of its thing is remembered', async () => {
		const [seen] = shared();
		const sent = { thing: 'a', state: 'sent', later: [] };
		await take(seen, [sent]);
		await take(seen, [{ ...sent, state: 'read' }]);
		const weekAgo = Math.floor(Date.now() / 1_000) - 7 * 24 * 60 * 60;
		await processes[0].run(ageScript, [await onlyKey()], ['sent', weekAgo]);
		expect(newOnes(await take(seen, [sent]))).toEqual([true]);
		expect(newOnes(await take(seen, [{ ...sent, state: 'read' }]))).toEqual([false]);
	});

	it('leaves nothing behind that was not taken over', async () => {
		const [seen] = shared();
		const { release } = await claim(seen, [thing('a'), thing('b')]);
		release();
		await processes[0].ping();
		expect(await keysIn(redis, prefix)).toEqual([]);
	});

	it('is stored under a digest, not in clear', async () => {
		await take(shared()[0], [thing('message of 106540352242922: wamid.12025550150')]);
		expect(await keysIn(redis, prefix)).toEqual([expect.stringMatching(/^seen:[\w-]{16}$/)]);
	});

	it('of a delivery of 1,000 is claimed with the others at once', async () => {
		const [one, other] = shared();
		const events = Array.from({ length: 1_000 }, (_, index) => thing(String(index)));
		const { sightings, confirm } = await claim(one, events);
		expect(new Set(newOnes(sightings))).toEqual(new Set([true]));
		expect(isBusy(await other.claim('trigger', events.slice(-1)))).toBe(true);
		confirm();
		expect(new Set(newOnes(await take(other, events)))).toEqual(new Set([false]));
	});

	it('is claimed by nobody while Redis is away, and its end disturbs nobody', async () => {
		const own = await startRedis({ own: true });
		const store = new RedisStore(settingsFor(own));
		try {
			const seen = new SeenInStore(store);
			const taken = await claim(seen, [thing('a')]);
			const failed = await claim(seen, [thing('b')]);
			await own.stop();
			await expect(seen.claim('trigger', [thing('c')])).rejects.toThrow(StoreAwayError);
			// An unhandled rejection would end the test.
			taken.confirm();
			failed.release();
			await expect(store.ping()).rejects.toThrow(StoreAwayError);
		} finally {
			store.close();
			await own.close();
		}
	});
});
