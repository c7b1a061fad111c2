import { objectsIn, type JsonObject } from '../graph/answer';

/** How one of two compared templates fared. */
export interface Fared {
	/** 1: blocked less often than the other, 2: more often. */
	blockRank?: number;
	/** Messages sent of it. */
	messageSends?: number;
	/** Meta's word, such as "NO_LONGER_NEEDED". */
	topBlockReason?: string;
}

/** Meta's metrics, each of which is about both templates, by the templates' IDs. */
export function readComparison(metrics: readonly JsonObject[]): Record<string, Fared> {
	const fared: Record<string, Fared> = {};
	const of = (id: unknown) => (fared[String(id)] ??= {});
	for (const metric of metrics) {
		// From the lowest rate of blocks to the highest.
		const { order_by_relative_metric: order } = metric;
		if (Array.isArray(order)) order.forEach((id, place) => (of(id).blockRank = place + 1));
		for (const { key, value } of objectsIn(metric.number_values)) {
			if (typeof value === 'number') of(key).messageSends = value;
		}
		for (const { key, value } of objectsIn(metric.string_values)) {
			if (typeof value === 'string') of(key).topBlockReason = value;
		}
	}
	return fared;
}
