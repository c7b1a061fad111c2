import { hash } from 'node:crypto';

import { systemClock, type Clock } from '../clock';
import { Script, type Store } from '../store/store';
import {
	answeredOne,
	type Asked,
	type Correspondents,
	type OpenQuestion,
	type OpenQuestions,
	type WrittenText,
} from './openQuestions';
import type { ResumeKey } from './answerTicket';

/** Open at once at most, of one person and number; then the oldest is forgotten. About 400 bytes each. */
const MOST = 20;

/** Milliseconds after which also a question is forgotten that waits without an end: a year. */
const LONGEST_MS = 365 * 24 * 60 * 60_000;

/** Of each person a list, the latest question at its end. */
const addScript = new Script(`
local question, most, ms = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
for _, key in ipairs(KEYS) do
	redis.call('RPUSH', key, question)
	redis.call('LTRIM', key, -most, -1)
	if redis.call('PTTL', key) < ms then redis.call('PEXPIRE', key, ms) end
end
`);

const findScript = new Script(`
local lists = {}
for index, key in ipairs(KEYS) do lists[index] = redis.call('LRANGE', key, 0, -1) end
return lists
`);

const removeScript = new Script(`
for _, key in ipairs(KEYS) do
	for _, question in ipairs(redis.call('LRANGE', key, 0, -1)) do
		if cjson.decode(question).key.questionId == ARGV[1] then redis.call('LREM', key, 0, question) end
	end
end
`);

/** As a list has it. */
interface Stored extends Asked {
	/** In milliseconds since the Unix epoch: one person may have several lists. */
	askedAt: number;
}

/** Those of all processes that use the store: a worker asks, and the answer comes to another process. */
export class QuestionsInStore implements OpenQuestions {
	constructor(
		private readonly store: Store,
		private readonly clock: Clock = systemClock,
	) {}

	/** @throws StoreAwayError */
	async add(question: OpenQuestion): Promise<void> {
		const { key, messageId, until } = question;
		const askedAt = this.clock.now();
		const stored: Stored = { key, messageId, until, askedAt };
		const ms = Math.ceil(Math.min(until - askedAt, LONGEST_MS));
		if (ms <= 0) return;
		await this.store.run(addScript, keysOf(question), [JSON.stringify(stored), MOST, ms]);
	}

	/** @throws StoreAwayError */
	async find(written: WrittenText): Promise<ResumeKey | undefined> {
		const lists = (await this.store.run(findScript, keysOf(written), [])) as string[][];
		const asked = lists.flat().map((text) => JSON.parse(text) as Stored);
		if (lists.length > 1) asked.sort((one, other) => one.askedAt - other.askedAt);
		return answeredOne(asked, written.quotedId, this.clock.now());
	}

	/** @throws StoreAwayError */
	async remove(questionId: string, by: Correspondents): Promise<void> {
		await this.store.run(removeScript, keysOf(by), [questionId]);
	}
}

/** People are not stored in clear; who can run through all phone numbers can still tell. */
function keysOf({ phoneNumberId, people }: Correspondents): string[] {
	return [...new Set(people)].map((person) => {
		const digest = hash('sha256', `${phoneNumberId}\n${person}`, 'buffer');
		return `asked:${digest.toString('base64url', 0, 12)}`;
	});
}
