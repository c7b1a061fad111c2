import { RedisStore } from './redis';
import type { RedisSettings } from './settings';
import { HOW_TO_TRUST, Script, StoreAwayError, UNTRUSTED } from './store';

/** Milliseconds for which something is left where a command in between is refused. */
const TRIED_MS = 1_000;

/**
 * Every command that the nodes' scripts give: a user may be allowed some and not others. Nothing is left of it.
 * KEYS: one for each kind of value.
 */
const tryScript = new Script(`
local text, hash, list, sorted = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
redis.call('TIME')
-- First of those that write: after another one a Redis without memory would not say so.
redis.call('SET', text, '1', 'PX', ${TRIED_MS})
redis.call('GET', text)
redis.call('MGET', text, text)
redis.call('PTTL', text)
redis.call('HSET', hash, 'a', '1')
redis.call('PEXPIRE', hash, ${TRIED_MS})
redis.call('HGET', hash, 'a')
redis.call('HMGET', hash, 'a', 'b')
redis.call('HDEL', hash, 'a')
redis.call('RPUSH', list, '1')
redis.call('PEXPIRE', list, ${TRIED_MS})
redis.call('LTRIM', list, -1, -1)
redis.call('LRANGE', list, 0, -1)
redis.call('LREM', list, 0, '1')
redis.call('ZADD', sorted, 1, 'a')
redis.call('PEXPIRE', sorted, ${TRIED_MS})
redis.call('ZRANGE', sorted, 0, -1)
redis.call('ZCARD', sorted)
redis.call('ZREMRANGEBYSCORE', sorted, '-inf', 1)
redis.call('DEL', text, hash, list, sorted)
return 1
`);
const TRY_KEYS = ['text', 'hash', 'list', 'sorted'].map((kind) => `try:${kind}`);

/** In the order in which they are looked for in what Redis, or the system, says. */
const CAUSES: ReadonlyArray<{ says: RegExp; means: (settings: RedisSettings) => string }> = [
	{
		says: /ECONNREFUSED/,
		means: (settings) =>
			`nothing listens at ${addressOf(settings)}. Check host and port of the Redis URL, and that Redis runs; in a container, localhost is the container itself`,
	},
	{
		says: /ENOTFOUND|EAI_AGAIN/,
		means: ({ host }) =>
			`n8n cannot find the host ${host}. Check the Redis URL; in a container it is the name of the service`,
	},
	{
		says: /Connection timeout/,
		means: (settings) =>
			settings.tls
				? `${addressOf(settings)} does not answer. Perhaps this port speaks no TLS: then the Redis URL begins with redis://; or a firewall is in between`
				: `${addressOf(settings)} does not answer. Check host and port of the Redis URL, and the firewalls in between`,
	},
	{
		says: /no reply in|Unknown RESP type|Socket closed unexpectedly|ECONNRESET/,
		means: (settings) =>
			settings.tls
				? `${addressOf(settings)} takes the connection, but does not speak as Redis does. Check the port`
				: `${addressOf(settings)} takes the connection, but does not speak as Redis does. Check the port; if it speaks TLS, the Redis URL begins with rediss://`,
	},
	{
		says: UNTRUSTED,
		means: (settings) =>
			`n8n does not trust the certificate of ${addressOf(settings)}. ${HOW_TO_TRUST}`,
	},
	{
		says: /altnames/,
		means: (settings) =>
			`the certificate of ${addressOf(settings)} is for another host. Name the host in the Redis URL as the certificate does`,
	},
	{
		says: /alert certificate required/,
		means: () =>
			'it wants a certificate of n8n, and the credential has none. Set tls-auth-clients no in the configuration of Redis; a password keeps others out',
	},
	{
		says: /certificate|wrong version number|SSL|TLS/i,
		means: (settings) =>
			`the encrypted connection to ${addressOf(settings)} was not made. Check its certificate; if this port speaks no TLS, the Redis URL begins with redis://`,
	},
	{
		says: /^NOAUTH/,
		means: () => 'it wants a password. Fill in Redis Password',
	},
	{
		says: /^WRONGPASS|invalid password/,
		means: ({ username }) =>
			username === undefined
				? 'it does not accept the password. Check Redis Password; if Redis has users, the Redis URL names one: redis://user@host'
				: 'it does not accept user name and password. Check the user name in the Redis URL, and Redis Password',
	},
	{
		says: /without any password configured/,
		means: () => 'it has no password. Leave Redis Password empty',
	},
	{
		says: /DB index is out of range|SELECT is not allowed/,
		means: ({ database }) =>
			`it has no database ${database}. Redis Database is a number from 0, mostly up to 15; a cluster has 0 alone`,
	},
	{
		// In the words of Redis 6 and 7, of a command and of one in a script.
		says: /NOPERM.*key|can't access at least one of the keys/i,
		means: ({ prefix }) =>
			`its user may not use keys that begin with “${prefix}”. Allow them in the access list (ACL) of Redis (${keyPattern(prefix)}), or change Redis Key Prefix`,
	},
	{
		says: /^NOPERM|can't run this command/i,
		means: ({ prefix }) =>
			`its user may not run scripts, or not all that they do. In the access list (ACL) of Redis it needs ${rightsFor(prefix)}`,
	},
	{
		says: /unknown command .?AUTH/i,
		means: () =>
			'it knows no command AUTH, by which a password is given. Leave Redis Password empty; where there is one all the same, nodes cannot use this Redis, or the proxy before it',
	},
	{
		says: /^READONLY/,
		means: () => 'it is a replica, which can only be read. Name the primary in the Redis URL',
	},
	{
		says: /^OOM/,
		means: () => 'its memory is full. Raise maxmemory',
	},
];

/**
 * What a user of the nodes must be allowed, as the access list of Redis (ACL) writes it. TIME is in no category that
 * anybody would want to allow as a whole.
 * @param prefix stands before every key
 */
export function rightsFor(prefix: string): string {
	return `${keyPattern(prefix)} +@scripting +@read +@write +time +ping +select`;
}

function keyPattern(prefix: string): string {
	return `~${prefix.replace(/[*?[\]\\]/g, '\\$&')}*`;
}

/**
 * Tries a Redis as the nodes use it, over a connection of its own.
 * @returns what is wrong and how to put it right, in sentences; undefined when it can be used
 */
export async function diagnoseRedis(settings: RedisSettings): Promise<string | undefined> {
	const store = new RedisStore(settings);
	try {
		await store.ping();
		await store.run(tryScript, TRY_KEYS, []);
		return undefined;
	} catch (error) {
		if (error instanceof StoreAwayError) return explain(error.why, settings);
		throw error;
	} finally {
		store.close();
	}
}

function explain(why: string, settings: RedisSettings): string {
	const cause = CAUSES.find(({ says }) => says.test(why));
	const said = `“${why.replace(/\.$/, '')}”`;
	return cause
		? `Redis cannot be used: ${cause.means(settings)}. The error: ${said}.`
		: `Redis cannot be used. The error: ${said}.`;
}

function addressOf({ host, port }: RedisSettings): string {
	return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
