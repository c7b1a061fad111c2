import { systemClock } from '../clock';
import { SeenInProcess, type SeenEvents } from './dedupe';

let seenEvents: SeenEvents | undefined;

/** The one memory of this process of which events were taken over. */
export function getSeenEvents(): SeenEvents {
	seenEvents ??= new SeenInProcess(systemClock);
	return seenEvents;
}

/** Puts another one in its place, for tests; `undefined`: a fresh one at the next use. */
export function useSeenEvents(replacement: SeenEvents | undefined): void {
	seenEvents = replacement;
}
