import { systemClock } from '../../nodes/shared/clock';
import type { Note } from '../../nodes/shared/delivery/sharing/commons';
import { StoreCommons } from '../../nodes/shared/delivery/sharing/storeCommons';
import { SharedKeys } from '../../nodes/shared/idempotency/sharedKeys';
import { SharedDeadTokens } from '../../nodes/shared/store/deadTokens';
import { diagnoseRedis, rightsFor } from '../../nodes/shared/store/diagnosis';
import { RedisStore } from '../../nodes/shared/store/redis';
import type { RedisSettings } from '../../nodes/shared/store/settings';
import type { Store } from '../../nodes/shared/store/store';
import { isBusy } from '../../nodes/shared/webhooks/dedupe';
import { QuestionsInStore } from '../../nodes/shared/webhooks/openQuestionsInStore';
import { SeenInStore } from '../../nodes/shared/webhooks/seenInStore';
import { tooFast } from '../unit/delivery/support/errors';
import { startRedis, type RedisServer } from '../servers';
import { say, settingsFor } from './support';

const PASSWORD = 'open-sesame';
/** With characters that mean something in an access list. */
const PREFIX = 'shop[1]*:';
const NUMBER = { host: 'https://graph.test', phoneNumberId: '100' };

let redis: RedisServer;
let settings: RedisSettings;
let store: RedisStore;
/** Also what nobody waits for. */
let replies: Array<Promise<unknown>>;
let watched: Store;

beforeAll(async () => {
	redis = await startRedis({ own: true });
	await say(redis, `ACL SETUSER n8n on >${PASSWORD} ${rightsFor(PREFIX)}`);
	settings = settingsFor(redis, { username: 'n8n', password: PASSWORD, prefix: PREFIX });
});
beforeEach(() => {
	store = new RedisStore(settings);
	replies = [];
	watched = {
		id: store.id,
		run: (...request) => {
			const reply = store.run(...request);
			replies.push(reply);
			return reply;
		},
	};
});
afterEach(async () => {
	store.close();
	await say(redis, 'FLUSHALL');
});
afterAll(async () => await redis.close());

describe('a user of Redis with the rights that are asked for, and no more', () => {
	it('passes the test of the credential, of which nothing is left', async () => {
		expect(await diagnoseRedis(settings)).toBeUndefined();
		expect(await say(redis, 'DBSIZE')).toContain(':0');
	});

	it('may book, and tell what was learned', async () => {
		const commons = new StoreCommons(watched, systemClock);
		const wanted = [{ recipient: '491701234567', account: 0, isCharged: false }];
		const ask = { number: NUMBER, ceiling: 80, accounts: ['a'], wanted, late: [], quietMs: 0 };
		const { slots } = await commons.book(ask);
		expect(slots).toEqual([{ place: 0, at: expect.any(Number) as number }]);
		const now = systemClock.now();
		const told = { departedAt: now, until: now + 5, error: tooFast() };
		const { host } = NUMBER;
		const notes: Note[] = [
			{ about: 'number', number: NUMBER, ceiling: 80, isTooFast: true, ...told },
			{ about: 'recipient', number: NUMBER, recipient: '1', until: now },
			{ about: 'quota', host, account: 'a', ...told },
			{ about: 'verdict', host, account: 'b', because: 'token', ...told },
			{ about: 'host', host, openUntil: now, failedProbes: 1, error: tooFast() },
			{ about: 'host-back', host },
		];
		for (const note of notes) expect(await commons.note(note)).toBe(true);
		const late = [{ place: 0, at: now }];
		expect((await commons.book({ ...ask, late, quietMs: 5 })).number?.isTooFast).toBe(true);
	});

	it('may keep idempotency keys', async () => {
		const keys = new SharedKeys(watched, 60_000, 1, systemClock);
		const key = { host: NUMBER.host, phoneNumberIds: ['1'], key: 'A' };
		for (const end of ['release', 'confirm'] as const) {
			expect(await keys.lookUp(key)).toEqual({ state: 'new' });
			const hold = await keys.claim(key, false);
			if (hold.state !== 'held') throw new Error(`It is ${hold.state}`);
			await hold[end]({ answer: {}, phoneNumberId: '1', sentAt: 0 });
		}
		expect(await keys.lookUp(key)).toMatchObject({ state: 'sent' });
	});

	it('may remember webhooks', async () => {
		const seen = new SeenInStore(watched);
		const events = [{ thing: 'message', state: 'read', later: ['played'] }];
		for (const [end, isNew] of [
			['release', true],
			['confirm', true],
			['confirm', false],
		] as const) {
			const claim = await seen.claim('trigger', events);
			if (isBusy(claim)) throw new Error('It is held');
			expect(claim.sightings[0].isNew).toBe(isNew);
			claim[end]();
			await Promise.all(replies);
		}
	});

	it('may keep questions, and dead tokens', async () => {
		const questions = new QuestionsInStore(watched);
		const by = { phoneNumberId: '1', people: ['+491701234567'] };
		const key = { executionId: '1', nodeId: 'n', signature: 's', questionId: 'q' };
		await questions.add({ ...by, key, messageId: 'm', until: systemClock.now() + 60_000 });
		expect(await questions.find({ ...by, quotedId: 'm' })).toEqual(key);
		await questions.remove('q', by);
		expect(await questions.find({ ...by, quotedId: 'm' })).toBeUndefined();
		const tokens = new SharedDeadTokens(watched, systemClock);
		tokens.add('EAAG', systemClock.now());
		await tokens.refresh(['EAAG', 'EAAH']);
		await Promise.all(replies);
	});
});

it('a server without AUTH, which repeats what came with it, has no password in what is said of it', async () => {
	const bare = await startRedis({ args: ['--rename-command', 'AUTH', 'x'] });
	// Longer than what Redis repeats, so that only its beginning comes back.
	const password = 'hunter2-'.repeat(30);
	const changed = settingsFor(bare, { password });
	const away = new RedisStore(changed);
	try {
		for (const words of [
			await away.ping().catch(String),
			// Known from the first time.
			await away.ping().catch(String),
			await diagnoseRedis(changed),
		]) {
			expect(words).toMatch(/unknown command .AUTH/);
			expect(words).not.toContain('hunter2');
		}
		expect(await diagnoseRedis(changed)).toMatch(/Leave Redis Password empty/);
	} finally {
		away.close();
		await bare.close();
	}
});
