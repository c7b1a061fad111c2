import { systemClock } from '../clock';
import type { SharedState, Store, WhenAway } from '../store/store';
import { SeenInProcess, type SeenEvents } from './dedupe';
import { SeenInStore } from './seenInStore';
import { SeenTogether } from './seenTogether';

let own: SeenEvents | undefined;

/** Of each store, those of who goes on without it and who does not. */
let together = new WeakMap<Store, Map<WhenAway, SeenEvents>>();

/**
 * The one memory of which events were taken over: of this process, or of all that share state.
 * @param shared as the credential asks for it
 */
export function getSeenEvents(shared?: SharedState): SeenEvents {
	own ??= new SeenInProcess(systemClock);
	if (!shared) return own;
	const { store, whenAway } = shared;
	const ofStore = together.get(store) ?? new Map<WhenAway, SeenEvents>();
	together.set(store, ofStore);
	const seen = ofStore.get(whenAway) ?? new SeenTogether(new SeenInStore(store), own, whenAway);
	ofStore.set(whenAway, seen);
	return seen;
}

/** Puts another one in its place, for tests; `undefined`: a fresh one at the next use. */
export function useSeenEvents(replacement: SeenEvents | undefined): void {
	own = replacement;
	together = new WeakMap();
}
