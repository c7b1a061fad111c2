import { hash, randomBytes } from 'node:crypto';

import { systemClock, type Clock } from '../clock';
import { Script, type Store } from '../store/store';
import { REMEMBERED_MS, type Busy, type Claim, type SeenEvents } from './dedupe';
import type { Identity } from './event';

/**
 * Milliseconds after which a hold ends by itself: its process may be gone. n8n takes a delivery over in
 * less than a second, or in as long as Meta keeps the line open, and proxies cut lines after a minute.
 * Meta repeats for days, so that nothing is lost by it.
 */
const HOLD_MS = 60_000;

/** Milliseconds until a delivery that another process holds is asked for again: it nearly always ended. */
const POLL_MS = 100;

/** What the store says of an event, added up. */
const NEW = 1;
const STALE = 2;

/**
 * One hash for each thing: of each of its states either the second in which it was taken over, or who holds
 * it and until which millisecond. Times are the server's, so that the clocks of n8n's machines don't matter.
 */
const SHARED_LUA = `
local time = redis.call('TIME')
local seconds = tonumber(time[1])
local now = seconds * 1000 + math.floor(tonumber(time[2]) / 1000)
local token = ARGV[1]

local function extend(key, ms)
	if redis.call('PTTL', key) < ms then redis.call('PEXPIRE', key, ms) end
end
`;

/** Claims all or nothing. Answers NEW and STALE of each event, or the milliseconds until a hold ends. */
const claimScript = new Script(`${SHARED_LUA}
local hold_ms, remembered_ms = tonumber(ARGV[2]), tonumber(ARGV[3])

local function find(key, state)
	local value = redis.call('HGET', key, state)
	if not value then return nil end
	local held_until = string.match(value, ' (%d+)$')
	if held_until then
		local left = tonumber(held_until) - now
		return left > 0 and 'held' or nil, left
	end
	return now - tonumber(value) * 1000 < remembered_ms and 'remembered' or nil
end

local events = {}
for index, key in ipairs(KEYS) do
	local states = cjson.decode(ARGV[index + 3])
	local found, left = find(key, states[1])
	if found == 'held' then return left end
	events[index] = { key = key, states = states }
end

local hold = token .. ' ' .. string.format('%.0f', now + hold_ms)
local answers = {}
for index, event in ipairs(events) do
	local key, states = event.key, event.states
	local answer = 0
	if not find(key, states[1]) then
		answer = ${NEW}
		redis.call('HSET', key, states[1], hold)
		extend(key, hold_ms)
	end
	for place = 2, #states do
		if find(key, states[place]) then
			answer = answer + ${STALE}
			break
		end
	end
	answers[index] = answer
end
return answers
`);

/** Also where the hold has ended meanwhile: that n8n has taken it over stays true. */
const confirmScript = new Script(`${SHARED_LUA}
for index, key in ipairs(KEYS) do
	redis.call('HSET', key, ARGV[index + 2], time[1])
	extend(key, tonumber(ARGV[2]))
end
`);

const releaseScript = new Script(`
local hold = ARGV[1] .. ' '
for index, key in ipairs(KEYS) do
	local value = redis.call('HGET', key, ARGV[index + 1])
	if value and string.sub(value, 1, #hold) == hold then redis.call('HDEL', key, ARGV[index + 1]) end
end
`);

/**
 * Remembers in a store, for all processes that use it. A process that ends with a claim of its own leaves a
 * hold, which ends by itself.
 */
export class SeenInStore implements SeenEvents {
	constructor(
		private readonly store: Store,
		private readonly clock: Clock = systemClock,
	) {}

	/** @throws StoreAwayError */
	async claim(scope: string, events: readonly Identity[]): Promise<Claim | Busy> {
		const keys = events.map(({ thing }) => keyOf(scope, thing));
		const states = events.map(({ state, later }) => JSON.stringify([state, ...later]));
		const token = randomBytes(6).toString('base64url');
		const args = [token, HOLD_MS, REMEMBERED_MS, ...states];
		const answers = (await this.store.run(claimScript, keys, args)) as number[] | number;
		// Another process cannot call: it is asked again.
		if (typeof answers === 'number') return { freed: this.after(Math.min(answers, POLL_MS)) };
		const sightings = answers.map((answer) => ({
			isNew: (answer & NEW) !== 0,
			isStale: (answer & STALE) !== 0,
		}));
		const held = events
			.map(({ state }, index) => ({ key: keys[index], state }))
			.filter((_, index) => sightings[index].isNew);
		let isOver = held.length === 0;
		// Nobody waits for the end of a claim. Where it does not reach the store, the hold ends by itself: what
		// was released is free a little later; what was confirmed is new to other processes if it comes again,
		// though Meta has its 200 and seldom repeats it then.
		const end = (script: Script, ...args: Array<string | number>) => {
			if (isOver) return;
			isOver = true;
			const fields = held.map(({ state }) => state);
			this.store
				.run(
					script,
					held.map(({ key }) => key),
					[token, ...args, ...fields],
				)
				.catch(() => undefined);
		};
		return {
			sightings,
			confirm: () => end(confirmScript, REMEMBERED_MS),
			release: () => end(releaseScript),
		};
	}

	private async after(ms: number): Promise<void> {
		await new Promise<void>((resolve) => {
			this.clock.after(ms, resolve);
		});
	}
}

/**
 * Short and all of one length, however long Meta's IDs are. No ID or phone number is stored in clear; who can run
 * through all numbers can still tell.
 */
function keyOf(scope: string, thing: string): string {
	return `seen:${hash('sha256', `${scope}\n${thing}`, 'buffer').toString('base64url', 0, 12)}`;
}
