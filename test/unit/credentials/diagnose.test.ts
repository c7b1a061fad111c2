import {
	GraphApiError,
	NetworkError,
	UnexpectedAnswerError,
} from '../../../nodes/shared/graph/errors';
import { diagnose, type Diagnosis } from '../../../nodes/shared/graph/diagnosis';
import { readSettings, type GraphCredential } from '../../../nodes/shared/graph/settings';
import type { HttpAnswer } from '../../../nodes/shared/graph/transport';
import {
	answerWith,
	APP_ID,
	APP_SECRET,
	clientWith,
	CREDENTIAL,
	errorOf,
	fakeTransport,
	refusal,
	secretsIn,
	standingClock,
	TOKEN,
	tokenOf,
	WABA,
} from '../../support/graph';

const clock = standingClock();
const seconds = (iso: string) => Date.parse(iso) / 1000;
const SCOPES = ['whatsapp_business_messaging', 'whatsapp_business_management'];

const token = (facts: object = {}) =>
	answerWith({
		data: {
			app_id: APP_ID,
			type: 'SYSTEM_USER',
			application: 'Shop Messages',
			expires_at: 0,
			data_access_expires_at: 0,
			is_valid: true,
			scopes: SCOPES,
			granular_scopes: SCOPES.map((scope) => ({ scope, target_ids: [WABA] })),
			user_id: '122100000000000001',
			...facts,
		},
	});

const NUMBERS = answerWith({
	data: [
		{ id: '1', display_phone_number: '+1 555-010-0001', verified_name: 'Shop' },
		{ id: '2', display_phone_number: '+49 1512 3456789' },
		{ id: '3' },
	],
});

