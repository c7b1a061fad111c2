import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { cleanEnv, freePort, run } from '../n8n-host/processes';
import { findProgram, PLAIN_ENV, RunningProgram, type User } from './program';

/** A PostgreSQL for tests, with a database of their own. */
export interface PostgresServer {
	readonly host: string;
	readonly port: number;
	readonly user: string;
	/** Empty when none is needed. */
	readonly password: string;
	/** An empty database. */
	readonly database: string;
	/** Deletes the database, and ends the server that was started for it. */
	close(): Promise<void>;
}

/**
 * Starts a PostgreSQL on a free port of 127.0.0.1, with a folder of its own; it ends with this process
 * at the latest. When the environment has `DATABASE_URL`, a new database is made on that server and
 * dropped by `close`.
 *
 * @throws Error when PostgreSQL is missing, with the package to install
 */
export async function startPostgres(): Promise<PostgresServer> {
	const given = process.env.DATABASE_URL;
	if (given) return await databaseOn(given);
	const [initdb, postgres] = ['initdb', 'postgres'].map(find) as [string, string];
	const owner = ownerOfServer();
	const folder = mkdtempSync(join(tmpdir(), 'test-postgres-'));
	const remove = () =>
		rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
	try {
		if (owner) chownSync(folder, owner.uid, owner.gid);
		const data = join(folder, 'data');
		execFileSync(
			initdb,
			['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
			{ ...owner, cwd: folder, env: PLAIN_ENV, stdio: 'pipe' },
		);
		const port = await freePort();
		const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'].concat(
			// Each of n8n's processes has connections of its own.
			'max_connections=200',
			// It would lie in a folder that the machine's own server uses.
			'unix_socket_directories=',
		);
		const running = await RunningProgram.start({
			path: postgres,
			args: ['-D', data, '-h', '127.0.0.1', '-p', String(port)].concat(
				settings.flatMap((setting) => ['-c', setting]),
			),
			folder,
			logFile: join(folder, 'postgres.log'),
			// Ends its clients' sessions; SIGTERM would wait for them.
			signal: 'SIGINT',
			user: owner,
		});
		return {
			host: '127.0.0.1',
			port,
			user: 'postgres',
			password: '',
			database: 'postgres',
			close: async () => {
				await running.end();
				remove();
			},
		};
	} catch (error) {
		remove();
		throw error;
	}
}

/** Debian keeps the programs of a server off the PATH, in a folder for each version. */
function find(name: string): string {
	const root = '/usr/lib/postgresql';
	const folders: string[] = [];
	try {
		const versions = readdirSync(root).sort((one, other) => Number(other) - Number(one));
		folders.push(...versions.map((version) => join(root, version, 'bin')));
	} catch {
		// Not Debian.
	}
	try {
		folders.push(
			execFileSync('pg_config', ['--bindir'], { encoding: 'utf8', stdio: 'pipe' }).trim(),
		);
	} catch {
		// Only developers have it.
	}
	return findProgram(name, folders, 'postgresql', 'DATABASE_URL');
}

/** PostgreSQL refuses to run as root. @returns undefined when we are somebody else */
function ownerOfServer(): User | undefined {
	if (process.getuid?.() !== 0) return undefined;
	try {
		const [uid, gid] = ['-u', '-g'].map((flag) =>
			Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: 'pipe' })),
		) as [number, number];
		return { uid, gid };
	} catch (error) {
		throw new Error(
			'PostgreSQL does not run as root, and there is no user "postgres" to run it. Run the tests as ' +
				'another user, or add that one (Debian: apt-get install postgresql).',
			{ cause: error },
		);
	}
}

async function databaseOn(given: string): Promise<PostgresServer> {
	const url = new URL(given);
	const psql = find('psql');
	const database = `n8n_test_${randomUUID().replaceAll('-', '')}`;
	const command = async (sql: string) =>
		void (await run(psql, [given, '-qc', sql], { cwd: tmpdir(), env: cleanEnv() }));
	await command(`CREATE DATABASE ${database}`);
	return {
		host: url.hostname,
		port: Number(url.port || 5432),
		user: decodeURIComponent(url.username),
		password: decodeURIComponent(url.password),
		database,
		close: async () => await command(`DROP DATABASE ${database} WITH (FORCE)`),
	};
}
