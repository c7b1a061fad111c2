/**
 * Reads the format in which n8n hands out an execution's data: a JSON array in which every
 * object stands once and is referred to by its index, written as a string. (The package `flatted`
 * writes it; reading takes these few lines.)
 */
export function parseFlatted<T>(text: string): T {
	const table = JSON.parse(text) as unknown[];
	const visited = new Set<unknown>();
	const resolve = (index: string): unknown => {
		const value = table[Number(index)];
		if (typeof value !== 'object' || value === null || visited.has(value)) return value;
		visited.add(value);
		const record = value as Record<string, unknown>;
		for (const [key, entry] of Object.entries(record)) {
			if (typeof entry === 'string') record[key] = resolve(entry);
		}
		return value;
	};
	return resolve('0') as T;
}
