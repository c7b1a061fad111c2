import { createHmac } from 'node:crypto';
import { inspect } from 'node:util';

import { GraphClient } from '../../../nodes/shared/graph/client';
import { deadTokens, DeadTokens } from '../../../nodes/shared/graph/deadTokens';
import { GraphApiError } from '../../../nodes/shared/graph/errors';
import { appSecretProof } from '../../../nodes/shared/graph/secrets';
import { readSettings } from '../../../nodes/shared/graph/settings';
import type { HttpRequest } from '../../../nodes/shared/graph/transport';
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
	STANDBY,
	standingClock,
	TOKEN,
	tokenOf,
} from '../../support/graph';

const HOUR_MS = 60 * 60 * 1000;
const well = () => fakeTransport(() => answerWith({ ok: true }));
const proofOf = (request: HttpRequest) => request.url.searchParams.get('appsecret_proof');

/** Meta, to whom these tokens are dead. */
const refusing = (...dead: string[]) =>
	fakeTransport((request) =>
		dead.includes(tokenOf(request))
			? refusal(190, 'Error validating access token: Session has expired', 401)
			: answerWith({ ok: true }),
	);

describe('a call', () => {
	it('goes below host, path and version of the credential', async () => {
		const transport = well();
		const client = clientWith(transport, {
			baseUrl: 'https://proxy.example/graph/',
			graphApiVersion: 'v25.0',
		});
		await client.get(['106540352242922', 'messages']);
		const [{ method, url }] = transport.requests;
		expect(method).toBe('GET');
		expect(url.origin + url.pathname).toBe(
			'https://proxy.example/graph/v25.0/106540352242922/messages',
		);
		expect(client.host).toBe('https://proxy.example');
	});

	it('escapes what stands in its path and query', async () => {
		const transport = well();
		await clientWith(transport).get(['a/b?c=d#e', 'ü'], {
			query: { name: 'a&b=c d+e', 'fields[]': 'ü', none: undefined, no: false, zero: 0 },
		});
		const [{ url }] = transport.requests;
		expect(url.pathname).toBe('/v26.0/a%2Fb%3Fc=d%23e/%C3%BC');
		expect([...url.searchParams].filter(([name]) => name !== 'appsecret_proof')).toEqual([
			['name', 'a&b=c d+e'],
			['fields[]', 'ü'],
			['no', 'false'],
			['zero', '0'],
		]);
	});

	it('posts its body as JSON', async () => {
		const transport = well();
		await clientWith(transport).post(['1', 'messages'], { text: { body: 'Grüße 👋' } });
		const [{ method, body, headers }] = transport.requests;
		expect(method).toBe('POST');
		expect(body).toBe('{"text":{"body":"Grüße 👋"}}');
		expect(headers['content-type']).toBe('application/json');
	});

	it('has no body and no content type when it reads', async () => {
		const transport = well();
		await clientWith(transport).get(['me']);
		expect(transport.requests[0].body).toBeUndefined();
		expect(transport.requests[0].headers).not.toHaveProperty('content-type');
	});

	it('hands its signal on', async () => {
		const transport = well();
		const { signal } = new AbortController();
		await clientWith(transport).get(['me'], { signal });
		expect(transport.requests[0].signal).toBe(signal);
	});

	it('carries the token in its header only, and the proof in its query', async () => {
		const transport = well();
		await clientWith(transport).post(['1', 'messages'], { to: '+16505551234' });
		const [request] = transport.requests;
		expect(request.headers.authorization).toBe(`Bearer ${TOKEN}`);
		expect(request.url.href + (request.body as string)).not.toContain(TOKEN);
		expect(proofOf(request)).toBe(createHmac('sha256', APP_SECRET).update(TOKEN).digest('hex'));
	});

	it.each(['', '  '])('carries no proof without an app secret: %j', async (appSecret) => {
		const transport = well();
		await clientWith(transport, { appSecret }).get(['me']);
		expect(proofOf(transport.requests[0])).toBeNull();
	});

	it('cannot be robbed of its proof by its query', async () => {
		const transport = well();
		await clientWith(transport).get(['me'], { query: { appsecret_proof: 'x' } });
		expect(transport.requests[0].url.searchParams.getAll('appsecret_proof')).toEqual([
			appSecretProof(APP_SECRET, TOKEN),
		]);
	});
});

