import { ValidationError } from '../../../nodes/shared/graph/errors';
import { thrownBy } from '../../support/graph';

/** So many code points, and twice as many UTF-16 units. */
export const points = (count: number): string => '👋'.repeat(count);

/** What our own check said. */
export function refusal(act: () => unknown): ValidationError {
	const error = thrownBy(act);
	if (!(error instanceof ValidationError)) throw error;
	expect(error.fix).toMatch(/\S/);
	return error;
}

/** A text may be as long as Meta allows, and no longer. */
export function expectLimit(field: string, limit: number, build: (text: string) => unknown): void {
	expect(() => build(points(limit))).not.toThrow();
	const { message, field: named } = refusal(() => build(points(limit + 1)));
	expect(named).toBe(field);
	expect(message).toBe(`${field} has ${limit + 1} characters, Meta allows ${limit}`);
}

/** The same for what is ASCII only. */
export function expectAsciiLimit(
	field: string,
	limit: number,
	build: (text: string) => unknown,
): void {
	expect(() => build('1'.repeat(limit))).not.toThrow();
	expect(refusal(() => build('1'.repeat(limit + 1))).message).toBe(
		`${field} has ${limit + 1} characters, Meta allows ${limit}`,
	);
}

/** So many things that differ. */
export const times = <T>(count: number, make: (index: number) => T): T[] =>
	Array.from({ length: count }, (_, index) => make(index));
