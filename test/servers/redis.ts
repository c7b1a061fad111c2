import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '../n8n-host/processes';
import { findProgram, RunningProgram, type ServerProgram } from './program';

export interface RedisOptions {
	/** Clients must then give it. */
	password?: string;
	/** Whether what clients have stored survives a stop, and a kill; otherwise each start is empty. */
	keepsData?: boolean;
}

/** A Redis for tests. */
export interface RedisServer {
	/** `redis://host:port`, without user, password and database. */
	readonly url: string;
	readonly host: string;
	readonly port: number;
	/** Empty when none is needed. */
	readonly password: string;
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
 * the latest. When the environment has `REDIS_URL`, that one is used: it may hold other people's keys,
 * and can't be stopped or given a password.
 *
 * @throws Error when redis-server is missing, with the package to install
 */
export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
	const given = process.env.REDIS_URL;
	if (given) return givenRedis(given, options);
	const path = findProgram('redis-server', [], 'redis-server', 'REDIS_URL');
	const { password = '', keepsData = false } = options;
	const folder = mkdtempSync(join(tmpdir(), 'test-redis-'));
	const port = await freePort();
	const program: ServerProgram = {
		path,
		// Its log of commands holds what a client was told is stored, also when it is killed.
		args: ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''].concat(
			['--appendonly', keepsData ? 'yes' : 'no'],
			password ? ['--requirepass', password] : [],
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
	const close = async () => {
		await end('SIGTERM');
		rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
	};
	try {
		await start();
	} catch (error) {
		await close();
		throw error;
	}
	return {
		url: `redis://127.0.0.1:${port}`,
		host: '127.0.0.1',
		port,
		password,
		database: 0,
		stop: async () => await end('SIGTERM'),
		kill: async () => await end('SIGKILL'),
		start,
		close,
	};
}

function givenRedis(given: string, { password, keepsData }: RedisOptions): RedisServer {
	const refuse = (what: string) =>
		new Error(`${what} a Redis that was given in REDIS_URL. Run this test without REDIS_URL.`);
	if (password !== undefined) throw refuse("A password can't be chosen for");
	if (keepsData) throw refuse('Nothing can be kept over a stop of');
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