/** What is wrong, according to Meta's answers about the token and about the account's numbers. */
async function diagnoseWith(
	debugToken: HttpAnswer,
	phoneNumbers: HttpAnswer = NUMBERS,
	credential: Partial<GraphCredential> = {},
): Promise<Diagnosis> {
	const settings = readSettings({ ...CREDENTIAL, ...credential });
	const transport = fakeTransport(({ url }) =>
		url.pathname.endsWith('/debug_token') ? debugToken : phoneNumbers,
	);
	const diagnosis = await diagnose(clientWith(transport, credential, clock), settings, clock.time);
	// Whatever it says, it says it without a secret and without holes.
	expect(secretsIn(diagnosis)).toEqual([]);
	expect(diagnosis.message).not.toMatch(/undefined|null|NaN|\[object|Invalid Date/);
	return diagnosis;
}

describe('a credential in which all is well', () => {
	it('names the app and every number', async () => {
		const { ok, message } = await diagnoseWith(token());
		expect(ok).toBe(true);
		expect(message).toContain('Shop Messages');
		expect(message).toContain('Shop (+1 555-010-0001)');
		expect(message).toContain('+49 1512 3456789');
		expect(message).toContain('3');
	});

	it('says when the token will expire', async () => {
		const { ok, message } = await diagnoseWith(
			token({ expires_at: seconds('2026-12-20T08:30:00Z') }),
		);
		expect(ok).toBe(true);
		expect(message).toContain('2026-12-20 08:30 UTC');
		expect(message).toContain('29 days');
	});

	it('says that an account has no number yet', async () => {
		expect(await diagnoseWith(token(), answerWith({ data: [] }))).toEqual({
			ok: true,
			message: expect.stringContaining('no phone number yet') as string,
		});
	});

	it('is well without App ID and app secret', async () => {
		const credential = { appId: '', appSecret: '' };
		expect((await diagnoseWith(token(), NUMBERS, credential)).ok).toBe(true);
	});

	it('is asked about by the app when app secret and App ID are there, else by the token', async () => {
		const transport = fakeTransport(({ url }) =>
			url.pathname.endsWith('/debug_token') ? token() : NUMBERS,
		);
		for (const credential of [CREDENTIAL, { ...CREDENTIAL, appId: '' }]) {
			const settings = readSettings(credential);
			await diagnose(clientWith(transport, credential, clock), settings, clock.time);
		}
		const asked = transport.requests.filter(({ url }) => url.pathname.endsWith('/debug_token'));
		expect(asked.map(tokenOf)).toEqual([`${APP_ID}|${APP_SECRET}`, TOKEN]);
		expect(asked.map(({ url }) => url.searchParams.get('input_token'))).toEqual([TOKEN, TOKEN]);
	});
});

describe('a broken link is named', () => {
	it.each<[string, HttpAnswer, RegExp]>([
		[
			'a token that expired',
			token({ is_valid: false, expires_at: seconds('2026-11-01T10:00:00Z') }),
			/expired on 2026-11-01 10:00 UTC/,
		],
		[
			'a token that was withdrawn',
			token({ is_valid: false, error: { code: 190, message: 'The session was invalidated' } }),
			/no longer valid.*The session was invalidated/,
		],
		['a token that is invalid for no known reason', token({ is_valid: false }), /no longer valid/],
		[
			'one scope missing',
			token({ scopes: ['whatsapp_business_messaging'] }),
			/lacks the permission whatsapp_business_management/,
		],
		[
			'both scopes missing',
			token({ scopes: ['public_profile'] }),
			/permissions whatsapp_business_messaging and whatsapp_business_management/,
		],
		['no scopes at all', token({ scopes: undefined }), /whatsapp_business_messaging/],
		[
			'another app',
			token({ app_id: '999', application: 'Other' }),
			/Other \(999\).*634974688087057/,
		],
		[
			'another app without a name',
			token({ app_id: 999, application: undefined }),
			/the app 999, not to 634974688087057/,
		],
		[
			'an app secret of another app',
			refusal(1, 'Error validating client secret.', 400),
			/App ID and App Secret do not belong together/,
		],
		[
			'a token of another app, when the app asks',
			refusal(100, '(#100) The App_id in the input_token did not match the Viewing App'),
			/belongs to another app than 634974688087057/,
		],
	])('%s', async (_, debugToken, message) => {
		const diagnosis = await diagnoseWith(debugToken);
		expect(diagnosis).toEqual({ ok: false, message: expect.stringMatching(message) as string });
	});

	it('a token that Meta does not know', async () => {
		const { ok, message } = await diagnoseWith(
			refusal(190, 'Invalid OAuth access token - Cannot parse access token', 401),
			NUMBERS,
			{ appId: '', appSecret: '' },
		);
		expect(ok).toBe(false);
		expect(message).toContain('does not accept the access token');
		expect(message).toContain('code 190');
	});

	// Meta really writes the token into this one.
	it('a token that Meta repeats in its refusal', async () => {
		const { ok } = await diagnoseWith(
			refusal(190, `Malformed access token ${TOKEN}`, 401),
			NUMBERS,
			{ appId: '', appSecret: '' },
		);
		expect(ok).toBe(false);
	});

	it('an app secret that does not prove the token, without App ID', async () => {
		const { ok, message } = await diagnoseWith(
			refusal(100, 'Invalid appsecret_proof provided in the API argument'),
			NUMBERS,
			{ appId: '' },
		);
		expect(ok).toBe(false);
		expect(message).toContain('App Secret does not belong to the app');
	});

	it('an app secret that only the account notices', async () => {
		const { ok, message } = await diagnoseWith(
			token(),
			refusal(100, 'Invalid appsecret_proof provided in the API argument'),
		);
		expect(ok).toBe(false);
		expect(message).toContain('App Secret does not belong to the app');
	});

	it('an account that is missing, with those that the token reaches', async () => {
		const { ok, message } = await diagnoseWith(
			token({ granular_scopes: SCOPES.map((scope) => ({ scope, target_ids: ['11', '22'] })) }),
			NUMBERS,
			{ businessAccountId: '' },
		);
		expect(ok).toBe(false);
		expect(message).toContain('Account ID is missing');
		expect(message).toContain('11, 22.');
	});

	it('an account that cannot be reached, with those that can', async () => {
		const { ok, message } = await diagnoseWith(
			token({ granular_scopes: [{ scope: SCOPES[1], target_ids: ['11'] }] }),
			refusal(100, 'Unsupported get request.', 400, { error_subcode: 33 }),
		);
		expect(ok).toBe(false);
		expect(message).toContain(`${WABA} cannot be reached`);
		expect(message).toContain('It reaches 11.');
	});

	it('an account that cannot be reached, with where to assign it', async () => {
		const { message } = await diagnoseWith(
			token({ granular_scopes: [] }),
			refusal(200, 'Permissions error', 403),
		);
		expect(message).toContain(`${WABA} cannot be reached`);
		expect(message).toContain('Assign the account');
	});

	it('has a message of its own for each link', async () => {
		const own = await Promise.all([
			diagnoseWith(token({ expires_at: 1, is_valid: false })),
			diagnoseWith(token({ is_valid: false })),
			diagnoseWith(token({ scopes: [] })),
			diagnoseWith(token({ app_id: '999' })),
			diagnoseWith(refusal(1, 'Error validating client secret.')),
			diagnoseWith(token(), NUMBERS, { businessAccountId: '' }),
			diagnoseWith(token(), refusal(200, 'Permissions error', 403)),
			diagnoseWith(token(), refusal(100, 'Invalid appsecret_proof provided')),
		]);
		expect(new Set(own.map(({ message }) => message)).size).toBe(own.length);
		expect(own.every(({ ok }) => !ok)).toBe(true);
	});
});

describe("Meta's trouble of a moment", () => {
	// These say nothing of the credential, and sent people to replace a good secret.
	it.each([
		[2, 'Service temporarily unavailable', 503],
		[4, 'Application request limit reached', 400],
		[80008, 'There have been too many calls to this WhatsApp Business account', 400],
	])('is not blamed on the credential: code %i', async (code, title, status) => {
		const outcomes = [
			diagnoseWith(refusal(code, title, status)),
			diagnoseWith(token(), refusal(code, title, status)),
		];
		for (const outcome of outcomes) {
			const message = await outcome.then(
				(diagnosis) => diagnosis.message,
				(error: unknown) => (error instanceof GraphApiError ? error.message : 'another class'),
			);
			expect(message).toContain(title);
			expect(message).not.toMatch(/do not belong together|cannot be reached|does not accept/);
		}
	});

	it('is thrown when it is no answer of the Graph API', async () => {
		const error = await errorOf(diagnoseWith(answerWith('<html>', 502)));
		expect(error).toBeInstanceOf(UnexpectedAnswerError);
	});

	it('is thrown when there is no answer', async () => {
		const settings = readSettings(CREDENTIAL);
		const transport = fakeTransport(() => {
			throw new NetworkError('graph.facebook.com refused the connection', false, 'ECONNREFUSED');
		});
		const error = await errorOf(diagnose(clientWith(transport), settings, clock.time));
		expect(error).toBeInstanceOf(NetworkError);
	});
});

describe('an answer of an unknown shape', () => {
	it.each([{}, { data: null }, { data: [] }, { data: 'token' }])(
		'describes no token: %j',
		async (body) => {
			expect(await errorOf(diagnoseWith(answerWith(body)))).toBeInstanceOf(UnexpectedAnswerError);
		},
	);

	it('does not make it stumble over odd fields of the token', async () => {
		const { ok } = await diagnoseWith(
			token({ granular_scopes: [null, 'x', { scope: null }, { scope: 7, target_ids: 'x' }] }),
			answerWith({ data: [null, 'x', { id: 7 }] }),
		);
		expect(ok).toBe(true);
	});

	it('does not make it stumble over a time beyond all calendars', async () => {
		expect((await diagnoseWith(token({ expires_at: 1e15 }))).ok).toBe(true);
	});
});
