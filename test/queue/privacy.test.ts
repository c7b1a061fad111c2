import { randomUUID } from 'node:crypto';

import { RedisStore } from '../../nodes/shared/store/redis';
import { closeStores } from '../../nodes/shared/store/registry';
import { Script } from '../../nodes/shared/store/store';
import { phoneNumberIds, sendTo, useSimulator } from '../engine/sending/support';
import { credentialFor } from '../engine/support/credential';
import { deliver, sign, startTrigger } from '../engine/trigger/support';
import { startRedis, type RedisServer } from '../servers';
import { DEFAULT_ACCOUNT } from '../simulator';
import { delivery, numberChange, PERSON, message } from '../unit/webhooks/support/deliveries';
import { forget, settingsFor } from './support';

/** A number as Meta writes it, without its plus. */
const RECIPIENT = PERSON.wa_id;

/** All keys below a prefix, each with what it holds. */
const DUMP = new Script(`
local all = {}
for _, key in ipairs(redis.call('KEYS', KEYS[1] .. '*')) do
	local kind, held = redis.call('TYPE', key).ok, nil
	if kind == 'string' then held = { redis.call('GET', key) }
	elseif kind == 'hash' then held = redis.call('HGETALL', key)
	elseif kind == 'list' then held = redis.call('LRANGE', key, 0, -1)
	elseif kind == 'set' then held = redis.call('SMEMBERS', key)
	else held = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES') end
	all[#all + 1] = key .. ' ' .. table.concat(held, ' ')
end
return all
`);

let redis: RedisServer;
let prefix: string;
beforeAll(async () => {
	redis = await startRedis();
});
beforeEach(() => {
	prefix = `test-${randomUUID()}:`;
});
afterEach(async () => await forget(redis, prefix));
afterAll(async () => {
	closeStores();
	await redis.close();
});

const simulator = useSimulator();

const credential = () => ({
	...credentialFor(simulator()),
	sharedState: 'redis',
	redisUrl: redis.url,
	redisPassword: redis.password,
	redisDatabase: redis.database,
	redisKeyPrefix: prefix,
});

/** @returns what Redis holds under keys of this kind */
async function stored(kind: string): Promise<string[]> {
	const store = new RedisStore(settingsFor(redis, { prefix }));
	try {
		return (await store.run(DUMP, [kind], [])) as string[];
	} finally {
		store.close();
	}
}

describe('whom somebody writes to', () => {
	const send = async (parameters: Parameters<typeof sendTo>[2]) => {
		simulator().inbound({
			phoneNumberId: phoneNumberIds.high,
			from: `+${RECIPIENT}`,
			text: 'Hello?',
		});
		const items = [{ phone: `+${RECIPIENT}` }];
		return await sendTo(simulator(), items, parameters, { credential: credential() });
	};

	const ways: Array<[what: string, kind: string, act: () => Promise<void>]> = [
		[
			'a message with an Idempotency Key',
			'sent:',
			async () => {
				await send({ options: { idempotencyKey: 'A-0' } });
			},
		],
		[
			'a message, for its pace',
			'pair:',
			async () => {
				await send({});
			},
		],
		[
			'a question',
			'asked:',
			async () => {
				const { run } = await send({
					operation: 'sendAndWait',
					message: 'When may we come?',
					responseType: 'freeText',
					options: { checkTrigger: false },
				});
				expect(run.status).toBe('waiting');
			},
		],
		[
			'a webhook',
			'seen:',
			async () => {
				const trigger = await startTrigger({
					parameters: { updates: ['messages'] },
					credential: credential(),
				});
				try {
					const messages = [message({ id: 'wamid.1', type: 'text', text: { body: 'Hi' } })];
					const change = { contacts: [PERSON], messages };
					const body = delivery(numberChange('messages', change, phoneNumberIds.high));
					const signature = sign(JSON.stringify(body), DEFAULT_ACCOUNT.app.secret);
					await deliver(trigger, body, { 'x-hub-signature-256': signature });
					expect(trigger.executions).toHaveLength(1);
				} finally {
					await trigger.close();
				}
			},
		],
	];

	it.each(ways)('stands nowhere in Redis after %s', async (_, kind, act) => {
		await act();
		expect(await stored(kind)).not.toEqual([]);
		expect((await stored('')).filter((text) => text.includes(RECIPIENT))).toEqual([]);
	});
});
