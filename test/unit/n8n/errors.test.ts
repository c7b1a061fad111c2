import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { adviceFor, catalogue } from '../../../nodes/shared/graph/errorCatalogue';
import {
	CancelledError,
	GraphApiError,
	NetworkError,
	UnexpectedAnswerError,
	ValidationError,
	type GraphErrorFacts,
} from '../../../nodes/shared/graph/errors';
import { reportError, toNodeError } from '../../../nodes/shared/n8n/errors';
import { allWritings } from '../../support/graph';

const NODE: INode = {
	id: '1',
	name: 'WhatsApp Send',
	type: 'n8n-nodes-whatsapp-business-cloud.whatsAppSend',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const FACTS: GraphErrorFacts = {
	code: 131030,
	title: 'Recipient phone number not in allowed list',
	details: 'Recipient phone number not in allowed list: Add it and try again.',
	type: 'OAuthException',
	httpStatus: 400,
	fbtraceId: 'AkYbzuHfiFEPv3qPhvRCq4F',
};

const refusal = (facts: Partial<GraphErrorFacts> = {}) => new GraphApiError({ ...FACTS, ...facts });
const validation = new ValidationError('Text Body', 'Text Body is empty', 'Fill in Text Body.');

/** Node's and undici's codes; n8n has a message of its own for the first ones. */
const NETWORK_CODES = [
	...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EAI_AGAIN', 'EHOSTUNREACH'],
	...['EPIPE', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_SOCKET', 'CERT_HAS_EXPIRED', undefined],
];

const everyError = (): Error[] => [
	refusal(),
	refusal({ details: undefined, fbtraceId: undefined, type: undefined }),
	validation,
	new UnexpectedAnswerError("Meta's server gave an empty answer (HTTP 502)", 502, 3000),
	new NetworkError('graph.facebook.com refused the connection', false, 'ECONNREFUSED'),
	new NetworkError('graph.facebook.com closed the connection', true),
	new CancelledError(true),
	new TypeError('x is not a function'),
];

describe("Meta's refusal is reported", () => {
	it('with title, code, details, trace ID and what to do', () => {
		const { message, description, details } = reportError(refusal());
		const { advice } = refusal();
		expect(message).toContain('Recipient phone number not in allowed list');
		expect(message).toContain('131030');
		expect(description).toContain(FACTS.details);
		expect(description).toContain(advice.whatToDo);
		expect(description).toContain(FACTS.fbtraceId);
		expect(details).toEqual({
			kind: 'graph-api',
			code: 131030,
			title: FACTS.title,
			details: FACTS.details,
			type: 'OAuthException',
			httpStatus: 400,
			fbtraceId: FACTS.fbtraceId,
			meaning: advice.title,
			whatToDo: advice.whatToDo,
		});
	});

	// What Meta says to users pushed its details out of the report altogether.
	it('with its details also where it has words for users', () => {
		const { message, description, details } = reportError(
			refusal({ userTitle: 'Not allowed', userMessage: 'You cannot send to this number.' }),
		);
		const said = `${message}\n${description}\n${JSON.stringify(details)}`;
		expect(said).toContain('Not allowed');
		expect(said).toContain('You cannot send to this number.');
		expect(said).toContain(FACTS.title);
		expect(said).toContain(FACTS.details);
		expect(details).toMatchObject({
			userTitle: 'Not allowed',
			userMessage: 'You cannot send to this number.',
		});
	});

	it('without saying the same thing twice', () => {
		const { message, description } = reportError(refusal({ details: FACTS.title }));
		expect(`${message}\n${description}`.split(FACTS.title)).toHaveLength(2);
	});

	it('with how long to wait', () => {
		expect(reportError(refusal({ retryAfterMs: 3000 })).details.retryAfterMs).toBe(3000);
		expect(reportError(refusal({ regainAccessMs: 60_000 })).details.retryAfterMs).toBe(60_000);
		expect(reportError(refusal({ retryAfterMs: 0 })).details.retryAfterMs).toBe(0);
	});

	it('with advice for every code of the catalogue, and without holes', () => {
		for (const { first, subcode } of catalogue) {
			const report = reportError(refusal({ code: first, subcode }));
			expect(report.description).toContain(adviceFor(first, 400, subcode).whatToDo);
			expect(JSON.stringify(report)).not.toMatch(/undefined|null|NaN|\[object/);
		}
	});

	it('with advice for a code that nobody knows', () => {
		const { message, description } = reportError(refusal({ code: 987654321 }));
		expect(message).toContain('987654321');
		expect(description).toMatch(/\S/);
	});
});

describe('our own refusal is reported', () => {
	it('with the field and what to do', () => {
		expect(reportError(validation)).toEqual({
			message: 'Text Body is empty',
			description: 'Fill in Text Body.',
			details: { kind: 'validation', field: 'Text Body', whatToDo: 'Fill in Text Body.' },
		});
	});
});

describe('a network failure is reported', () => {
	it.each([
		[false, /Nothing was sent/],
		[true, /already left.*may have acted/],
	])('with whether the request had left: %s', (written, words) => {
		const { description, details } = reportError(new NetworkError('No', written, 'ECONNRESET'));
		expect(description).toMatch(words);
		expect(details).toMatchObject({ kind: 'network', code: 'ECONNRESET' });
	});
});

describe('an unexpected answer is reported', () => {
	it.each([
		[200, true],
		[502, false],
	])('with its status %i, and whether Meta may have acted: %s', (status, mayHaveActed) => {
		const { description, details } = reportError(new UnexpectedAnswerError('No', status));
		expect(details).toMatchObject({ kind: 'unexpected-answer', httpStatus: status });
		expect(/may have acted/.test(description ?? '')).toBe(mayHaveActed);
	});
});

describe('a surprise is reported', () => {
	it.each([
		[new TypeError('x is not a function'), 'x is not a function'],
		['text', 'text'],
		[undefined, 'undefined'],
		[null, 'null'],
		[7, '7'],
	])('in its own words: %p', (error, message) => {
		expect(reportError(error)).toEqual({ message, details: { kind: 'unexpected' } });
	});
});

describe('any report', () => {
	it('has no holes in its details, and no HTML', () => {
		for (const error of everyError()) {
			const { message, description, details } = reportError(error);
			expect(Object.values(details)).not.toContain(undefined);
			expect(JSON.parse(JSON.stringify(details))).toEqual(details);
			expect(`${message} ${description ?? ''}`).not.toMatch(/undefined|NaN|\[object|<\w+>/);
			expect(details.kind).toMatch(/\S/);
		}
	});
});

describe("n8n's error", () => {
	it.each([
		['GraphApiError', refusal(), NodeApiError],
		['UnexpectedAnswerError', new UnexpectedAnswerError('No', 502), NodeApiError],
		['NetworkError', new NetworkError('No', true, 'ECONNRESET'), NodeApiError],
		['ValidationError', validation, NodeOperationError],
		['CancelledError', new CancelledError(false), NodeOperationError],
		['Error', new Error('No'), NodeOperationError],
		['text', 'No', NodeOperationError],
	])('for %s is of the right class', (_, error, type) => {
		expect(toNodeError(NODE, error)).toBeInstanceOf(type);
	});

	it.each([400, 401, 403, 404, 429, 500, 502, 503])(
		"keeps Meta's words with HTTP %i instead of n8n's for the status",
		(httpStatus) => {
			const error = toNodeError(NODE, refusal({ httpStatus })) as NodeApiError;
			expect(error.message).toBe('Recipient phone number not in allowed list (code 131030)');
			expect(error.httpCode).toBe(String(httpStatus));
			expect(error.description).toContain(FACTS.details);
			expect(error.description).toContain(FACTS.fbtraceId);
		},
	);

	// N8n finds the code in the details and puts words of its own over ours.
	it.each(NETWORK_CODES)("keeps our words with %s instead of n8n's for the code", (code) => {
		const network = new NetworkError('The host graph.example was not found', false, code);
		const error = toNodeError(NODE, network, { itemIndex: 3 });
		expect(error.message).toBe('The host graph.example was not found [item 3]');
		expect(error.description).toContain('Nothing was sent');
	});

	// N8n looks for these words in the message as well.
	it.each(['connect EHOSTUNREACH 10.0.0.1:443', 'write EPIPE', 'connect ENETUNREACH ::1'])(
		'keeps the words of an unnamed network failure: %s',
		(words) => {
			const network = new NetworkError(`The connection to graph.example failed: ${words}`, false);
			expect(toNodeError(NODE, network).message).toContain('graph.example');
		},
	);

	it('keeps the words of an unexpected answer', () => {
		const error = toNodeError(NODE, new UnexpectedAnswerError('No JSON (HTTP 502)', 502));
		expect(error.message).toBe('No JSON (HTTP 502)');
		expect((error as NodeApiError).httpCode).toBe('502');
		expect(error.description).toContain('Check the Base URL');
	});

	it('says what to do about what we refused', () => {
		const error = toNodeError(NODE, validation, { itemIndex: 0 });
		expect(error.message).toBe('Text Body is empty [item 0]');
		expect(error.description).toBe('Fill in Text Body.');
		expect(error.context.itemIndex).toBe(0);
	});

	it('names its item, and only where there is one', () => {
		for (const error of everyError()) {
			const named = toNodeError(NODE, error, { itemIndex: 41 });
			expect(named.context.itemIndex).toBe(41);
			expect(toNodeError(NODE, error).message).not.toContain('[item');
		}
		expect(toNodeError(NODE, refusal(), { itemIndex: 41 }).message).toMatch(/ \[item 41\]$/);
		expect(toNodeError(NODE, 'No', { itemIndex: 41 }).message).toBe('No [item 41]');
	});

	it('carries a note on the rest of the run', () => {
		const note = '12 messages were sent before it.';
		for (const error of everyError()) {
			const { description } = toNodeError(NODE, error, { note });
			expect(description?.endsWith(note)).toBe(true);
			expect(description).not.toContain('undefined');
		}
	});

	it("is n8n's own where it is one already", () => {
		const api = new NodeApiError(NODE, {}, { message: 'a' });
		const operation = new NodeOperationError(NODE, 'b');
		expect(toNodeError(NODE, api)).toBe(api);
		expect(toNodeError(NODE, operation)).toBe(operation);
	});

	it('shows no more than the report does', () => {
		const secret = 'EAAGm0PX4ZCpsBASecretOfTheCause';
		const cause = Object.assign(new Error('x'), { request: { token: secret } });
		const network = new NetworkError('No', true, 'ECONNRESET', { cause });
		expect(allWritings(toNodeError(NODE, network))).not.toContain(secret);
		expect(JSON.stringify(reportError(network))).not.toContain(secret);
	});

	it.each(everyError().map((error) => [error.name, error] as const))(
		'survives being written down as JSON, as n8n does: %s',
		(_, error) => {
			const json = JSON.stringify(toNodeError(NODE, error, { itemIndex: 1 }));
			expect(json).toContain('[item 1]');
			expect(json).not.toContain('undefined');
		},
	);
});
