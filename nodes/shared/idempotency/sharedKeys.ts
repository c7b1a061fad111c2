import { randomBytes } from 'node:crypto';

import type { Clock } from '../clock';
import { Script, type Store } from '../store/store';
import { Batches } from './batches';
import {
	digestOf,
	type Claimed,
	type FirstAnswer,
	type Hold,
	type MessageKey,
	type SentBefore,
	type SentKeys,
} from './sentKeys';

/** Redis keys in one script: it stands still meanwhile. */
const MOST_KEYS = 200;

/**
 * Milliseconds that a claim holds for beyond what is remembered: longer than a try may take. That is two calls, one of
 * Marketing Messages and one of Cloud API, each with a second token, of at most 70 s each.
 */
const LONGEST_TRY_MS = 300_000;

/** What begins the value of a key: a claim with its owner and time, or the first answer. */
const CLAIMED = 'c';
const SENT = 's';

const LOOK_UP = new Script(`return redis.call('MGET', unpack(KEYS))`);

/**
 * For each group of keys (the numbers that may send one message): '' when they are all this claim's now, with
 * what was found before '', otherwise what was found.
 */
const CLAIM = new Script(`
local size, claim, owner, ttl = tonumber(ARGV[1]), ARGV[2], ARGV[3], ARGV[4]
local found = {}
for first = 1, #KEYS, size do
	local seen = ''
	for i = first, first + size - 1 do
		local value = redis.call('GET', KEYS[i])
		if value and string.sub(value, 1, 1) == '${SENT}' then
			seen = value
			break
		elseif value and string.sub(value, 1, #owner) ~= owner then
			seen = value
		end
	end
	local isSent = string.sub(seen, 1, 1) == '${SENT}'
	if seen == '' or (not isSent and ARGV[5] == 'over') then
		for i = first, first + size - 1 do redis.call('SET', KEYS[i], claim, 'PX', ttl) end
	end
	found[#found + 1] = seen
end
return found`);

const CONFIRM = new Script(`
local size, ttl = tonumber(ARGV[1]), ARGV[2]
for i = 1, #KEYS do
	redis.call('SET', KEYS[i], ARGV[3 + math.floor((i - 1) / size)], 'PX', ttl)
end`);

const RELEASE = new Script(`
local owner = ARGV[1]
for i = 1, #KEYS do
	local value = redis.call('GET', KEYS[i])
	if value and string.sub(value, 1, #owner) == owner then redis.call('DEL', KEYS[i]) end
end`);

/**
 * Sent keys in the shared store, for one execution: all processes with the same store know them, for each
 * number. Of several workers that claim a key one gets it. Each takes about half a kilobyte there for as long as
 * it is remembered, for each number that may send the message.
 *
 * A claim whose reply got lost may stand there although its message was not sent. Unless it can be withdrawn, a second
 * run says that it may have been.
 */
export class SharedKeys implements SentKeys {
	/** By which this execution's claims are told from others. */
	private readonly owner = `${CLAIMED}${randomBytes(9).toString('base64url')} `;
	private readonly looks: Batches<string[], Array<string | null>>;
	private readonly claims: Batches<string[], string>;
	private readonly takeOvers: Batches<string[], string>;
	private readonly confirms: Batches<{ names: string[]; value: string }, unknown>;
	private readonly releases: Batches<string[], unknown>;

	/**
	 * @param rememberMs from the last claim, and again from the answer
	 * @param numbers how many may send each message
	 */
	constructor(
		private readonly store: Store,
		private readonly rememberMs: number,
		private readonly numbers: number,
		private readonly clock: Clock,
	) {
		const most = Math.max(1, Math.floor(MOST_KEYS / numbers));
		this.looks = new Batches((groups) => this.lookUpAll(groups), most);
		this.claims = new Batches((groups) => this.claimAll(groups, ''), most);
		this.takeOvers = new Batches((groups) => this.claimAll(groups, 'over'), most);
		this.confirms = new Batches((sent) => this.confirmAll(sent), most);
		this.releases = new Batches((groups) => this.releaseAll(groups), most);
	}

	async lookUp(key: MessageKey): Promise<SentBefore | Claimed | { state: 'new' }> {
		const values = await this.looks.ask(namesOf(key));
		const found = values.filter((value) => value !== null);
		const value = found.find(isSent) ?? found.find((claim) => !claim.startsWith(this.owner));
		return value === undefined ? { state: 'new' } : known(value);
	}

	async claim(key: MessageKey, takeOver: boolean): Promise<Hold | SentBefore | Claimed> {
		const names = namesOf(key);
		const found = await (takeOver ? this.takeOvers : this.claims).ask(names);
		if (found !== '' && (isSent(found) || !takeOver)) return known(found);
		return {
			state: 'held',
			wasClaimed: found !== '',
			confirm: async (first) => {
				await this.confirms.ask({ names, value: SENT + JSON.stringify(first) });
			},
			release: async () => await this.withdraw(key),
			renew: async () => await this.claim(key, takeOver),
		};
	}

	async withdraw(key: MessageKey): Promise<void> {
		await this.releases.ask(namesOf(key));
	}

	private async lookUpAll(groups: string[][]): Promise<Array<Array<string | null>>> {
		const values = (await this.store.run(LOOK_UP, groups.flat(), [])) as Array<string | null>;
		return groups.map((_, place) => values.slice(place * this.numbers, (place + 1) * this.numbers));
	}

	private async claimAll(groups: string[][], how: '' | 'over'): Promise<string[]> {
		const claim = this.owner + Math.round(this.clock.now());
		const args = [this.numbers, claim, this.owner, this.rememberMs + LONGEST_TRY_MS, how];
		return (await this.store.run(CLAIM, groups.flat(), args)) as string[];
	}

	private async confirmAll(sent: Array<{ names: string[]; value: string }>): Promise<unknown[]> {
		const names = sent.flatMap((each) => each.names);
		const values = sent.map(({ value }) => value);
		await this.store.run(CONFIRM, names, [this.numbers, this.rememberMs, ...values]);
		return sent;
	}

	private async releaseAll(groups: string[][]): Promise<unknown[]> {
		await this.store.run(RELEASE, groups.flat(), [this.owner]);
		return groups;
	}
}

function namesOf({ host, phoneNumberIds, key }: MessageKey): string[] {
	return phoneNumberIds.map((id) => `sent:${digestOf(host, id, key)}`);
}

function isSent(value: string): boolean {
	return value.startsWith(SENT);
}

function known(value: string): SentBefore | Claimed {
	if (!isSent(value)) return { state: 'claimed', at: Number(value.split(' ')[1]) };
	return { state: 'sent', first: JSON.parse(value.slice(SENT.length)) as FirstAnswer };
}
