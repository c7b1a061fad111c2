import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

/** `event` of an item. */
export function eventOf({ json }: INodeExecutionData): IDataObject {
	return (json.event ?? {}) as IDataObject;
}

/** The same item with more in its `event`. */
export function withFacts(item: INodeExecutionData, facts: IDataObject): INodeExecutionData {
	return { ...item, json: { ...item.json, event: { ...eventOf(item), ...facts } } };
}

/** Calls `work` for each, a few at once; the results are in the order of the things. */
export async function fewAtOnce<T, R>(
	limit: number,
	things: T[],
	work: (thing: T) => Promise<R>,
): Promise<R[]> {
	const results: R[] = [];
	const waiting = things.entries();
	const worker = async () => {
		for (const [index, thing] of waiting) results[index] = await work(thing);
	};
	await Promise.all(Array.from({ length: Math.min(limit, things.length) }, worker));
	return results;
}

/** A signal that fires after some milliseconds, or when the execution is cancelled. */
export function timeLimit(
	ms: number,
	after: (delayMs: number, action: () => void) => () => void,
	cancelled: AbortSignal | undefined,
): { signal: AbortSignal; end: () => void } {
	const controller = new AbortController();
	const cancel = after(ms, () => controller.abort());
	const { signal } = controller;
	return { signal: cancelled ? AbortSignal.any([signal, cancelled]) : signal, end: cancel };
}
