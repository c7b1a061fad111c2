import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { connect as connectOverTls } from 'node:tls';

import type { RedisSettings } from '../../nodes/shared/store/settings';
import type { RedisServer } from '../servers';

/** How to reach a Redis of the tests; `changes` replace single settings. */
export function settingsFor(
	{ url, host, port, password, database }: RedisServer,
	changes: Partial<RedisSettings> = {},
): RedisSettings {
	return {
		host,
		port,
		tls: url.startsWith('rediss:'),
		password: password || undefined,
		database,
		prefix: 'test:',
		...changes,
	};
}

/** Sends Redis a command of its own. @returns the text that it answers with */
export async function say(
	{ host, port, password, authority, database }: RedisServer,
	...commands: string[]
): Promise<string> {
	const socket = authority
		? connectOverTls({ host, port, ca: readFileSync(authority) })
		: connect(port, host);
	const hello = [...(password ? [`AUTH ${password}`] : []), `SELECT ${database}`];
	socket.write([...hello, ...commands, 'QUIT'].map((command) => `${command}\r\n`).join(''));
	const chunks: Buffer[] = [];
	for await (const chunk of socket) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString();
}

/** The process of a Redis, to be stopped in mid-air. */
export async function processIdOf(redis: RedisServer): Promise<number> {
	return Number(/process_id:(\d+)/.exec(await say(redis, 'INFO server'))?.[1]);
}

/** The keys below a prefix, without it. */
export async function keysIn(redis: RedisServer, prefix: string): Promise<string[]> {
	const answer = await say(redis, `KEYS ${prefix}*`);
	return answer
		.split('\r\n')
		.filter((line) => line.startsWith(prefix))
		.map((key) => key.slice(prefix.length));
}

/** Deletes what a test stored: a Redis of REDIS_URL lives on. */
export async function forget(redis: RedisServer, prefix: string): Promise<void> {
	const keys = await keysIn(redis, prefix);
	await say(redis, ...keys.map((key) => `DEL ${prefix}${key}`));
}
