import type { Clock } from '../clock';

/**
 * Calls `action` every `ms` milliseconds. What it throws is dropped: who is only told how things stand must
 * not stop them.
 * @returns a function that ends it
 */
export function every(clock: Clock, ms: number, action: () => void): () => void {
	let cancel = clock.after(ms, tick);
	function tick(): void {
		cancel = clock.after(ms, tick);
		try {
			action();
		} catch {
			// As said above.
		}
	}
	return () => cancel();
}
