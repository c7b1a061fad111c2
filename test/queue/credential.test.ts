import type { ICredentialTestFunctions } from 'n8n-workflow';

import { testWhatsAppCredential } from '../../nodes/shared/n8n/credentialTest';
import { rightsFor } from '../../nodes/shared/store/diagnosis';
import { credentialFor } from '../engine/support/credential';
import { startRedis, type RedisServer } from '../servers';
import { startSimulator, type Simulator } from '../simulator';
import { say } from './support';

const PASSWORD = 'open-sesame';

let redis: RedisServer;
let encrypted: RedisServer;
let simulator: Simulator;

beforeAll(async () => {
	[redis, encrypted, simulator] = await Promise.all([
		startRedis({ password: PASSWORD }),
		startRedis({ password: PASSWORD, tls: true }),
		startSimulator(),
	]);
	const user = (name: string, ...rules: string[]) =>
		`ACL SETUSER ${name} on >${PASSWORD} ${rules.join(' ')}`;
	await say(
		redis,
		user('allowed', rightsFor('n8n-whatsapp:')),
		user('timeless', rightsFor('n8n-whatsapp:'), '-time'),
		user('unscripted', '~*', '+@all', '-@scripting'),
		user('unwriting', '~*', '+@all', '-@write'),
		user('elsewhere', '~other:*', '+@all'),
	);
});
afterAll(async () => await Promise.all([redis.close(), encrypted.close(), simulator.close()]));

/** n8n's "Test" of a credential that is well but for the changes. */
async function test(changes: object) {
	const credential = {
		...credentialFor(simulator),
		sharedState: 'redis',
		redisUrl: redis.url,
		redisPassword: PASSWORD,
		...changes,
	};
	const { status, message } = await testWhatsAppCredential.call({} as ICredentialTestFunctions, {
		id: '1',
		name: 'WhatsApp',
		type: 'whatsAppBusinessCloudApi',
		data: credential,
	});
	expect(message).not.toContain(PASSWORD);
	return { status, message };
}

const as = (user: string) => ({ redisUrl: redis.url.replace('//', `//${user}@`) });

it.each<[string, () => object]>([
	['a Redis', () => ({})],
	['a Redis that allows what is needed and no more', () => as('allowed')],
])('all is well with %s', async (_, changes) => {
	const { status, message } = await test(changes());
	expect(message).toMatch(/^Connected to the app .* Redis can be used\.$/);
	expect(status).toBe('OK');
});

it('says nothing of Redis where none is chosen', async () => {
	const { status, message } = await test({ sharedState: 'process', redisUrl: 'nonsense' });
	expect(message).not.toContain('Redis');
	expect(status).toBe('OK');
});

it.each<[string, () => object, RegExp]>([
	[
		'nobody listens',
		() => ({ redisUrl: 'redis://127.0.0.1:1' }),
		/nothing listens at 127\.0\.0\.1:1/,
	],
	['no such host', () => ({ redisUrl: 'redis://no.invalid' }), /cannot find the host no\.invalid/],
	[
		'TLS against a plain port',
		() => ({ redisUrl: `rediss://127.0.0.1:${redis.port}` }),
		/speaks no TLS/,
	],
	[
		'no TLS against a port that speaks nothing else',
		() => ({ redisUrl: encrypted.url.replace('rediss:', 'redis:') }),
		/if it speaks TLS, the Redis URL begins with rediss:\/\//,
	],
	[
		'a certificate of an unknown authority',
		() => ({ redisUrl: encrypted.url }),
		/does not trust the certificate of 127\.0\.0\.1:\d+\. .*variable NODE_EXTRA_CA_CERTS set to/,
	],
	[
		'something else than Redis',
		() => ({ redisUrl: simulator.url.replace('http', 'redis') }),
		/does not speak as Redis/,
	],
	['no password', () => ({ redisPassword: '' }), /wants a password/],
	['a wrong password', () => ({ redisPassword: 'hunter2' }), /does not accept the password/],
	['an unknown user', () => as('nobody'), /user name and password/],
	['a database out of range', () => ({ redisDatabase: 99 }), /no database 99/],
	['a user without scripts', () => as('unscripted'), /may not run scripts/],
	['a user who only reads', () => as('unwriting'), /may not run scripts, or not all that they do/],
	[
		'a user who may not ask what time it is',
		() => ({ ...as('timeless'), redisKeyPrefix: '' }),
		/needs ~n8n-whatsapp:\* \+@scripting \+@read \+@write \+time \+ping \+select\./,
	],
	[
		'a user of other keys than those of the prefix',
		() => ({ ...as('allowed'), redisKeyPrefix: 'shop[1]:' }),
		/keys that begin with “shop\[1\]:”\. .* \(~shop\\\[1\\\]:\*\)/,
	],
	['a user of other keys', () => as('elsewhere'), /keys that begin with “n8n-whatsapp:”/],
	['a field that cannot be', () => ({ redisUrl: 'redis://x:hunter2@y' }), /has a password in it/],
])('says what is wrong: %s', async (_, changes, says) => {
	const { status, message } = await test(changes());
	expect(message).toMatch(says);
	expect(message).toMatch(/\. With Meta all is well\. Connected to the app/);
	expect(message).not.toMatch(/hunter2|undefined|\[object/);
	expect(status).toBe('Error');
});

it('says that Redis is a replica, or full', async () => {
	await say(redis, 'REPLICAOF 127.0.0.1 1');
	expect((await test({})).message).toMatch(/it is a replica/);
	await say(redis, 'REPLICAOF NO ONE', 'CONFIG SET maxmemory 1');
	expect((await test({})).message).toMatch(/memory is full/);
	await say(redis, 'CONFIG SET maxmemory 0');
});

it('says what is wrong with Meta and with Redis, where both are', async () => {
	const { status, message } = await test({ accessToken: 'nonsense', redisDatabase: 99 });
	expect(message).toMatch(/no database 99.*(token|Token)/);
	expect(status).toBe('Error');
});

it('says that Meta’s part is wrong where Redis is well', async () => {
	const { status, message } = await test({ accessToken: 'nonsense' });
	expect(message).toMatch(/token.* Redis can be used\.$/i);
	expect(status).toBe('Error');
});
