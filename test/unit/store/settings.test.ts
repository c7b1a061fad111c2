import { ValidationError } from '../../../nodes/shared/graph/errors';
import { readSharedState, type SharedStateCredential } from '../../../nodes/shared/store/settings';

const read = (credential: SharedStateCredential) =>
	readSharedState({ sharedState: 'redis', ...credential });

describe('shared state, as a credential names it,', () => {
	it('stays in the process unless Redis is chosen', () => {
		const expected = { redis: undefined, whenAway: 'continue', processes: 1 };
		expect(readSharedState({})).toEqual(expected);
		expect(readSharedState({ sharedState: 'process', redisUrl: 'nonsense' })).toEqual(expected);
	});

	it('has defaults', () => {
		expect(read({})).toEqual({
			redis: {
				host: 'localhost',
				port: 6379,
				tls: false,
				username: undefined,
				password: undefined,
				database: 0,
				prefix: 'n8n-whatsapp:',
			},
			whenAway: 'continue',
			processes: 1,
		});
	});

	it('is read with the white space of copy and paste', () => {
		const { redis, ...rest } = read({
			redisUrl: ' rediss://n8n%40shop@redis.example.com:6380/\n',
			redisPassword: ' p@ss ',
			redisDatabase: ' 3 ',
			redisKeyPrefix: ' shop: ',
			whenRedisIsAway: 'fail',
			workerProcesses: '4',
		});
		expect(redis).toEqual({
			host: 'redis.example.com',
			port: 6380,
			tls: true,
			username: 'n8n@shop',
			password: 'p@ss',
			database: 3,
			prefix: 'shop:',
		});
		expect(rest).toEqual({ whenAway: 'fail', processes: 4 });
	});

	it('may have an IPv6 address as its host', () => {
		expect(read({ redisUrl: 'redis://[::1]:7000' }).redis).toMatchObject({
			host: '::1',
			port: 7000,
		});
	});

	it.each<[string, SharedStateCredential, string, RegExp]>([
		['no URL', { redisUrl: 'hunter2' }, 'Redis URL', /is not a URL/],
		['another protocol', { redisUrl: 'http://hunter2' }, 'Redis URL', /redis:\/\/ or rediss:\/\//],
		['a password in it', { redisUrl: 'redis://u:hunter2@host' }, 'Redis URL', /has a password/],
		['no host', { redisUrl: 'redis://' }, 'Redis URL', /names no host/],
		['a path', { redisUrl: 'redis://host/hunter2' }, 'Redis URL', /more than a host and a port/],
		['a query', { redisUrl: 'redis://host?a=hunter2' }, 'Redis URL', /more than a host/],
		['a fragment', { redisUrl: 'redis://host#hunter2' }, 'Redis URL', /more than a host/],
		['half an escape', { redisUrl: 'redis://hunter2%@host' }, 'Redis URL', /user name/],
		['a database that is none', { redisDatabase: 'hunter2' }, 'Redis Database', /from 0 to/],
		['a database below 0', { redisDatabase: -1 }, 'Redis Database', /from 0 to/],
		['half a database', { redisDatabase: 0.5 }, 'Redis Database', /from 0 to/],
		['no process', { workerProcesses: 0 }, 'Worker Processes', /from 1 to 1000/],
		['too many processes', { workerProcesses: 1_001 }, 'Worker Processes', /from 1 to 1000/],
	])('is refused with %s, and nothing typed is repeated', (_, credential, field, message) => {
		let refusal: unknown;
		try {
			read(credential);
		} catch (error) {
			refusal = error;
		}
		expect(refusal).toBeInstanceOf(ValidationError);
		const { field: named, message: said, fix } = refusal as ValidationError;
		expect({ named, said }).toEqual({ named: field, said: expect.stringMatching(message) });
		expect(`${said} ${fix}`).not.toContain('hunter2');
	});
});
