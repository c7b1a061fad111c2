import {
	CancelledError,
	GraphApiError,
	NetworkError,
	UnexpectedAnswerError,
	ValidationError,
	WhatsAppError,
} from '../../../nodes/shared/graph/errors';
import { appSecretProof, fingerprint } from '../../../nodes/shared/graph/secrets';

const cause = new Error('why');

describe('errors', () => {
	it.each([
		[new ValidationError('Field', 'No', 'Do this.'), 'ValidationError', 'validation'],
		[new GraphApiError({ code: 1, title: 'No', httpStatus: 400 }), 'GraphApiError', 'graph-api'],
		[new UnexpectedAnswerError('No', 200), 'UnexpectedAnswerError', 'unexpected-answer'],
		[new NetworkError('No', true), 'NetworkError', 'network'],
		[new CancelledError(false), 'CancelledError', 'cancelled'],
	])('are of one family, with a name and a kind: %s', (error, name, kind) => {
		expect(error).toBeInstanceOf(WhatsAppError);
		expect(error).toBeInstanceOf(Error);
		expect(error.name).toBe(name);
		expect(error.kind).toBe(kind);
		expect(error.stack).toContain(name);
	});

	it('keep their cause', () => {
		expect(new NetworkError('No', false, 'X', { cause }).cause).toBe(cause);
		expect(new UnexpectedAnswerError('No', 200, undefined, { cause }).cause).toBe(cause);
	});

	it('have advice where Meta refused', () => {
		const { advice } = new GraphApiError({ code: 190, title: 'Expired', httpStatus: 401 });
		expect(advice.retry).toBe('token');
		expect(advice.whatToDo).toMatch(/\S/);
	});
});

describe('the proof of the app secret', () => {
	// RFC 4231, test case 2.
	it('is the HMAC-SHA256 of the token under the secret, in hex', () => {
		expect(appSecretProof('Jefe', 'what do ya want for nothing?')).toBe(
			'5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
		);
	});
});

describe('a fingerprint', () => {
	it('is stable, short, and another for another secret', () => {
		expect(fingerprint('a')).toBe(fingerprint('a'));
		expect(fingerprint('a')).toMatch(/^[0-9a-f]{16}$/);
		expect(fingerprint('a')).not.toBe(fingerprint('b'));
	});
});
