import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { isPortFree, projectRoot, waitFor } from '../n8n-host';
import { startPostgres, startRedis } from '../servers';
import { findProgram } from '../servers/program';

/** Says something to a server and answers what it says first. */
async function ask(port: number, what: string | Buffer): Promise<string> {
	const socket = connect(port, '127.0.0.1');
	try {
		await once(socket, 'connect');
		socket.write(what);
		const [answer] = (await once(socket, 'data')) as [Buffer];
		return answer.toString('latin1').trim();
	} finally {
		socket.destroy();
	}
}

/** The message with which a client of PostgreSQL introduces itself (protocol 3.0). */
function startupMessage(user: string): Buffer {
	const body = Buffer.from(`\0\x03\0\0user\0${user}\0\0`, 'latin1');
	const head = Buffer.alloc(4);
	head.writeUInt32BE(body.length + 4);
	return Buffer.concat([head, body]);
}

// What is started here would not be, if there were running ones to use.
const GIVEN = ['REDIS_URL', 'DATABASE_URL'];
const environment = GIVEN.map((name) => [name, process.env[name]] as const);

beforeEach(() => {
	for (const name of GIVEN) delete process.env[name];
});

afterEach(() => {
	for (const [name, value] of environment) if (value !== undefined) process.env[name] = value;
});

describe('a Redis for tests', () => {
	it.each([
		{ keepsData: true, how: 'stop', after: '$1\r\n1' },
		{ keepsData: true, how: 'kill', after: '$1\r\n1' },
		{ keepsData: false, how: 'stop', after: '$-1' },
	] as const)('comes back on its port after a $how, keeps data: $keepsData', async (given) => {
		const redis = await startRedis({ keepsData: given.keepsData });
		try {
			expect(await ask(redis.port, 'SET key 1\r\n')).toBe('+OK');
			await redis[given.how]();
			expect(await isPortFree(redis.port)).toBe(true);
			await redis.start();
			expect(await ask(redis.port, 'GET key\r\n')).toBe(given.after);
		} finally {
			await redis.close();
		}
		expect(await isPortFree(redis.port)).toBe(true);
	});

	it('asks for its password', async () => {
		const redis = await startRedis({ password: 'secret' });
		try {
			expect(await ask(redis.port, 'PING\r\n')).toMatch(/^-NOAUTH/);
			expect(await ask(redis.port, 'AUTH secret\r\n')).toBe('+OK');
		} finally {
			await redis.close();
		}
	});

	it('is the one of REDIS_URL, which no test can stop, unless it has to be its own', async () => {
		process.env.REDIS_URL = 'redis://:p%40ss@127.0.0.1:6399/3';
		const redis = await startRedis();
		expect(redis).toMatchObject({ url: 'redis://127.0.0.1:6399', password: 'p@ss', database: 3 });
		await expect(redis.stop()).rejects.toThrow(/REDIS_URL/);
		await redis.close();
		for (const options of [{ own: true }, { password: 'secret' }, { keepsData: true }]) {
			const own = await startRedis(options);
			expect(own.port).not.toBe(6399);
			await own.stop();
			await own.close();
		}
	});
});

describe('a PostgreSQL for tests', () => {
	it('lets its user in', async () => {
		const postgres = await startPostgres();
		try {
			// R: authentication is done, or what it takes.
			expect(await ask(postgres.port, startupMessage(postgres.user))).toMatch(/^R/);
		} finally {
			await postgres.close();
		}
		expect(await isPortFree(postgres.port)).toBe(true);
	});
});

describe('both', () => {
	it('end with the process that started them, and leave no folder', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'test-servers-'));
		try {
			// Another user than ours may have to find the folders in here.
			chmodSync(folder, 0o755);
			const script = join(folder, 'start.ts');
			writeFileSync(
				script,
				`import { startPostgres, startRedis } from ${JSON.stringify(join(projectRoot, 'test/servers'))};
				void Promise.all([startPostgres(), startRedis()]).then((servers) =>
					console.log(JSON.stringify(servers.map(({ port }) => port))));`,
			);
			const child = spawn(process.execPath, ['--import', 'tsx', script], {
				cwd: projectRoot,
				env: { ...process.env, TMPDIR: folder },
				stdio: ['ignore', 'pipe', 'inherit'],
			});
			const [line] = (await once(child.stdout, 'data')) as [Buffer];
			const ports = JSON.parse(line.toString()) as number[];
			expect(await Promise.all(ports.map(isPortFree))).toEqual([false, false]);
			child.kill('SIGKILL');
			await waitFor(async () => (await Promise.all(ports.map(isPortFree))).every(Boolean), {
				what: 'Their end',
				timeoutMs: 60_000,
			});
			await waitFor(() => !readdirSync(folder).some((name) => name.startsWith('test-')), {
				what: 'Empty folders',
				timeoutMs: 60_000,
			});
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	});

	it('say what to install where they are missing', async () => {
		const path = process.env.PATH;
		process.env.PATH = '/nonexistent';
		try {
			await expect(startRedis()).rejects.toThrow(/apt-get install redis-server/);
		} finally {
			process.env.PATH = path;
		}
	});

	it('say so of openssl, which TLS takes', async () => {
		const path = process.env.PATH;
		const folder = mkdtempSync(join(tmpdir(), 'test-servers-'));
		symlinkSync(findProgram('redis-server', [], 'redis-server'), join(folder, 'redis-server'));
		process.env.PATH = folder;
		try {
			await expect(startRedis({ tls: true })).rejects.toThrow(/apt-get install openssl/);
		} finally {
			process.env.PATH = path;
			rmSync(folder, { recursive: true });
		}
	});
});
