import {
	marketingBody,
	turnedAwayBy,
} from '../../../nodes/shared/graph/endpoints/marketingMessages';
import { GraphApiError, NetworkError } from '../../../nodes/shared/graph/errors';

const graphError = (code: number) => new GraphApiError({ code, title: '', httpStatus: 400 });

describe('what the marketing endpoint turns away', () => {
	it.each([
		[131055, 1, 'template'],
		[134100, 1, 'template'],
		[134101, 1, 'template'],
		// Worth one more try.
		[134102, 1, undefined],
		[134102, 2, 'template'],
		// Perhaps only this message's fault.
		[131009, 1, 'message'],
		// Meta spares the person, or the person wants none: not to be gone around.
		[131049, 1, undefined],
		[131050, 2, undefined],
		// As wrong by the other way, or nobody knows what it means.
		[132001, 1, undefined],
		[130429, 1, undefined],
		[134103, 1, undefined],
		[100, 1, undefined],
	])('by %d at try %d: %s', (code, attempt, what) => {
		expect(turnedAwayBy(graphError(code), attempt)).toBe(what);
	});

	it('is nothing where no answer came', () => {
		expect(turnedAwayBy(new NetworkError('', false), 1)).toBeUndefined();
	});
});

it('the setting of the account holds unless it is said whether activity is shared', () => {
	const message = { type: 'template' };
	expect(marketingBody(message, { policy: 'STRICT' })).toEqual({
		...message,
		product_policy: 'STRICT',
	});
	expect(marketingBody(message, { policy: 'STRICT', shareActivity: false })).toHaveProperty(
		'message_activity_sharing',
		false,
	);
});
