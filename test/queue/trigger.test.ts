import { randomUUID } from 'node:crypto';

import { receive, type ReceiverDeps } from '../../nodes/WhatsAppTrigger/receive';
import { Rejections } from '../../nodes/WhatsAppTrigger/rejections';
import { systemClock } from '../../nodes/shared/clock';
import { RedisStore } from '../../nodes/shared/store/redis';
import { closeStores } from '../../nodes/shared/store/registry';
import { SeenInProcess } from '../../nodes/shared/webhooks/dedupe';
import { getSeenEvents, useSeenEvents } from '../../nodes/shared/webhooks/registry';
import { SeenInStore } from '../../nodes/shared/webhooks/seenInStore';
import { SeenTogether } from '../../nodes/shared/webhooks/seenTogether';
import {
	APP_SECRET,
	deliver,
	startTrigger,
	type TriggerOptions,
	type TriggerServer,
} from '../engine/trigger/support';
import { waitFor } from '../n8n-host';
import { startRedis, type RedisServer } from '../servers';
import { oneStatus, textMessage } from '../unit/webhooks/support/deliveries';
import { forget, keysIn, settingsFor } from './support';

let redis: RedisServer;
let prefix: string;
const open: Array<() => Promise<void> | void> = [];

beforeAll(async () => {
	redis = await startRedis();
});
beforeEach(() => {
	prefix = `test-${randomUUID()}:`;
	useSeenEvents(undefined);
});
afterEach(async () => {
	for (const close of open.splice(0)) await close();
	closeStores();
	await forget(redis, prefix);
});
afterAll(async () => await redis.close());

const credentialFor = ({ url, password, database }: RedisServer, whenRedisIsAway = 'continue') => ({
	appSecret: APP_SECRET,
	sharedState: 'redis',
	redisUrl: url,
	redisPassword: password,
	redisDatabase: database,
	redisKeyPrefix: prefix,
	whenRedisIsAway,
});

async function start(options: TriggerOptions): Promise<TriggerServer> {
	const server = await startTrigger({ parameters: { updates: ['messages'] }, ...options });
	open.push(async () => await server.close());
	return server;
}

/** What a webhook process has of its own: memory and connection. */
function aProcess(): ReceiverDeps {
	const store = new RedisStore(settingsFor(redis, { prefix }));
	open.push(() => store.close());
	const own = new SeenInProcess(systemClock);
	const seen = new SeenTogether(new SeenInStore(store), own, 'continue');
	return { clock: systemClock, rejections: new Rejections(), seenEvents: () => seen };
}

const idsIn = (...servers: TriggerServer[]) =>
	servers
		.flatMap(({ executions }) => executions.flat())
		.map(({ json }) => (json.event as { id: string }).id);

it('what comes to one webhook process and the other starts one workflow', async () => {
	const servers = await Promise.all(
		[aProcess(), aProcess()].map(
			async (deps) =>
				await start({
					credential: credentialFor(redis),
					webhook: async (context) => await receive(context, deps),
				}),
		),
	);
	const messages = Array.from({ length: 40 }, (_, index) => `wamid.${index}`);
	// As Meta does: who is told 503 (the other has held the event for too long) comes again.
	const deliverAtLast = async (server: TriggerServer, id: string): Promise<number> => {
		const { status } = await deliver(server, textMessage(id));
		return status === 503 ? await deliverAtLast(server, id) : status;
	};
	// Each three times, and twice at once.
	const statuses = await Promise.all(
		[0, 1, 0].flatMap((which) =>
			messages.map(async (id) => await deliverAtLast(servers[which], id)),
		),
	);
	expect(new Set(statuses)).toEqual(new Set([200]));
	expect(idsIn(...servers).sort()).toEqual([...messages].sort());
});

it('the trigger remembers in the Redis that its credential names', async () => {
	const server = await start({ credential: credentialFor(redis) });
	await deliver(server, textMessage('wamid.a'));
	expect(await keysIn(redis, prefix)).toHaveLength(1);
	// As after a restart of n8n.
	useSeenEvents(undefined);
	await deliver(server, textMessage('wamid.a'));
	expect(idsIn(server)).toEqual(['wamid.a']);
});

it('what nobody chose takes no place in Redis', async () => {
	const credential = credentialFor(redis);
	const server = await start({ credential });
	expect((await deliver(server, oneStatus({ status: 'sent' }))).status).toBe(200);
	expect(await keysIn(redis, prefix)).toEqual([]);
	const other = await start({ credential, parameters: { updates: ['statuses'] } });
	await deliver(other, oneStatus({ status: 'sent' }));
	expect(await keysIn(redis, prefix)).toHaveLength(1);
});

it('a credential that names no Redis as it should makes Meta come again', async () => {
	const credential = { ...credentialFor(redis), redisUrl: 'redis://:hunter2@localhost' };
	const server = await start({ credential });
	expect((await deliver(server, textMessage('wamid.a'))).status).toBe(503);
	expect(server.log.join()).toMatch(/The Redis URL has a password in it/);
	expect(server.log.join()).not.toContain('hunter2');
});

describe('while Redis is away', () => {
	let own: RedisServer;

	beforeEach(async () => {
		own = await startRedis({ password: 'open-sesame', keepsData: true });
	});
	afterEach(async () => await own.close());

	it('Meta is asked to come again, where the credential says so, and nothing is lost', async () => {
		const server = await start({ credential: credentialFor(own, 'fail') });
		await deliver(server, textMessage('wamid.a'));
		await own.stop();
		expect(await deliver(server, textMessage('wamid.b'))).toEqual({ status: 503, text: '' });
		expect(await deliver(server, textMessage('wamid.b'))).toEqual({ status: 503, text: '' });
		expect(server.log).toEqual([expect.stringMatching(/The Redis that the credential names/)]);
		expect(server.log.join()).not.toContain('open-sesame');
		await own.start();
		await waitFor(async () => (await deliver(server, textMessage('wamid.b'))).status === 200, {
			what: 'Redis',
			timeoutMs: 60_000,
		});
		await deliver(server, textMessage('wamid.a'));
		expect(idsIn(server)).toEqual(['wamid.a', 'wamid.b']);
	});

	it('the process goes on with what it knows itself, and says so once', async () => {
		const server = await start({ credential: credentialFor(own) });
		await deliver(server, textMessage('wamid.a'));
		await own.stop();
		for (const id of ['wamid.a', 'wamid.b', 'wamid.b']) {
			expect((await deliver(server, textMessage(id))).status).toBe(200);
		}
		expect(idsIn(server)).toEqual(['wamid.a', 'wamid.b']);
		expect(server.log).toEqual([expect.stringMatching(/this process alone remembers/)]);
		await own.start();
		let round = 0;
		await waitFor(
			async () => {
				await deliver(server, textMessage(`wamid.probe-${round++}`));
				return server.log.join().includes('answers again');
			},
			{ what: 'Redis', timeoutMs: 60_000 },
		);
		await deliver(server, textMessage('wamid.b'));
		expect(idsIn(server).filter((id) => !id.includes('probe'))).toEqual(['wamid.a', 'wamid.b']);
		expect(server.log).toHaveLength(2);
	});
});

it('credentials of one Redis share one memory', () => {
	const store = new RedisStore(settingsFor(redis));
	const shared = { store, whenAway: 'continue', processes: 1 } as const;
	expect(getSeenEvents({ ...shared })).toBe(getSeenEvents({ ...shared }));
	expect(getSeenEvents({ ...shared, whenAway: 'fail' })).not.toBe(getSeenEvents(shared));
});
