import { setTimeout as pass } from 'node:timers/promises';

import { cpuSince } from '../support/figures';

/** What a run of some size cost. */
export interface Cost {
	size: number;
	/** Microseconds per item, of this process. */
	cpuEach: number;
	/** Microseconds per item by the clock. */
	wallEach: number;
	/** Bytes on the heap that items and results take, once all else is collected. */
	items: number;
	/** Bytes of the process's memory at its peak, beyond what it had before the first run and the items. */
	over: number;
}

/** Rounds of a size are repeated until they come to as many items: small ones are over in a moment. */
const LEAST_ITEMS = 10_000;

/** Milliseconds in which V8's helper threads finish what a collection left to them, on nobody's account. */
const SETTLE_MS = 200;

/**
 * Measures runs of growing sizes in this process. What the smaller ones left behind counts as the larger
 * ones' memory, so those figures are upper bounds.
 * @param prepare makes the items
 * @param run sends them and returns the results, which are kept until the memory was looked at
 */
export async function measureSizes<T>(
	sizes: number[],
	warmUp: number,
	prepare: (size: number) => T,
	run: (items: T) => Promise<unknown>,
): Promise<Cost[]> {
	const atStart = (await collected()).rss;
	await run(prepare(warmUp));
	const costs: Cost[] = [];
	for (const size of sizes) {
		const { heapUsed } = await collected();
		const first = await measureOnce(prepare(size), size, run);
		const items = (await collected()).heapUsed - heapUsed;
		first.kept.length = 0;
		// The process's high-water mark, in kilobytes.
		const over = process.resourceUsage().maxRSS * 1_024 - atStart - items;
		const rounds: Effort[] = [];
		while (size < LEAST_ITEMS && rounds.length * size < LEAST_ITEMS) {
			rounds.push((await measureOnce(prepare(size), size, run)).effort);
		}
		// A collection throws away what V8 knew of objects that are gone, and with it compiled code: so
		// that the first round is slower matters only where there are others.
		if (rounds.length === 0) rounds.push(first.effort);
		rounds.sort((a, b) => a.cpuEach - b.cpuEach);
		costs.push({ size, items, over, ...rounds[rounds.length >> 1] });
	}
	return costs;
}

type Effort = Pick<Cost, 'cpuEach' | 'wallEach'>;

async function measureOnce<T>(
	items: T,
	size: number,
	run: (items: T) => Promise<unknown>,
): Promise<{ effort: Effort; kept: unknown[] }> {
	const cpuBefore = process.cpuUsage();
	const begun = performance.now();
	const results = await run(items);
	const wallEach = ((performance.now() - begun) * 1_000) / size;
	return { effort: { wallEach, cpuEach: cpuSince(cpuBefore) / size }, kept: [items, results] };
}

async function collected(): Promise<NodeJS.MemoryUsage> {
	globalThis.gc?.();
	await pass(SETTLE_MS);
	return process.memoryUsage();
}
