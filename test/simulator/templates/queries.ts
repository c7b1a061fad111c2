import { GraphFailure } from '../graphErrors';

/** Ids written as `[1,2]`, `["1","2"]` or `1,2`. */
export function idsOf(text: string | null): string[] {
	return (text ?? '')
		.replace(/[[\]"'\s]/g, '')
		.split(',')
		.filter(Boolean);
}

/** A moment in seconds since the epoch that a call must give. */
export function secondsOf(query: URLSearchParams, name: string): number {
	const text = query.get(name) ?? '';
	if (!/^\d{9,11}$/.test(text)) {
		throw new GraphFailure(100, { message: `(#100) Param ${name} must be a UNIX timestamp` });
	}
	return Number(text);
}
