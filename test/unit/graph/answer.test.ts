import fc from 'fast-check';

import { parseRegainAccess, parseRetryAfter, readAnswer } from '../../../nodes/shared/graph/answer';
import { GraphApiError, UnexpectedAnswerError } from '../../../nodes/shared/graph/errors';
import type { HttpAnswer } from '../../../nodes/shared/graph/transport';
import { answerWith, refusal, standingClock, thrownBy } from '../../support/graph';

const clock = standingClock();
const read = (answer: HttpAnswer) => readAnswer(answer, clock);

function refusalIn(answer: HttpAnswer): GraphApiError {
	const error = thrownBy(() => read(answer));
	if (!(error instanceof GraphApiError)) throw error;
	return error;
}

function surpriseIn(answer: HttpAnswer): UnexpectedAnswerError {
	const error = thrownBy(() => read(answer));
	if (!(error instanceof UnexpectedAnswerError)) throw error;
	return error;
}

const envelope = (error: object, status = 400, headers: HttpAnswer['headers'] = {}) =>
	answerWith({ error }, status, headers);

describe('an answer of Meta', () => {
	it.each([200, 201, 206])('is its JSON object with HTTP %i', (status) => {
		expect(read(answerWith({ messages: [{ id: 'wamid.1' }] }, status))).toEqual({
			messages: [{ id: 'wamid.1' }],
		});
	});

	it('may hold an error that is none', () => {
		expect(read(answerWith({ error: null, data: [] }))).toEqual({ error: null, data: [] });
	});

	it('does not become part of every object', () => {
		read(answerWith('{"__proto__":{"polluted":true}}'));
		expect({}).not.toHaveProperty('polluted');
	});
});

describe("Meta's error envelope", () => {
	it('gives every fact', () => {
		const answer = envelope(
			{
				message: '(#131056) (Business Account, Consumer Account) pair rate limit hit',
				type: 'OAuthException',
				code: 131056,
				error_subcode: 2494010,
				error_data: { messaging_product: 'whatsapp', details: 'Message failed to send.' },
				error_user_title: 'Too fast',
				error_user_msg: 'Wait a little.',
				is_transient: true,
				fbtrace_id: 'AXm7',
			},
			429,
			{
				'retry-after': '30',
				'x-business-use-case-usage': '{"1":[{"estimated_time_to_regain_access":5}]}',
			},
		);
		expect(refusalIn(answer).facts).toEqual({
			code: 131056,
			title: '(Business Account, Consumer Account) pair rate limit hit',
			details: 'Message failed to send.',
			subcode: 2494010,
			type: 'OAuthException',
			httpStatus: 429,
			fbtraceId: 'AXm7',
			isTransient: true,
			userTitle: 'Too fast',
			userMessage: 'Wait a little.',
			retryAfterMs: 30_000,
			regainAccessMs: 300_000,
		});
	});

	it.each([200, 206, 400, 401, 403, 404, 429, 500, 503])('is one with HTTP %i', (status) => {
		const error = refusalIn(refusal(131000, '(#131000) Something went wrong', status));
		expect(error.facts).toMatchObject({ code: 131000, httpStatus: status });
	});

	it('may have the code 0', () => {
		expect(refusalIn(refusal(0, 'AuthException', 401)).code).toBe(0);
	});

	it.each([{}, { message: '' }, { message: null }, { message: 7 }, { message: '(#100)' }])(
		'has a title, whatever it says: %j',
		(fields) => {
			expect(refusalIn(envelope({ code: 100, ...fields })).facts.title).toMatch(/\S/);
		},
	);

	it.each([null, [], 'x', 7, {}, { details: null }, { details: { a: 1 } }, { details: '' }])(
		'may have odd error_data: %j',
		(data) => {
			const { facts } = refusalIn(envelope({ code: 100, message: 'x', error_data: data }));
			expect(facts.details).toBeUndefined();
		},
	);

	// With HTTP 200 this passed for a success, with 4xx it lost all that Meta said.
	it.each([200, 400])('is read when its code is a text, with HTTP %i', (status) => {
		expect(refusalIn(envelope({ code: '190', message: 'Expired' }, status)).code).toBe(190);
	});

	// Passed for a success.
	it.each([{ message: 'Something' }, { code: null, message: 'Something' }, { code: 'x' }, {}])(
		'is no success with HTTP 200 when it has no code: %j',
		(error) => {
			expect(thrownBy(() => read(envelope(error, 200)))).toBeInstanceOf(Error);
		},
	);
});

