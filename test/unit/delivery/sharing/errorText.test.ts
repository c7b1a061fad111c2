import { readError, writeError } from '../../../../nodes/shared/delivery/sharing/errorText';
import {
	GraphApiError,
	NetworkError,
	UnexpectedAnswerError,
	ValidationError,
} from '../../../../nodes/shared/graph/errors';

describe('an error that is told to others', () => {
	it.each([
		new GraphApiError({
			title: 'Rate limit hit',
			code: 130429,
			httpStatus: 400,
			details: 'Too many, "quoted" — and ünusual',
			retryAfterMs: 3_000,
			fbtraceId: 'A1',
		}),
		new GraphApiError({ title: 'AuthException', code: 0, httpStatus: 401 }),
		new NetworkError('No connection', false, 'ECONNREFUSED'),
		new NetworkError('No answer', true),
		new UnexpectedAnswerError('Not JSON', 502),
	])('is the same there: %s', (error) => {
		const read = readError(writeError(error)) as typeof error;
		expect(read).toEqual(error);
		expect(read.constructor).toBe(error.constructor);
		expect({ ...read }).toEqual({ ...error });
		if (error instanceof GraphApiError) {
			expect((read as GraphApiError).advice).toEqual(error.advice);
		}
	});

	it.each([
		new ValidationError('Text', 'Too long', 'Shorten it'),
		new Error('token EAAG'),
		undefined,
	])('says nothing where it is not of Meta or the network: %s', (error) => {
		expect(writeError(error)).toBe('{}');
		expect(readError(writeError(error))).toBeUndefined();
	});

	it.each([null, undefined, '', '{', 'null', '5', '"text"', '[]', '{"other":1}'])(
		'is none where nothing usable was written: %s',
		(text) => {
			expect(readError(text)).toBeUndefined();
		},
	);
});
