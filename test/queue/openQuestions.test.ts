import { randomUUID } from 'node:crypto';

import { WAIT_INDEFINITELY } from 'n8n-workflow';

import { systemClock } from '../../nodes/shared/clock';
import { RedisStore } from '../../nodes/shared/store/redis';
import { Script } from '../../nodes/shared/store/store';
import { QuestionsInStore } from '../../nodes/shared/webhooks/openQuestionsInStore';
import { startRedis, type RedisServer } from '../servers';
import { itKnowsOpenQuestions, person, question } from '../unit/webhooks/support/questions';
import { forget, keysIn, settingsFor } from './support';

const DAY_MS = 24 * 60 * 60_000;
const liveScript = new Script(`return redis.call('PTTL', KEYS[1])`);

let redis: RedisServer;
let prefix: string;
/** Each has a connection of its own, as processes have. */
let processes: RedisStore[];

beforeAll(async () => {
	redis = await startRedis();
});
beforeEach(() => {
	prefix = `test-${randomUUID()}:`;
	processes = [0, 1].map(() => new RedisStore(settingsFor(redis, { prefix })));
});
afterEach(async () => {
	for (const store of processes) store.close();
	await forget(redis, prefix);
});
afterAll(async () => await redis.close());

describe('open questions, in Redis,', () => {
	// A worker asks, and a webhook process gets the answer.
	itKnowsOpenQuestions((clock) => processes.map((store) => new QuestionsInStore(store, clock)));

	const lives = async () => {
		const [key, ...others] = await keysIn(redis, prefix);
		expect(others).toEqual([]);
		return Number(await processes[0].run(liveScript, [key], []));
	};

	it.each([
		['the last of them', Date.now() + 3 * DAY_MS, 3 * DAY_MS],
		['a year, where nobody set an end', WAIT_INDEFINITELY.getTime(), 365 * DAY_MS],
	])('are kept until the end of %s', async (_, until, expected) => {
		const questions = new QuestionsInStore(processes[0]);
		const now = systemClock.now();
		await questions.add(question('a', now, { until }));
		await questions.add(question('b', now));
		expect(await lives()).toBeGreaterThan(expected - 60_000);
		expect(await lives()).toBeLessThanOrEqual(expected);
	});

	it('are the latest twenty of a person', async () => {
		const questions = new QuestionsInStore(processes[0]);
		const now = systemClock.now();
		for (let index = 0; index <= 20; index++) await questions.add(question(String(index), now));
		expect(await questions.find({ ...person, quotedId: 'wamid.0' })).toBeUndefined();
		expect(await questions.find({ ...person, quotedId: 'wamid.1' })).toBeDefined();
	});

	it('leave nothing behind when they are answered', async () => {
		const questions = new QuestionsInStore(processes[0]);
		await questions.add(question('a', systemClock.now()));
		await questions.remove('a', person);
		expect(await keysIn(redis, prefix)).toEqual([]);
	});

	it('are stored under a digest of who was asked', async () => {
		await new QuestionsInStore(processes[0]).add(question('a', systemClock.now()));
		expect(await keysIn(redis, prefix)).toEqual([expect.stringMatching(/^asked:[\w-]{16}$/)]);
	});
});
