import {
	isRetryable,
	NotSentError,
	UnknownOutcomeError,
	UploadFailedError,
} from '../../../nodes/shared/delivery';
import { GraphApiError, NetworkError, ValidationError } from '../../../nodes/shared/graph/errors';

const graph = (code: number) => new GraphApiError({ code, title: '', httpStatus: 400 });

it.each([
	['a person who cannot be reached', graph(131026), false],
	['a template that does not exist', graph(132001), false],
	['marketing that Meta holds back for a day', graph(131049), true],
	['a throttled number', graph(130429), true],
	['a dead token: the contact is not at fault', graph(190), true],
	['a message that never got its turn', new NotSentError('max-wait'), true],
	['a network that was down', new NetworkError('No route', false), true],
	['a file that the network kept back', new UploadFailedError(new NetworkError('', true)), true],
	['a file of a wrong kind', new UploadFailedError(graph(131053)), false],
	['a number that is none', new ValidationError('Phone', 'No number', 'Give one.'), false],
	['a message that may have been sent', new UnknownOutcomeError(undefined), false],
	['a surprise', new Error('?'), false],
])('says whether a later run may succeed: %s', (_, error, expected) => {
	expect(isRetryable(error)).toBe(expected);
});
