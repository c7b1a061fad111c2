import { fingerprint } from '../graph/secrets';
import { RedisStore } from './redis';
import type { RedisSettings } from './settings';

/** Those of this process, by how they are reached. */
const stores = new Map<string, RedisStore>();

/** The connection of this process to a Redis: one for all nodes and credentials that name the same. */
export function getStore(settings: RedisSettings): RedisStore {
	const key = fingerprint(JSON.stringify(settings));
	let store = stores.get(key);
	if (!store) {
		store = new RedisStore(settings);
		stores.set(key, store);
	}
	return store;
}

/** Ends all connections, for tests. */
export function closeStores(): void {
	for (const store of stores.values()) store.close();
	stores.clear();
}