describe('an answer that is none', () => {
	it.each([
		'',
		' ',
		'\n',
		'\u0000',
		'<html>',
		'null',
		'[]',
		'"text"',
		'42',
		'true',
		'{"a":',
		'{}x',
	])('is said to be so: %j', (body) => {
		const { message, httpStatus } = surpriseIn(answerWith(body, 200));
		expect(message).toMatch(/^Meta's server gave an (?:empty answer|answer that is no JSON)/);
		expect(message).toContain('HTTP 200');
		expect(httpStatus).toBe(200);
	});

	it.each([301, 302, 307, 304, 400, 401, 404, 500, 502, 503])(
		'is an object without envelope and HTTP %i',
		(status) => {
			expect(surpriseIn(answerWith({ moved: true }, status)).httpStatus).toBe(status);
		},
	);

	it('keeps how long to wait', () => {
		const html = surpriseIn(answerWith('<html>', 503, { 'retry-after': '3' }));
		expect(html.retryAfterMs).toBe(3000);
		const json = surpriseIn(answerWith({}, 503, { 'retry-after': '3' }));
		expect(json.retryAfterMs).toBe(3000);
	});

	it('is not quoted: it may be a page, or hold what it was sent', () => {
		const body = `<html>${'<p>Forbidden</p>'.repeat(1000)}`;
		expect(surpriseIn(answerWith(body, 403)).message.length).toBeLessThan(200);
	});
});

describe('any answer at all', () => {
	const text = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.constant(''));
	const header = fc.option(fc.oneof(fc.string(), fc.json(), fc.array(fc.string())), {
		nil: undefined,
	});
	const wait = (ms: number | undefined) => ms === undefined || (Number.isFinite(ms) && ms >= 0);

	function outcome(answer: HttpAnswer): unknown {
		try {
			return read(answer);
		} catch (error) {
			return error;
		}
	}

	it('ends in an object or in one of two errors', () => {
		fc.assert(
			fc.property(
				text,
				fc.integer({ min: 200, max: 599 }),
				header,
				header,
				(body, status, a, b) => {
					const headers = { 'retry-after': a, 'x-business-use-case-usage': b };
					const result = outcome({ status, headers, body });
					expect(typeof result === 'object' && result !== null && !Array.isArray(result)).toBe(
						true,
					);
					if (!(result instanceof Error)) return;
					expect(result instanceof GraphApiError || result instanceof UnexpectedAnswerError).toBe(
						true,
					);
				},
			),
			{ numRuns: 500 },
		);
	});

	it('ends so whatever stands in its envelope', () => {
		const field = fc.oneof(fc.anything({ maxDepth: 2 }), fc.string(), fc.integer());
		const error = fc.record(
			{
				message: field,
				code: fc.integer(),
				type: field,
				error_subcode: field,
				error_data: fc.oneof(field, fc.record({ details: field })),
				error_user_title: field,
				error_user_msg: field,
				is_transient: field,
				fbtrace_id: field,
			},
			{ requiredKeys: ['code'] },
		);
		fc.assert(
			fc.property(error, (fields) => {
				let body: string;
				try {
					body = JSON.stringify({ error: fields });
				} catch {
					return;
				}
				const result = outcome({ status: 400, headers: {}, body });
				expect(result).toBeInstanceOf(GraphApiError);
				for (const [name, value] of Object.entries((result as GraphApiError).facts)) {
					expect([name, typeof value]).toEqual([
						name,
						expect.stringMatching(/^(?:string|number|boolean|undefined)$/),
					]);
				}
			}),
		);
	});

	it('waits a finite time, not a negative one', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.double().map(String)), (value) => {
				expect(wait(parseRetryAfter(value, clock.time))).toBe(true);
			}),
			{ numRuns: 1000 },
		);
		fc.assert(
			fc.property(fc.oneof(fc.json(), fc.string()), (value) => {
				expect(wait(parseRegainAccess(value))).toBe(true);
			}),
		);
	});
});

describe('Retry-After', () => {
	it.each([
		['0', 0],
		['1', 1000],
		[' 120 ', 120_000],
		['1.5', 1500],
		['-5', 0],
		['Fri, 20 Nov 2026 12:00:30 GMT', 30_000],
		['Fri, 20 Nov 2026 11:59:00 GMT', 0],
		['Friday, 20-Nov-26 12:01:00 GMT', 60_000],
	])('of %j', (value, expected) => {
		expect(parseRetryAfter(value, clock.time)).toBe(expected);
	});

	it.each([undefined, '', '  ', 'soon', 'garbage', 'NaN', 'Infinity', '1e999', 'null', 'later 5'])(
		'of %j says nothing',
		(value) => {
			expect(parseRetryAfter(value, clock.time)).toBeUndefined();
		},
	);

	it('may come twice', () => {
		const error = refusalIn(envelope({ code: 4 }, 429, { 'retry-after': ['5', '9'] }));
		expect(error.facts.retryAfterMs).toBeGreaterThanOrEqual(5000);
	});
});

describe('X-Business-Use-Case-Usage', () => {
	const usage = (minutes: unknown) => ({
		type: 'messaging',
		estimated_time_to_regain_access: minutes,
	});

	it.each([
		['one business', { '1': [usage(3)] }, 180_000],
		['the longest of several', { '1': [usage(3), usage(7)], '2': [usage(5)] }, 420_000],
		['minutes as text', { '1': [usage('3')] }, 180_000],
		['a part of a minute', { '1': [usage(0.5)] }, 30_000],
		['odd neighbours', { '1': null, '2': 'x', '3': [null, 'x', usage(2)] }, 120_000],
	])('gives %s', (_, value, expected) => {
		expect(parseRegainAccess(JSON.stringify(value))).toBe(expected);
	});

	it.each([
		{ '1': [usage(0)] },
		{ '1': [usage(null)] },
		{ '1': [usage(-3)] },
		{ '1': [usage('soon')] },
		{ '1': [{ type: 'messaging' }] },
		{ '1': usage(3) },
		{},
		[],
		null,
		'text',
	])('gives nothing: %j', (value) => {
		expect(parseRegainAccess(JSON.stringify(value))).toBeUndefined();
	});

	it.each([undefined, '', 'no JSON', '{"1":[{"estimated_time_to_regain_access":1e999}]}'])(
		'gives nothing: %j',
		(value) => {
			expect(parseRegainAccess(value)).toBeUndefined();
		},
	);
});
