import fc from 'fast-check';

import { ValidationError } from '../../../nodes/shared/graph/errors';
import { readSettings, type GraphCredential } from '../../../nodes/shared/graph/settings';
import { APP_SECRET, secretsIn, STANDBY, thrownBy, TOKEN, WABA } from '../../support/graph';

const read = (credential: Partial<GraphCredential>) =>
	readSettings({ accessToken: TOKEN, ...credential });

function refusalOf(credential: Partial<GraphCredential>): ValidationError {
	const error = thrownBy(() => read(credential));
	if (!(error instanceof ValidationError)) throw error;
	return error;
}

describe('the access token', () => {
	it.each(['', '   ', '\n', undefined])('is required: %j', (accessToken) => {
		expect(refusalOf({ accessToken }).field).toBe('Access Token');
	});

	it.each([` ${TOKEN}`, `${TOKEN}\n`, `\t${TOKEN}\r\n`, `\u00a0${TOKEN}\ufeff`])(
		'loses the white space of copy and paste: %j',
		(accessToken) => {
			expect(read({ accessToken }).accessTokens).toEqual([TOKEN]);
		},
	);

	it.each([
		`${TOKEN.slice(0, 9)}\n${TOKEN.slice(9)}`,
		`${TOKEN}\r\nx-injected: 1`,
		`Bearer ${TOKEN}`,
		`${TOKEN.slice(0, 9)}\u200b${TOKEN.slice(9)}`,
		`${TOKEN}é`,
		`${TOKEN}\u0000`,
	])('is one word of plain characters, else refused without being shown: %j', (accessToken) => {
		const error = refusalOf({ accessToken });
		expect(error.field).toBe('Access Token');
		expect(secretsIn(error, [accessToken, TOKEN, TOKEN.slice(9)])).toEqual([]);
	});
});

describe('the standby token', () => {
	it('comes after the first one', () => {
		expect(read({ standbyAccessToken: ` ${STANDBY}\n` }).accessTokens).toEqual([TOKEN, STANDBY]);
	});

	it.each([undefined, '', '  ', TOKEN, ` ${TOKEN} `])('is none: %j', (standbyAccessToken) => {
		expect(read({ standbyAccessToken }).accessTokens).toEqual([TOKEN]);
	});

	it('is named as such when it is refused', () => {
		expect(refusalOf({ standbyAccessToken: 'two words' }).field).toBe('Standby Access Token');
	});
});

describe('IDs', () => {
	it.each([
		[' 102290129340398\n', '102290129340398'],
		['0102290129340398', '0102290129340398'],
		['', undefined],
		['  ', undefined],
		[undefined, undefined],
	])('are digits or nothing: %j', (businessAccountId, expected) => {
		expect(read({ businessAccountId }).businessAccountId).toBe(expected);
		expect(read({ appId: businessAccountId }).appId).toBe(expected);
	});

	it.each(['waba', '1022 9012', '12e3', '-5', '1.5', '../me', '１２３', '12345/'])(
		'are refused when they are something else: %j',
		(value) => {
			expect(refusalOf({ businessAccountId: value }).field).toContain('Account ID');
			expect(refusalOf({ appId: value }).field).toBe('App ID');
		},
	);

	// A credential field may hold an expression, which gives a number.
	it('may be JSON numbers', () => {
		const credential = { businessAccountId: Number(WABA) } as unknown as GraphCredential;
		expect(read(credential).businessAccountId).toBe(WABA);
	});

	it.each<[string, Partial<GraphCredential>]>([
		['the app secret pasted as App ID', { appId: APP_SECRET, appSecret: '634974688087057' }],
		['the token pasted as App ID', { appId: TOKEN }],
		['the token pasted as account', { businessAccountId: TOKEN }],
		['the app secret pasted as account', { businessAccountId: APP_SECRET }],
		['the token pasted as version', { graphApiVersion: TOKEN }],
		['the token pasted as Base URL', { baseUrl: TOKEN }],
		['a password in a Base URL that is none', { baseUrl: `https://me:${APP_SECRET}@` }],
	])('never show a secret in what they are refused with: %s', (_, credential) => {
		expect(secretsIn(refusalOf(credential))).toEqual([]);
	});
});

