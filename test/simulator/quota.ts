/** What happened when, by key, for as long as a limit looks back. */
export class Quota {
	private readonly moments = new Map<string, number[]>();

	/** @param windowMs how far back the longest limit looks, in milliseconds. */
	constructor(private readonly windowMs: number) {}

	/** How often it happened within the last `withinMs` milliseconds. */
	count(key: string, now: number, withinMs = this.windowMs): number {
		const moments = this.recent(key, now);
		const first = moments.findIndex((at) => now - at < withinMs);
		return first === -1 ? 0 : moments.length - first;
	}

	add(key: string, now: number): void {
		const moments = this.recent(key, now);
		moments.push(now);
		this.moments.set(key, moments);
	}

	/** Milliseconds until the oldest is forgotten; 0 when there is none. */
	untilOneIsForgotten(key: string, now: number, withinMs = this.windowMs): number {
		const oldest = this.recent(key, now).find((at) => now - at < withinMs);
		return oldest === undefined ? 0 : oldest + withinMs - now;
	}

	/** Forgets everything, or all that is kept under one key. */
	clear(key?: string): void {
		if (key === undefined) this.moments.clear();
		else this.moments.delete(key);
	}

	private recent(key: string, now: number): number[] {
		const moments = this.moments.get(key) ?? [];
		let old = 0;
		while (old < moments.length && now - moments[old] >= this.windowMs) old++;
		if (old > 0) moments.splice(0, old);
		return moments;
	}
}
