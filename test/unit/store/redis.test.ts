import { RedisStore } from '../../../nodes/shared/store/redis';
import type { RedisSettings } from '../../../nodes/shared/store/settings';

const SETTINGS: RedisSettings = {
	host: 'localhost',
	port: 6379,
	tls: false,
	password: 'first password',
	database: 0,
	prefix: 'n8n-whatsapp:',
};

describe("a store's ID", () => {
	it('is another one when the password was corrected: what is kept for it uses the new one then', () => {
		const { id } = new RedisStore(SETTINGS);
		expect(new RedisStore({ ...SETTINGS }).id).toBe(id);
		expect(new RedisStore({ ...SETTINGS, password: 'second password' }).id).not.toBe(id);
	});

	it('has no password in it', () => {
		expect(new RedisStore(SETTINGS).id).not.toContain('password');
	});
});
