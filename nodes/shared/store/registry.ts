import { systemClock, type Clock } from '../clock';
import { idOf, RedisStore } from './redis';
import type { RedisSettings } from './settings';

/** Milliseconds after which the connection of a store that nobody asks is closed: its credential may be gone. */
const UNUSED_MS = 60 * 60_000;

/** Those of this process, by how they are reached. Without its connection one is less than a kilobyte. */
const stores = new Map<string, RedisStore>();

/**
 * The connection of this process to a Redis: one for all nodes and credentials that name the same. Connections
 * that went out of use are closed on the way: whoever asks a closed one again opens it again.
 */
export function getStore(settings: RedisSettings, clock: Clock = systemClock): RedisStore {
	const now = clock.now();
	for (const store of stores.values()) if (now - store.usedAt > UNUSED_MS) store.close();
	const id = idOf(settings);
	let store = stores.get(id);
	if (!store) {
		store = new RedisStore(settings, clock);
		stores.set(id, store);
	}
	return store;
}

/** Ends all connections, for tests. */
export function closeStores(): void {
	for (const store of stores.values()) store.close();
	stores.clear();
}