describe('debugToken', () => {
	it('has the app ask about the first token, without a proof', async () => {
		const transport = well();
		await clientWith(transport).debugToken();
		const [request] = transport.requests;
		expect(tokenOf(request)).toBe(`${APP_ID}|${APP_SECRET}`);
		expect(request.url.searchParams.get('input_token')).toBe(TOKEN);
		expect(proofOf(request)).toBeNull();
	});

	it('switches to no other token when Meta refuses the app', async () => {
		const transport = refusing(`${APP_ID}|${APP_SECRET}`);
		expect(await errorOf(clientWith(transport).debugToken())).toBeInstanceOf(GraphApiError);
		expect(transport.requests).toHaveLength(1);
	});
});

describe('the standby token', () => {
	it('takes over the refused call, with a proof of its own', async () => {
		const transport = refusing(TOKEN);
		expect(await clientWith(transport).post(['1', 'messages'], { a: 1 })).toEqual({ ok: true });
		expect(transport.requests.map(tokenOf)).toEqual([TOKEN, STANDBY]);
		expect(transport.requests.map(proofOf)).toEqual([
			appSecretProof(APP_SECRET, TOKEN),
			appSecretProof(APP_SECRET, STANDBY),
		]);
		expect(transport.requests[1].body).toBe('{"a":1}');
	});

	it('is taken at once by other clients with the same tokens', async () => {
		const clock = standingClock();
		const dead = new DeadTokens();
		await clientWith(refusing(TOKEN), {}, clock, dead).get(['me']);
		const transport = refusing(TOKEN);
		await clientWith(transport, {}, clock, dead).get(['me']);
		expect(transport.requests.map(tokenOf)).toEqual([STANDBY]);
	});

	it('is taken at once by clients that were given no memory of their own', async () => {
		const tokens = {
			accessToken: 'EAAProcessWideFirst',
			standbyAccessToken: 'EAAProcessWideSecond',
		};
		const settings = readSettings({ ...CREDENTIAL, ...tokens });
		const first = refusing(tokens.accessToken);
		await new GraphClient(settings, first).get(['me']);
		const second = refusing(tokens.accessToken);
		await new GraphClient(settings, second).get(['me']);
		expect(second.requests.map(tokenOf)).toEqual([tokens.standbyAccessToken]);
		expect(deadTokens.firstAlive(Object.values(tokens), 0)).toBe(tokens.standbyAccessToken);
	});

	it('leaves credentials with other tokens alone', async () => {
		const dead = new DeadTokens();
		await clientWith(refusing(TOKEN), {}, standingClock(), dead).get(['me']);
		const transport = well();
		const other = { accessToken: 'EAAOther', standbyAccessToken: STANDBY };
		await clientWith(transport, other, standingClock(), dead).get(['me']);
		expect(transport.requests.map(tokenOf)).toEqual(['EAAOther']);
	});

	it('gives the first token another chance after an hour, not before', async () => {
		const clock = standingClock();
		const dead = new DeadTokens();
		await clientWith(refusing(TOKEN), {}, clock, dead).get(['me']);
		const transport = well();
		const client = clientWith(transport, {}, clock, dead);
		clock.time += HOUR_MS - 1;
		await client.get(['me']);
		clock.time += 1;
		await client.get(['me']);
		expect(transport.requests.map(tokenOf)).toEqual([STANDBY, TOKEN]);
	});

	it("ends in Meta's error when it is dead too, in however many calls", async () => {
		const transport = refusing(TOKEN, STANDBY);
		const client = clientWith(transport);
		for (let call = 1; call <= 5; call++) {
			const before = transport.requests.length;
			const error = await errorOf(client.get(['me']));
			expect(error).toBeInstanceOf(GraphApiError);
			expect((error as GraphApiError).code).toBe(190);
			expect(transport.requests.length - before).toBeLessThanOrEqual(2);
		}
	});

	it('takes each of many calls that were refused together, once', async () => {
		const transport = refusing(TOKEN);
		const client = clientWith(transport);
		await Promise.all(Array.from({ length: 20 }, async () => await client.get(['me'])));
		expect(transport.requests.filter((request) => tokenOf(request) === STANDBY)).toHaveLength(20);
		expect(transport.requests.length).toBeLessThanOrEqual(40);
	});

	it('does not help a credential that has none', async () => {
		const transport = refusing(TOKEN);
		const client = clientWith(transport, { standbyAccessToken: '' });
		expect(await errorOf(client.get(['me']))).toBeInstanceOf(GraphApiError);
		expect(transport.requests).toHaveLength(1);
	});

	it.each([10, 100, 131005, 131047, 4])('is not spent on code %i', async (code) => {
		const transport = fakeTransport(() => refusal(code, 'No', 401));
		expect(await errorOf(clientWith(transport).get(['me']))).toBeInstanceOf(GraphApiError);
		expect(transport.requests.map(tokenOf)).toEqual([TOKEN]);
	});

	it('is not spent on a call whose outcome is unknown', async () => {
		const transport = fakeTransport(() => {
			throw new Error('socket hang up');
		});
		await errorOf(clientWith(transport).post(['1', 'messages'], {}));
		expect(transport.requests).toHaveLength(1);
	});
});

