import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '../n8n-host/processes';
import { makeCertificate, type CertificateFiles } from './certificate';
import { findProgram, RunningProgram, type ServerProgram } from './program';

export interface RedisOptions {
	/** It is stopped or configured: not the one of `REDIS_URL`. All options below imply it. */
	own?: boolean;
	/** Clients must then give it. */
	password?: string;
	/** Whether what clients have stored survives a stop, and a kill; otherwise each start is empty. */
	keepsData?: boolean;
	/** Speaks TLS and nothing else, with a certificate of an authority that nobody knows. */
	tls?: boolean;
	/** More of its command line. */
	args?: string[];
}

/** A Redis for tests. */
export interface RedisServer {
	/** `redis://host:port`, or `rediss://`, without user, password and database. */
	readonly url: string;
	readonly host: string;
	readonly port: number;
	/** Empty when none is needed. */
	readonly password: string;
	/** With TLS: the file of its authority's certificate, for those who shall trust it. */
	readonly authority?: string;
	/** Number of the database that tests may write into. */
	readonly database: number;
	/** Ends it in order: clients lose their connections, new ones are refused. */
	stop(): Promise<void>;
	/** Ends it as a power cut would. */
	kill(): Promise<void>;
	/** Starts it again on the same port; returns when it takes commands. */
	start(): Promise<void>;
	/** Ends it for good and deletes what it wrote. To be called by whoever started it. */
	close(): Promise<void>;
}

/**
 * Starts a Redis on a free port of 127.0.0.1, with a folder of its own; it ends with this process at
 * the latest. When the environment has `REDIS_URL`, that one is used, unless the options ask for one of its own: it
 * may hold other people's keys, and can't be stopped.
 *
 * @throws Error when redis-server is missing, or openssl, which TLS takes: with the package to install
 */
export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
	const given = process.env.REDIS_URL;
	const { password = '', keepsData = false, tls = false, args = [], own = false } = options;
	const isOwn = own || password !== '' || keepsData || tls || args.length > 0;
	if (given && !isOwn) return givenRedis(given);
	const path = findProgram('redis-server', [], 'redis-server', isOwn ? undefined : 'REDIS_URL');
	const folder = mkdtempSync(join(tmpdir(), 'test-redis-'));
	const remove = () =>
		rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
	try {
		const port = await freePort();
		const files = tls ? makeCertificate(folder) : undefined;
		const program: ServerProgram = {
			path,
			args: ['--bind', '127.0.0.1', '--dir', folder, '--save', ''].concat(
				// Its log of commands holds what a client was told is stored, also when it is killed.
				['--appendonly', keepsData ? 'yes' : 'no'],
				password ? ['--requirepass', password] : [],
				files ? overTls(port, files) : ['--port', String(port)],
				args,
			),
			folder,
			logFile: join(folder, 'redis.log'),
			signal: 'SIGTERM',
		};
		let running: RunningProgram | undefined;
		const end = async (how: 'SIGTERM' | 'SIGKILL') => {
			await running?.end(how);
			running = undefined;
		};
		const start = async () => {
			running ??= await RunningProgram.start(program);
		};
		await start();
		return {
			url: `${files ? 'rediss' : 'redis'}://127.0.0.1:${port}`,
			host: '127.0.0.1',
			port,
			password,
			authority: files?.authority,
			database: 0,
			stop: async () => await end('SIGTERM'),
			kill: async () => await end('SIGKILL'),
			start,
			close: async () => {
				await end('SIGTERM');
				remove();
			},
		};
	} catch (error) {
		remove();
		throw error;
	}
}

/** Clients need no certificate; without being told, Redis wants one. */
function overTls(port: number, { authority, certificate, key }: CertificateFiles): string[] {
	return ['--port', '0', '--tls-port', String(port), '--tls-auth-clients', 'no'].concat(
		['--tls-cert-file', certificate, '--tls-key-file', key],
		['--tls-ca-cert-file', authority],
	);
}

function givenRedis(given: string): RedisServer {
	const refuse = (what: string) =>
		new Error(`${what} the Redis of REDIS_URL. Ask for another one: startRedis({ own: true }).`);
	const url = new URL(given);
	const port = Number(url.port || 6379);
	return {
		url: `${url.protocol}//${url.hostname}:${port}`,
		host: url.hostname,
		port,
		password: decodeURIComponent(url.password),
		database: Number(url.pathname.slice(1) || 0),
		stop: async () => await Promise.reject(refuse("A test can't stop")),
		kill: async () => await Promise.reject(refuse("A test can't kill")),
		start: async () => await Promise.reject(refuse("A test can't start")),
		close: async () => await Promise.resolve(),
	};
}
