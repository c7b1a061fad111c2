import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { projectRoot, waitFor } from '../n8n-host';
import { RedisStore } from '../../nodes/shared/store/redis';
import { startRedis, type RedisServer } from '../servers';
import { say, settingsFor } from './support';

let redis: RedisServer;
const children: ChildProcess[] = [];

beforeAll(async () => {
	redis = await startRedis({ tls: true, keepsData: true });
});
afterEach(() => {
	for (const child of children.splice(0)) child.kill();
});
afterAll(async () => await redis.close());

/**
 * A process that trusts the authority of our Redis, and uses it by this host: Node reads whom it trusts as
 * it starts, so this one cannot learn it any more.
 * @returns tells it what to do, see storeProcess.ts; gives its answer
 */
function trustingProcess(host: string): (deed: 'count' | 'diagnose') => Promise<string> {
	const child = fork(join(__dirname, 'storeProcess.ts'), [`rediss://${host}:${redis.port}`], {
		cwd: projectRoot,
		execArgv: ['--import', 'tsx'],
		env: { ...process.env, NODE_EXTRA_CA_CERTS: redis.authority },
	});
	children.push(child);
	const end = once(child, 'exit').then(([code]) => {
		throw new Error(`The process ended with ${code}`);
	});
	end.catch(() => undefined);
	return async (deed) => {
		child.send(deed);
		const [answer] = (await Promise.race([once(child, 'message'), end])) as [string];
		return answer;
	};
}

describe('a Redis over TLS, of an authority that NODE_EXTRA_CA_CERTS names', () => {
	it.each(['localhost', '127.0.0.1'])('is used as %s, also when it is back', async (host) => {
		await say(redis, 'FLUSHDB');
		const tell = trustingProcess(host);
		expect(await tell('diagnose')).toBe('well');
		expect(await tell('count')).toBe('1');
		await redis.stop();
		expect(await tell('count')).toMatch(/cannot be used/);
		await redis.start();
		let count = '';
		await waitFor(async () => /^\d+$/.test((count = await tell('count'))), {
			what: 'Redis',
			timeoutMs: 60_000,
		});
		expect(count).toBe('2');
	});

	it('is refused where its certificate is for another host', async () => {
		// An address of this machine, too, and none that the certificate names.
		expect(await trustingProcess('0.0.0.0')('diagnose')).toMatch(
			/the certificate of 0\.0\.0\.0:\d+ is for another host\. Name the host in the Redis URL/,
		);
	});

	it('says what to do where it wants a certificate of n8n, too', async () => {
		await say(redis, 'CONFIG SET tls-auth-clients yes');
		try {
			expect(await trustingProcess('localhost')('diagnose')).toMatch(
				/wants a certificate of n8n.* Set tls-auth-clients no/,
			);
		} finally {
			await redis.stop();
			await redis.start();
		}
	});
});

it('a Redis of an authority that nobody knows is refused, with a word on how to trust it', async () => {
	const store = new RedisStore(settingsFor(redis));
	try {
		await expect(store.ping()).rejects.toThrow(/self-signed certificate.*NODE_EXTRA_CA_CERTS/);
	} finally {
		store.close();
	}
});
