import type { RedisSettings } from '../../nodes/shared/store/settings';
import type { RedisServer } from '../servers';

/** How to reach a Redis of the tests; `changes` replace single settings. */
export function settingsFor(
	{ host, port, password, database }: RedisServer,
	changes: Partial<RedisSettings> = {},
): RedisSettings {
	return {
		host,
		port,
		tls: false,
		password: password || undefined,
		database,
		prefix: 'test:',
		...changes,
	};
}
