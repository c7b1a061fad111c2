// A process that uses the Redis of its argument, a URL, as a process of n8n does. It does what it is told
// (`count` or `diagnose`), answers with a text, and ends with the process that started it.
import { diagnoseRedis } from '../../nodes/shared/store/diagnosis';
import { RedisStore } from '../../nodes/shared/store/redis';
import { readSharedState } from '../../nodes/shared/store/settings';
import { Script } from '../../nodes/shared/store/store';

const { redis } = readSharedState({ sharedState: 'redis', redisUrl: process.argv[2] });
if (!redis) throw new Error('No Redis');
const store = new RedisStore(redis);
const countScript = new Script(`return redis.call('INCR', KEYS[1])`);

const deeds: Record<string, () => Promise<string>> = {
	count: async () => String(await store.run(countScript, ['count'], [])),
	diagnose: async () => (await diagnoseRedis(redis)) ?? 'well',
};

process.on('message', (deed: string) => {
	void deeds[deed]()
		.catch(String)
		.then((answer) => process.send?.(answer));
});
process.on('disconnect', () => process.exit());
