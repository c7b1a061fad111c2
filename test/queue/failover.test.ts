import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';

import { RedisStore } from '../../nodes/shared/store/redis';
import { Script } from '../../nodes/shared/store/store';
import { waitFor } from '../n8n-host';
import { startRedis, type RedisServer } from '../servers';
import { say, settingsFor } from './support';

const setScript = new Script(`return redis.call('SET', KEYS[1], ARGV[1])`);
const getScript = new Script(`return redis.call('GET', KEYS[1])`);

let servers: RedisServer[];
/** The one that new connections are led to, as by a name or by the endpoint of a hosted Redis. */
let primary: RedisServer;
let endpoint: Server;
let connections: number;

beforeAll(async () => {
	servers = await Promise.all([startRedis({ own: true }), startRedis({ own: true })]);
	endpoint = createServer((client) => {
		connections++;
		const server = connect(primary.port, primary.host);
		client.pipe(server).pipe(client);
		for (const [one, other] of [
			[client, server],
			[server, client],
		]) {
			one.on('error', () => other.destroy());
			one.on('close', () => other.destroy());
		}
	});
	endpoint.listen(0, '127.0.0.1');
	await once(endpoint, 'listening');
});
beforeEach(() => {
	connections = 0;
	[primary] = servers;
});
afterAll(async () => {
	endpoint.close();
	await Promise.all(servers.map(async (server) => await server.close()));
});

it('a store whose primary became a replica finds the new one, over a new connection', async () => {
	const [former, next] = servers;
	const { port } = endpoint.address() as AddressInfo;
	const store = new RedisStore(settingsFor(former, { port }));
	try {
		await store.run(setScript, ['x'], ['1']);
		primary = next;
		await say(former, `REPLICAOF ${next.host} ${next.port}`);
		// Several at once: all are answered by the former primary.
		const answers = await Promise.allSettled(
			['2', '3', '4'].map(async (value) => await store.run(setScript, ['x'], [value])),
		);
		for (const answer of answers) {
			expect(answer).toMatchObject({ status: 'rejected', reason: { kind: 'store-away' } });
		}
		await expect(store.ping()).rejects.toThrow(/READONLY/);
		await waitFor(
			async () =>
				await store.run(setScript, ['x'], ['5']).then(
					() => true,
					() => false,
				),
			{ what: 'The new primary', timeoutMs: 10_000 },
		);
		expect(connections).toBe(2);
		expect(await store.run(getScript, ['x'], [])).toBe('5');
		expect(await say(next, 'GET test:x')).toContain('$1\r\n5');
	} finally {
		store.close();
		await say(former, 'REPLICAOF NO ONE');
	}
});

it('a store that finds nothing but replicas is away, and tries anew now and then', async () => {
	const [replica] = servers;
	await say(replica, 'REPLICAOF 127.0.0.1 1');
	const store = new RedisStore(
		settingsFor(replica, { port: (endpoint.address() as AddressInfo).port }),
	);
	try {
		for (let round = 0; round < 200; round++) {
			await expect(store.run(setScript, ['x'], ['1'])).rejects.toThrow(/READONLY/);
		}
		expect(connections).toBeLessThan(20);
		store.close();
	} finally {
		await say(replica, 'REPLICAOF NO ONE');
	}
});
