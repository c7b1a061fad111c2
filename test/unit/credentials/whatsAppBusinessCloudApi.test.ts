import type { IHttpRequestOptions } from 'n8n-workflow';

import { WhatsAppBusinessCloudApi } from '../../../credentials/WhatsAppBusinessCloudApi.credentials';
import { ValidationError } from '../../../nodes/shared/graph/errors';
import { signForHttpRequest } from '../../../nodes/shared/graph/httpRequest';
import { appSecretProof } from '../../../nodes/shared/graph/secrets';
import type { GraphCredential } from '../../../nodes/shared/graph/settings';
import { APP_SECRET, CREDENTIAL, errorOf, secretsIn, thrownBy, TOKEN } from '../../support/graph';

const SIGNED = {
	headers: { authorization: `Bearer ${TOKEN}` },
	query: { appsecret_proof: appSecretProof(APP_SECRET, TOKEN) },
};

const sign = (url: string, baseUrl?: string, credential: Partial<GraphCredential> = {}) =>
	signForHttpRequest({ ...CREDENTIAL, ...credential }, url, baseUrl);

describe('a request of the HTTP Request node', () => {
	it.each([
		'https://graph.facebook.com/v26.0/me',
		'https://GRAPH.facebook.com/v26.0/me',
		'https://graph-video.facebook.com/me',
		'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1',
		'https://scontent.xx.fbcdn.net/a.jpg',
		'https://mmg.whatsapp.net/d/f/a.enc',
		'https://someone@graph.facebook.com/me',
	])('is signed for Meta: %s', (url) => {
		expect(sign(url)).toEqual(SIGNED);
	});

	it.each([
		'https://graph.facebook.com.evil.com/me',
		'https://evil-facebook.com/me',
		'https://evilfacebook.com/me',
		'https://facebook.com.evil/me',
		'https://facebook.co/me',
		'http://graph.facebook.com/me',
		'http://lookaside.fbsbx.com/me',
		'https://graph.facebook.com@evil.com/me',
		'https://graph.facebook.com:secret@evil.com/me',
		'https://evil.com/graph.facebook.com',
		'https://evil.com?https://graph.facebook.com',
		'https://evil.com#.facebook.com',
		'https://evil.com\\.facebook.com/',
		'https://evil.com\\@graph.facebook.com/',
		'https://evil.com/.facebook.com',
		'https://fbsbx.com.evil.com',
		'https://xn--fcebook-8va.com/me',
		'ftp://graph.facebook.com/me',
		'file:///etc/passwd',
		'data:text/html,graph.facebook.com',
		'http://127.0.0.1:4000/me',
		'https://169.254.169.254/latest/meta-data',
		'https://whatsapp.com/me',
	])('is not signed for a stranger: %s', (url) => {
		const error = thrownBy(() => sign(url));
		expect(error).toBeInstanceOf(ValidationError);
		expect(secretsIn(error)).toEqual([]);
	});

	it.each(['/v26.0/me', 'me', '?fields=id'])('is signed below its base: %s', (path) => {
		expect(sign(path, 'https://graph.facebook.com/v26.0/')).toEqual(SIGNED);
	});

	it.each(['//evil.com/me', 'https://evil.com/me', '\\\\evil.com\\me'])(
		'is not signed when its path leads away from its base: %j',
		(path) => {
			expect(thrownBy(() => sign(path, 'https://graph.facebook.com'))).toBeInstanceOf(
				ValidationError,
			);
		},
	);

	it.each([
		['', undefined],
		['me', undefined],
		['https://', undefined],
		['/me', 'nonsense'],
	])('is refused in words of ours when it has no host: %j below %j', (url, base) => {
		expect(thrownBy(() => sign(url, base))).toBeInstanceOf(ValidationError);
	});

	describe('with a Base URL of loopback', () => {
		const baseUrl = 'http://127.0.0.1:4000/graph';

		it.each(['http://127.0.0.1:4000/v26.0/me', 'http://127.0.0.1:4000/'])(
			'is signed: %s',
			(url) => {
				expect(sign(url, undefined, { baseUrl })).toEqual(SIGNED);
			},
		);

		it.each([
			'http://127.0.0.1:4001/me',
			'http://127.0.0.1/me',
			'https://127.0.0.1:4000/me',
			'http://localhost:4000/me',
			'http://127.0.0.2:4000/me',
		])('is not signed for another server: %s', (url) => {
			expect(thrownBy(() => sign(url, undefined, { baseUrl }))).toBeInstanceOf(ValidationError);
		});
	});

	it('carries no proof without an app secret', () => {
		expect(sign('https://graph.facebook.com/me', undefined, { appSecret: '' })).toEqual({
			...SIGNED,
			query: {},
		});
	});

	it('is refused with a broken credential, whose secrets stay unseen', () => {
		const accessToken = `${TOKEN}\n${TOKEN}`;
		const error = thrownBy(() => sign('https://graph.facebook.com/me', undefined, { accessToken }));
		expect(error).toBeInstanceOf(ValidationError);
		expect(secretsIn(error)).toEqual([]);
	});
});

