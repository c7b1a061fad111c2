import { randomUUID } from 'node:crypto';

import { RedisStore } from '../../nodes/shared/store/redis';
import { startRedis, type RedisServer } from '../servers';
import { forget, settingsFor } from './support';

/** Of the tests of a file. */
export let redis: RedisServer;
/** Below which the test at hand keeps everything. */
export let prefix: string;
/** Each has a connection of its own, as processes have. */
export let processes: RedisStore[];

/** A Redis for the tests of a file, and in each test two processes that know nothing yet. */
export function useTwoStores(): void {
	beforeAll(async () => {
		redis = await startRedis();
	});
	beforeEach(() => {
		prefix = `test-${randomUUID()}:`;
		processes = [0, 1].map(() => new RedisStore(settingsFor(redis, { prefix })));
	});
	afterEach(async () => {
		for (const store of processes) store.close();
		await forget(redis, prefix);
	});
	afterAll(async () => await redis.close());
}
