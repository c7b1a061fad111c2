import { RedisStore } from './redis';
import type { RedisSettings } from './settings';
import { HOW_TO_TRUST, Script, StoreAwayError, UNTRUSTED } from './store';

/** What the nodes do in Redis, in small: a script that writes below the prefix. */
const tryScript = new Script(`return redis.call('SET', KEYS[1], '1', 'PX', 1000)`);

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
		says: /^NOPERM.*eval|can't run this command/i,
		means: () =>
			'its user may not run scripts, or not what they do. Allow it @scripting, @read and @write in the access list (ACL) of Redis',
	},
	{
		says: /^NOPERM.*key/i,
		means: ({ prefix }) =>
			`its user may not use keys that begin with “${prefix}”. Allow them in the access list (ACL) of Redis, or change Redis Key Prefix`,
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
 * Tries a Redis as the nodes use it, over a connection of its own.
 * @returns what is wrong and how to put it right, in sentences; undefined when it can be used
 */
export async function diagnoseRedis(settings: RedisSettings): Promise<string | undefined> {
	const store = new RedisStore(settings);
	try {
		await store.ping();
		await store.run(tryScript, ['try'], []);
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
