import { challengeOf, verifyTokenFor } from '../../../nodes/shared/webhooks/verification';

const TOKEN = 'tökén';
const right = { 'hub.mode': 'subscribe', 'hub.verify_token': TOKEN, 'hub.challenge': '1158201444' };

describe('a question for proof', () => {
	it('is answered with its challenge', () => {
		expect(challengeOf(right, TOKEN)).toBe('1158201444');
	});

	it.each<[string, Record<string, unknown>]>([
		['another mode', { 'hub.mode': 'unsubscribe' }],
		['no mode', { 'hub.mode': undefined }],
		['another token', { 'hub.verify_token': 'tökéN' }],
		['a longer token', { 'hub.verify_token': `${TOKEN} ` }],
		['no token', { 'hub.verify_token': undefined }],
		['two tokens', { 'hub.verify_token': [TOKEN, TOKEN] }],
		['no challenge', { 'hub.challenge': undefined }],
		['two challenges', { 'hub.challenge': ['1', '2'] }],
		['a page as its challenge', { 'hub.challenge': '<script>alert(1)</script>' }],
		['an endless challenge', { 'hub.challenge': '1'.repeat(201) }],
	])('is refused with %s', (_, wrong) => {
		expect(challengeOf({ ...right, ...wrong }, TOKEN)).toBeUndefined();
	});

	it('is refused where there is no token to be named', () => {
		expect(challengeOf({ ...right, 'hub.verify_token': '' }, '')).toBeUndefined();
	});
});

describe('a verify token made from the app secret', () => {
	it('differs by secret and path, and is the same each time', () => {
		const tokens = [
			verifyTokenFor('one', 'a/whatsapp'),
			verifyTokenFor('two', 'a/whatsapp'),
			verifyTokenFor('one', 'b/whatsapp'),
		];
		expect(new Set(tokens).size).toBe(3);
		expect(verifyTokenFor('one', 'a/whatsapp')).toBe(tokens[0]);
		expect(tokens[0]).toMatch(/^[0-9a-f]{64}$/);
	});
});