describe('the memory of dead tokens', () => {
	it('is bounded: the oldest is forgotten', () => {
		const dead = new DeadTokens();
		for (let token = 0; token <= 100_000; token++) dead.add(`token ${token}`, 0);
		expect(dead.firstAlive(['token 0', 'other'], 0)).toBe('token 0');
		expect(dead.firstAlive(['token 100000', 'other'], 0)).toBe('other');
		expect(inspect(dead, { depth: 10, maxArrayLength: null }).length).toBeLessThan(100_000);
	});

	it('forgets nobody when a token in it dies again', () => {
		const dead = new DeadTokens();
		for (let token = 0; token < 1000; token++) dead.add(`token ${token}`, 0);
		dead.add('token 999', 0);
		expect(dead.firstAlive(['token 0', 'other'], 0)).toBe('other');
	});

	it('holds no token', () => {
		const dead = new DeadTokens();
		dead.add(TOKEN, 0);
		expect(secretsIn(dead)).toEqual([]);
	});

	it('names the first token when all are dead', () => {
		const dead = new DeadTokens();
		dead.add('a', 0);
		dead.add('b', 0);
		expect(dead.firstAlive(['a', 'b'], 0)).toBe('a');
	});
});

describe('secrets stay out of', () => {
	it('the client', async () => {
		const client = clientWith(refusing(TOKEN));
		await client.get(['me']);
		expect(secretsIn(client)).toEqual([]);
		expect(secretsIn({ ...client })).toEqual([]);
	});

	it('its account name, which is the same for the same token', () => {
		const [one, same, other] = [{}, {}, { accessToken: 'EAAOther' }].map(
			(credential) => clientWith(well(), credential).account,
		);
		expect(one).toBe(same);
		expect(one).not.toBe(other);
		expect(TOKEN).not.toContain(one);
	});

	it("Meta's refusals, also with both tokens dead", async () => {
		const error = await errorOf(clientWith(refusing(TOKEN, STANDBY)).get(['me']));
		expect(secretsIn(error)).toEqual([]);
	});

	// Meta really writes the token into its answer when that is malformed.
	it.each(['message', 'error_user_title', 'error_user_msg', 'error_data', 'fbtrace_id', 'type'])(
		'a refusal that repeats the token in %s',
		async (field) => {
			const text = `Malformed access token ${TOKEN}`;
			const value = field === 'error_data' ? { details: text } : text;
			const transport = fakeTransport(() => refusal(190, 'No', 401, { [field]: value }));
			const error = await errorOf(clientWith(transport, { standbyAccessToken: '' }).get(['me']));
			expect(error).toBeInstanceOf(GraphApiError);
			expect(secretsIn(error)).toEqual([]);
		},
	);

	it('a refusal that repeats app token and proof', async () => {
		const proof = appSecretProof(APP_SECRET, TOKEN);
		const said = `Invalid token ${APP_ID}|${APP_SECRET} or appsecret_proof ${proof}`;
		const transport = fakeTransport(() => refusal(100, said));
		expect(secretsIn(await errorOf(clientWith(transport).get(['me'])))).toEqual([]);
		expect(secretsIn(await errorOf(clientWith(transport).debugToken()))).toEqual([]);
	});
});
