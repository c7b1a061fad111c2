import { say } from '../../test/queue/support';
import type { RedisServer } from '../../test/servers';

/** CPU time of a Redis since its start, in microseconds. */
export async function redisCpu(redis: RedisServer): Promise<number> {
	const info = await say(redis, 'INFO cpu');
	const seconds = (name: string) => Number(new RegExp(`${name}:([\\d.]+)`).exec(info)?.[1]);
	return (seconds('used_cpu_sys') + seconds('used_cpu_user')) * 1e6;
}