describe('authenticate', () => {
	const { authenticate } = new WhatsAppBusinessCloudApi();
	if (typeof authenticate !== 'function') throw new Error('authenticate is declarative');
	const call = async (options: object) =>
		await authenticate(CREDENTIAL, options as IHttpRequestOptions);

	it('adds header and proof, and keeps what is there', async () => {
		const options = {
			method: 'POST',
			url: 'https://graph.facebook.com/v26.0/1/messages',
			headers: { accept: 'application/json' },
			qs: { fields: 'id' },
			body: { a: 1 },
			timeout: 5,
		};
		expect(await call(options)).toEqual({
			...options,
			headers: { accept: 'application/json', ...SIGNED.headers },
			qs: { fields: 'id', ...SIGNED.query },
		});
	});

	it('works without headers and query', async () => {
		expect(await call({ url: 'https://graph.facebook.com/me' })).toMatchObject({
			headers: SIGNED.headers,
			qs: SIGNED.query,
		});
	});

	it('takes the URL below a base', async () => {
		expect(await call({ baseURL: 'https://graph.facebook.com', url: '/me' })).toMatchObject({
			headers: SIGNED.headers,
		});
	});

	// N8n's HTTP Request node, all versions, gives `uri` and no `url`.
	it('works with the options that the HTTP Request node gives', async () => {
		const options = {
			method: 'GET',
			uri: 'https://graph.facebook.com/v26.0/me',
			headers: {},
			gzip: true,
		};
		expect(await call(options)).toEqual({
			...options,
			headers: SIGNED.headers,
			qs: SIGNED.query,
		});
	});

	it('refuses a stranger that stands in `uri`', async () => {
		const options = { method: 'GET', uri: 'https://evil.com/me' };
		expect(await errorOf(call(options))).toBeInstanceOf(ValidationError);
	});

	it('refuses a stranger', async () => {
		const error = await errorOf(call({ url: 'https://evil.com/me', qs: {} }));
		expect(error).toBeInstanceOf(ValidationError);
		expect(secretsIn(error)).toEqual([]);
	});
});

describe('its fields', () => {
	const { properties } = new WhatsAppBusinessCloudApi();

	it('are those of the issue', () => {
		expect(properties.map(({ name }) => name).sort()).toEqual([
			'accessToken',
			'appId',
			'appSecret',
			'baseUrl',
			'businessAccountId',
			'graphApiVersion',
			'previousAppSecret',
			'redisDatabase',
			'redisKeyPrefix',
			'redisPassword',
			'redisUrl',
			'sharedState',
			'standbyAccessToken',
			'verifyToken',
			'whenRedisIsAway',
			'workerProcesses',
		]);
	});

	it.each([
		'accessToken',
		'standbyAccessToken',
		'appSecret',
		'previousAppSecret',
		'verifyToken',
		'redisPassword',
	])('hide the secret %s', (name) => {
		const field = properties.find((property) => property.name === name);
		expect(field?.typeOptions).toEqual({ password: true });
	});

	it('say each in one line where it is found', () => {
		for (const { description } of properties) {
			expect(description).toBeTruthy();
			expect(description).not.toContain('\n');
		}
	});
});
