import { randomUUID } from 'node:crypto';

import { VirtualClock } from '../unit/delivery/support/virtualClock';
import { claim, itRemembersEvents, newOnes, take, thing } from '../unit/webhooks/support/seenEvents';
import { isBusy, SeenInProcess, type SeenEvents } from '../../nodes/shared/webhooks/dedupe';
import { SeenInStore } from '../../nodes/shared/webhooks/seenInStore';
import { SeenTogether } from '../../nodes/shared/webhooks/seenTogether';
import { RedisStore } from '../../nodes/shared/store/redis';
import { Script, StoreAwayError, type Store, type WhenAway } from '../../nodes/shared/store/store';
import { startRedis, type RedisServer } from '../servers';
import { settingsFor } from './support';

let redis: RedisServer;
/** Each has a connection of its own, as processes have. */
let processes: RedisStore[];

beforeAll(async () => {
	redis = await startRedis();
	processes = [0, 1].map(() => new RedisStore(settingsFor(redis)));
});
afterAll(async () => {
	for (const store of processes) store.close();
	await redis.close();
});

/** An empty memory, in a Redis that has others in it. */
const within = (name: string, seen: SeenEvents): SeenEvents => ({
	claim: (scope, events) => seen.claim(`${name} ${scope}`, events),
});

/** The memories of several processes that share one. */
function shared(): SeenEvents[] {
	const name = randomUUID();
	return processes.map((store) => within(name, new SeenInStore(store)));
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
	});
});
