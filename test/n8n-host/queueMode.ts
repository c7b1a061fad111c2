import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startPostgres, startRedis, type PostgresServer, type RedisServer } from '../servers';
import type { Owner } from './client';
import { ensureN8n } from './install';
import { startN8n, type RunningN8n } from './n8n';
import { packAndInstall } from './package';
import { consoleLog, startProgress, type Log } from './progress';
import { mainFolder, QueueProcess, type Site } from './queueProcess';

export interface QueueModeOptions {
	/** 3 when left out. */
	workers?: number;
	/** Processes that take production webhooks; 1 when left out. */
	webhookProcesses?: number;
	/** Executions that one worker runs at a time; n8n's own 10 when left out. */
	concurrency?: number;
	/** Further settings for all processes. */
	env?: Record<string, string>;
	log?: Log;
}

/** An n8n in queue mode: several processes on one PostgreSQL and one Redis. */
export interface QueueMode {
	/** The main process: editor and REST. Its owner is logged in. */
	readonly n8n: RunningN8n;
	readonly owner: Owner;
	readonly webhookProcesses: QueueProcess[];
	readonly workers: QueueProcess[];
	/** Ends all of it and deletes its data. */
	stop(): Promise<void>;
}

/**
 * A worker that was killed holds its executions for as long as its lock lasts, and the others look for
 * such ones at an interval: with n8n's own 60 s and 30 s, tests would wait for them. Milliseconds.
 */
const SOON_MISSED = {
	QUEUE_WORKER_LOCK_DURATION: '10000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
	QUEUE_WORKER_STALLED_INTERVAL: '3000',
};

/**
 * Starts a real n8n in queue mode with this project's package (`dist` must be built) installed in all
 * its processes: each has a folder, a log and ports of its own. It ends with this process at the latest.
 *
 * @throws Error with the end of a process's output when it does not get ready.
 */
export async function startQueueMode(options: QueueModeOptions = {}): Promise<QueueMode> {
	const { workers = 3, webhookProcesses = 1, concurrency = 10, log = consoleLog } = options;
	const folder = mkdtempSync(join(tmpdir(), 'n8n-queue-'));
	/** They end last: all processes wait for them. */
	const servers: Array<{ close(): Promise<void> }> = [];
	const processes: QueueProcess[] = [];
	let n8n: RunningN8n | undefined;
	const stop = async () => {
		// In order takes them half a minute, for data that is deleted anyway.
		await Promise.all([n8n?.kill(), ...processes.map(async (process) => await process.kill())]);
		await Promise.all(servers.map(async (server) => await server.close()));
		rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
	};
	try {
		await ensureN8n({ log });
		await packAndInstall({ userFolder: mainFolder({ folder }), log });
		const redis = await startRedis();
		servers.push(redis);
		const postgres = await startPostgres();
		servers.push(postgres);
		const env = { ...queueEnv(redis, postgres), ...SOON_MISSED, ...options.env };

		// Alone at first: it makes the tables.
		const logFile = join(folder, 'main.log');
		n8n = await startN8n({ userFolder: mainFolder({ folder }), env, log, logFile });
		const owner = {
			email: 'owner@example.com',
			password: `Queue-${randomBytes(8).toString('hex')}-1`,
		};
		await n8n.setUpOrLogin(owner);

		// Each would report by itself.
		const site: Site = { folder, env, log: () => undefined };
		const place = async (count: number, name: string, command: string[]) => {
			const placed: QueueProcess[] = [];
			for (let i = 1; i <= count; i += 1) {
				placed.push(await QueueProcess.in(site, `${name}-${i}`, command));
			}
			processes.push(...placed);
			return placed;
		};
		const placed = {
			webhookProcesses: await place(webhookProcesses, 'webhook', ['webhook']),
			workers: await place(workers, 'worker', ['worker', `--concurrency=${concurrency}`]),
		};
		await startAll(processes, log);
		return { n8n, owner, ...placed, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

/** @throws what the first to fail throws, once all are up or have failed */
async function startAll(processes: QueueProcess[], log: Log): Promise<void> {
	let ready = 0;
	const progress = startProgress(
		log,
		() => `${ready} of ${processes.length} further processes of n8n are ready`,
	);
	const outcomes = await Promise.allSettled(
		processes.map(async (process) => {
			await process.start();
			ready += 1;
		}),
	);
	const failed = outcomes.find(({ status }) => status === 'rejected');
	if (failed?.status === 'rejected') {
		progress.stop();
		throw failed.reason;
	}
	progress.done(`${processes.map(({ name }) => name).join(', ')} are ready`);
}

/** What all processes of one installation share. */
function queueEnv(redis: RedisServer, postgres: PostgresServer): Record<string, string> {
	// A Redis that was given may serve another n8n too, and have jobs of an earlier run.
	const own = randomUUID();
	return {
		EXECUTIONS_MODE: 'queue',
		N8N_ENCRYPTION_KEY: randomBytes(16).toString('hex'),
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: postgres.host,
		DB_POSTGRESDB_PORT: String(postgres.port),
		DB_POSTGRESDB_USER: postgres.user,
		DB_POSTGRESDB_PASSWORD: postgres.password,
		DB_POSTGRESDB_DATABASE: postgres.database,
		QUEUE_BULL_REDIS_HOST: redis.host,
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		QUEUE_BULL_REDIS_PASSWORD: redis.password,
		QUEUE_BULL_REDIS_DB: String(redis.database),
		QUEUE_BULL_PREFIX: `bull-${own}`,
		N8N_REDIS_KEY_PREFIX: `n8n-${own}`,
	};
}
