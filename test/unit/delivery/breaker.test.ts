import { Breaker, isHostTrouble } from '../../../nodes/shared/delivery/breaker';
import { defaultPolicy } from '../../../nodes/shared/delivery';
import { UnexpectedAnswerError, ValidationError } from '../../../nodes/shared/graph/errors';
import {
	deadToken,
	graphError,
	maintenance,
	refusedConnection,
	serviceDown,
	timedOut,
	tooFast,
} from './support/errors';

describe('isHostTrouble', () => {
	it.each([
		['a refused connection', refusedConnection()],
		['a time-out', timedOut()],
		['a gateway error', new UnexpectedAnswerError('', 502)],
		['131016 as 500', serviceDown()],
		['131000 as 500', graphError(131000, 500)],
	])('is %s', (_name, error) => expect(isHostTrouble(error)).toBe(true));

	it.each([
		['a wrong request that comes as 500', graphError(3, 500)],
		['a maintenance of one number', maintenance()],
		['a throttle', tooFast()],
		['a dead token', deadToken()],
		['2 as 400', graphError(2, 400)],
		['a 404 of a proxy', new UnexpectedAnswerError('', 404)],
		['a check of ours', new ValidationError('a', 'b', 'c')],
		['a bug', new TypeError()],
	])('is not %s', (_name, error) => expect(isHostTrouble(error)).toBe(false));
});

describe('Breaker', () => {
	const fail = (breaker: Breaker, times: number, now = 0) => {
		for (let failed = 0; failed < times; failed++) breaker.failed(false, now, defaultPolicy);
	};

	it('opens at the tenth failure in a row', () => {
		const breaker = new Breaker();
		fail(breaker, 9);
		expect(breaker.freeAt()).toBe(-Infinity);
		breaker.succeeded(false);
		fail(breaker, 9);
		expect(breaker.isOpen).toBe(false);
		fail(breaker, 1, 500);
		expect(breaker.isOpen).toBe(true);
		expect(breaker.freeAt()).toBe(1_500);
	});

	it('lets one probe through, and closes when it is answered', () => {
		const breaker = new Breaker();
		fail(breaker, 10);
		expect(breaker.departs()).toBe(true);
		expect(breaker.freeAt()).toBe(Infinity);
		breaker.succeeded(false);
		expect(breaker.freeAt()).toBe(Infinity);
		breaker.succeeded(true);
		expect(breaker.freeAt()).toBe(-Infinity);
		expect(breaker.departs()).toBe(false);
	});

	it('sends the next probe later and later', () => {
		const breaker = new Breaker();
		fail(breaker, 10);
		const waits: number[] = [];
		for (let probe = 0; probe < 8; probe++) {
			const now = breaker.freeAt();
			breaker.departs();
			breaker.failed(true, now, defaultPolicy);
			waits.push(breaker.freeAt() - now);
		}
		expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
	});

	it('says when those who wait have waited enough, and again after each probe that fails', () => {
		const breaker = new Breaker();
		fail(breaker, 10);
		const answers: boolean[] = [];
		for (let probe = 0; probe < 11; probe++) {
			breaker.departs();
			answers.push(breaker.failed(true, 0, defaultPolicy));
		}
		expect(answers).toEqual([...new Array<boolean>(9).fill(false), true, true]);
	});

	it('does not count what was in flight when it opened', () => {
		const breaker = new Breaker();
		fail(breaker, 10);
		const freeAt = breaker.freeAt();
		fail(breaker, 30, 900);
		expect(breaker.freeAt()).toBe(freeAt);
	});

	it('lets another probe go when one came to nothing', () => {
		const breaker = new Breaker();
		fail(breaker, 10);
		breaker.departs();
		breaker.released(false);
		expect(breaker.freeAt()).toBe(Infinity);
		breaker.released(true);
		expect(breaker.freeAt()).toBe(1_000);
	});
});