describe('the app secret', () => {
	it('loses white space at its ends', () => {
		expect(read({ appSecret: ` ${APP_SECRET}\n` }).appSecret).toBe(APP_SECRET);
	});

	it.each([undefined, '', '   '])('is none: %j', (appSecret) => {
		expect(read({ appSecret }).appSecret).toBeUndefined();
	});
});

describe('the version', () => {
	it.each([
		[undefined, 'v26.0'],
		['', 'v26.0'],
		['  ', 'v26.0'],
		['v23.0', 'v23.0'],
		[' v23.0\n', 'v23.0'],
		['/v23.0', 'v23.0'],
		['v100.12', 'v100.12'],
	])('is read from %j', (graphApiVersion, expected) => {
		expect(read({ graphApiVersion }).version).toBe(expected);
	});

	it.each(['26', '26.0', 'v26', 'latest', 'v26.0/me', 'v26.0/../v1.0', 'v26.0?a=b', 'v2６.0'])(
		'is refused: %j',
		(graphApiVersion) => {
			expect(refusalOf({ graphApiVersion }).field).toBe('Graph API Version');
		},
	);
});

describe('the Base URL', () => {
	it.each([
		[undefined, 'https://graph.facebook.com'],
		['', 'https://graph.facebook.com'],
		['https://graph.facebook.com/', 'https://graph.facebook.com'],
		[' https://graph.facebook.com\n', 'https://graph.facebook.com'],
		['HTTPS://Graph.Facebook.com', 'https://graph.facebook.com'],
		['https://proxy.example:8443/graph//', 'https://proxy.example:8443/graph'],
		['http://localhost:4000', 'http://localhost:4000'],
		['http://LOCALHOST', 'http://localhost'],
		['http://127.0.0.1:4000/', 'http://127.0.0.1:4000'],
		['http://127.8.9.10', 'http://127.8.9.10'],
		['http://[::1]:4000', 'http://[::1]:4000'],
		['http://2130706433', 'http://127.0.0.1'],
	])('is read from %j', (baseUrl, expected) => {
		expect(read({ baseUrl }).baseUrl).toBe(expected);
	});

	it.each([
		'http://graph.facebook.com',
		'http://localhost.evil.com',
		'http://127.0.0.1.evil.com',
		'http://127.evil.com',
		'http://evil.com/127.0.0.1',
		'http://localhost@evil.com',
		'http://0.0.0.0',
		'http://[::2]',
		'http://10.0.0.1',
		'http://128.0.0.1',
		'ftp://graph.facebook.com',
		'file:///etc/passwd',
		'javascript:alert(1)',
		'https://me:secret@graph.facebook.com',
		'https://me@graph.facebook.com',
		'https://graph.facebook.com?access_token=1',
		'https://graph.facebook.com/#v26.0',
		'graph.facebook.com',
		'//graph.facebook.com',
		'https://',
		'localhost:4000',
		'not a URL',
	])('is refused: %j', (baseUrl) => {
		expect(refusalOf({ baseUrl }).field).toBe('Base URL');
	});

	it('is never a plain one of another machine, whatever is typed', () => {
		const host = fc.oneof(
			fc.domain(),
			fc.ipV4(),
			fc.ipV4Extended(),
			fc.ipV6().map((ip) => `[${ip}]`),
		);
		fc.assert(
			fc.property(host, fc.nat(65_535), (name, port) => {
				let url: string;
				try {
					url = read({ baseUrl: `http://${name}:${port}` }).baseUrl;
				} catch (error) {
					expect(error).toBeInstanceOf(ValidationError);
					return;
				}
				expect(new URL(url).hostname).toMatch(/^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/);
			}),
		);
	});
});

it('reads a credential of n8n in which everything is optional and empty', () => {
	expect(
		readSettings({
			accessToken: TOKEN,
			standbyAccessToken: '',
			appId: '',
			appSecret: '',
			businessAccountId: '',
			graphApiVersion: '',
			baseUrl: '',
		}),
	).toEqual({
		accessTokens: [TOKEN],
		appId: undefined,
		appSecret: undefined,
		businessAccountId: undefined,
		version: 'v26.0',
		baseUrl: 'https://graph.facebook.com',
	});
});
