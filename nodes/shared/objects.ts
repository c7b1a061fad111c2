/** Leaves out what has no value. */
export function compact<T extends object>(object: T): Partial<T> {
	return Object.fromEntries(
		Object.entries(object).filter(([, value]) => value !== undefined),
	) as Partial<T>;
}

/** The object; undefined where it has no keys. */
export function nonEmpty<T extends object>(object: T): T | undefined {
	return Object.keys(object).length === 0 ? undefined : object;
}

/** A copy of an object that lacks some of its keys. */
export function without(
	object: Record<string, unknown>,
	...keys: string[]
): Record<string, unknown> {
	return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}
