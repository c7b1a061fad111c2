import { PAIR_BORROWED_MS, PAIR_REFILL_MS } from '../pairBudget';
import { CATCH_UP_MS, GUARD_MARGIN_MS, PACE_MARGIN_MS, SECOND_MS, UNPACED } from '../limiter';
import { LATE_MARGIN_MS, TOLERATED_MS } from './arrivals';
import { CLIMB_PER_SECOND, CUT_TO } from '../rate';
import { Script } from '../../store/store';

/** Milliseconds for which a thing is kept beyond its last use. */
const KEPT_MS = 60_000;

/**
 * Times are milliseconds since the epoch by Redis' clock, with three decimals: as numbers they would lose
 * their last digits on the way into a text.
 */
const TIME = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local function ms(value) return string.format('%.3f', value) end
local function keep(key, untilTime)
	local left = math.ceil(math.max(0, untilTime - now)) + ${KEPT_MS}
	if redis.call('PTTL', key) < left then redis.call('PEXPIRE', key, left) end
end
`;

/**
 * The clock may go back: it is set, or another server with another clock takes over. What lay ahead would then lie
 * further ahead by as much, and nobody would get a slot before.
 */
const FOLLOW_CLOCK = `
local function followClock(number)
	local back = tonumber(redis.call('HGET', number, 'bookedAt') or 0) - now
	redis.call('HSET', number, 'bookedAt', ms(now))
	if back <= 0 then return false end
	for _, field in ipairs({ 'slot', 'pausedUntil', 'learnedAt', 'calmFrom', 'ceilingUntil' }) do
		local at = redis.call('HGET', number, field)
		if at then redis.call('HSET', number, field, ms(at - back)) end
	end
	return true
end
`;

/**
 * What processes want of a number at most, and, as `AdaptiveRate`, what a throttle left of it and calm seconds
 * brought back.
 */
const RATE = `
local function ceilingOf(number, ceiling)
	local known = redis.call('HMGET', number, 'ceiling', 'ceilingUntil')
	if known[1] and tonumber(known[1]) < ceiling and tonumber(known[2]) > now then return tonumber(known[1]) end
	return ceiling
end
local function rateOf(number, ceiling)
	local reduced = redis.call('HMGET', number, 'to', 'calmFrom')
	if not reduced[1] then return ceiling end
	local calm = math.max(0, now - reduced[2]) / 1000
	local rate = reduced[1] + ceiling * ${CLIMB_PER_SECOND} * calm
	if rate < ceiling then return rate end
	redis.call('HDEL', number, 'to', 'calmFrom')
	return ceiling
end
`;

/** Milliseconds for which the lowest rate that a process wanted holds after it last asked. */
const CEILING_HOLDS_MS = 5_000;
/** Milliseconds after which another process may look whether a host is back, if the one that did never says. */
const PROBE_MS = 30_000;
/** Milliseconds after which those ask again who wait for what nobody knows the end of. */
const POLL_MS = 500;
/** Milliseconds for which late arrivals are of interest: a second that they are in, and the next. */
const LATE_HOLDS_MS = 5_000;
/** Milliseconds for which verdicts are told to others. */
const VERDICT_HOLDS_MS = 600_000;

/**
 * Takes slots of a number: as `Limiter` and `PairBudgets`, for all processes together.
 *
 * KEYS: number, its late arrivals, the processes that send from it, host, accounts…, recipients…
 * ARGV: who asks, ceiling, how many accounts, how many late arrivals, milliseconds in which nobody gets a slot,
 * (place, time)…, (account, isCharged)…
 *
 * Replies: now, when to ask again, what is known of the number, the host, the accounts, for each recipient
 * two values: the place and time of its slot; or -1 and when its budget allows one more; or -2; and how many
 * processes asked lately.
 */
export const BOOK = new Script(`${TIME}${FOLLOW_CLOCK}${RATE}
local number, lateKey, processes, host = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local me, wanted = ARGV[1], tonumber(ARGV[2])
local accountCount, lateCount, quietMs = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])

if followClock(number) then redis.call('DEL', lateKey, processes) end
redis.call('ZADD', processes, ms(now), me)
redis.call('ZREMRANGEBYSCORE', processes, '-inf', ms(now - ${KEPT_MS}))
redis.call('PEXPIRE', processes, ${KEPT_MS})

for i = 1, lateCount do
	local place = ARGV[4 + 2 * i]
	redis.call('ZADD', lateKey, place, place .. ' ' .. ARGV[5 + 2 * i])
end
if lateCount > 0 then redis.call('PEXPIRE', lateKey, ${LATE_HOLDS_MS}) end

local n = redis.call('HMGET', number, 'slot', 'count', 'pausedUntil', 'pausedBy', 'learnedAt', 'tooFast')
local pausedUntil = tonumber(n[3] or 0)
local ceiling = ceilingOf(number, wanted)
if ceiling == wanted then
	redis.call('HSET', number, 'ceiling', ceiling, 'ceilingUntil', ms(now + ${CEILING_HOLDS_MS}))
end
local rate = rateOf(number, ceiling)
local askAt = now
local most = #KEYS

local numberNews = false
if n[5] then
	local reduced = redis.call('HMGET', number, 'to', 'calmFrom')
	numberNews = { n[5], n[3], n[4], n[6], reduced[1], reduced[2] }
	if pausedUntil > now then
		most = 0
		askAt = math.max(askAt, pausedUntil)
	end
end

local hostNews = false
local h = redis.call('HMGET', host, 'openUntil', 'failedProbes', 'probeBy', 'probeUntil', 'verdictBy', 'verdictAt')
if h[1] then
	hostNews = { h[1], h[2], h[5], h[6] }
	if tonumber(h[1]) > now then
		most = 0
		askAt = math.max(askAt, tonumber(h[1]))
	elseif h[3] and h[3] ~= me and tonumber(h[4]) > now then
		most = 0
		askAt = math.max(askAt, now + ${POLL_MS})
	else
		most = math.min(most, 1)
		askAt = math.max(askAt, now + ${POLL_MS})
	end
end

local accounts, isHeld = {}, {}
for i = 1, accountCount do
	local a = redis.call('HMGET', KEYS[4 + i], 'learnedAt', 'pausedUntil', 'pausedBy', 'because', 'verdictBy', 'verdictAt')
	accounts[i] = a[1] and a or false
	isHeld[i] = a[2] and tonumber(a[2]) > now
	-- Who asks for it knows by now that there is no use in it, or should not ask all the time.
	if isHeld[i] then askAt = math.max(askAt, now + ${POLL_MS}) end
end

local window = math.max(1, math.floor(rate))
local secondMs = math.max(${SECOND_MS}, ${SECOND_MS} / rate)
local interval = rate > ${UNPACED} and 0
	-- Of a rate like 12.5 a second holds 12.
	or math.max(${SECOND_MS + PACE_MARGIN_MS} / rate, (secondMs + ${GUARD_MARGIN_MS}) / window)
local count = tonumber(n[2] or 0)
local slot = tonumber(n[1] or 0)
if quietMs > 0 then slot = math.max(slot, now + quietMs) end
local first = 4 + accountCount
local late = {}
redis.call('ZREMRANGEBYSCORE', lateKey, '-inf', '(' .. (count - window))
for _, entry in ipairs(redis.call('ZRANGE', lateKey, 0, -1)) do
	local place, at = string.match(entry, '^(%d+) (.+)$')
	late[tonumber(place)] = tonumber(at)
end

local slots, granted, at = {}, 0, now
for i = first + 1, #KEYS do
	local arg = 5 + 2 * lateCount + 2 * (i - first)
	local result = { -2, '' }
	if granted < most and not isHeld[tonumber(ARGV[arg - 1]) + 1] then
		-- Slots that nobody took are lost, but for what a busy moment may catch up.
		local mine = math.max(slot, now - ${CATCH_UP_MS})
		local before = late[count - window]
		local leaves = math.max(mine, before and interval > 0 and before + secondMs + ${LATE_MARGIN_MS} or 0, at - ${CATCH_UP_MS})
		local fullAt = tonumber(redis.call('GET', KEYS[i]) or 0)
		if ARGV[arg] == '0' and fullAt - ${PAIR_BORROWED_MS} > math.max(leaves, now) then
			result = { -1, ms(fullAt - ${PAIR_BORROWED_MS}) }
		else
			if ARGV[arg] == '0' then
				fullAt = math.max(fullAt, leaves, now) + ${PAIR_REFILL_MS}
				redis.call('SET', KEYS[i], ms(fullAt), 'PX', math.ceil(fullAt - now))
			end
			-- Who has to wait for a late one is late for the one after it.
			if leaves - mine > ${TOLERATED_MS} then
				late[count] = leaves
				redis.call('ZADD', lateKey, count, count .. ' ' .. ms(leaves))
				redis.call('PEXPIRE', lateKey, ${LATE_HOLDS_MS})
			end
			result = { count, ms(leaves) }
			count = count + 1
			granted = granted + 1
			at = leaves
			slot = math.max(mine, leaves - ${CATCH_UP_MS}) + interval
		end
	end
	slots[#slots + 1] = result[1]
	slots[#slots + 1] = result[2]
end
if granted > 0 or quietMs > 0 then redis.call('HSET', number, 'slot', ms(slot), 'count', count) end
if granted > 0 and h[1] then
	redis.call('HSET', host, 'probeBy', me, 'probeUntil', ms(now + ${PROBE_MS}))
end
keep(number, math.max(pausedUntil, slot))
return { ms(now), ms(askAt), numberNews, hostNews, accounts, slots, redis.call('ZCARD', processes) }
`);

/**
 * Meta wants a number to wait. Of many calls that were on their way together only one counts.
 * KEYS: number. ARGV: ceiling, departedAt, until, error, '1' if it sent too fast.
 */
export const HOLD_NUMBER = new Script(`${TIME}${FOLLOW_CLOCK}${RATE}
local number, heldUntil = KEYS[1], tonumber(ARGV[3])
followClock(number)
local ceiling = ceilingOf(number, tonumber(ARGV[1]))
if tonumber(ARGV[2]) <= tonumber(redis.call('HGET', number, 'learnedAt') or 0) then return 0 end
if ARGV[5] == '1' then
	local to = math.max(rateOf(number, ceiling) * ${CUT_TO}, ceiling * ${CLIMB_PER_SECOND})
	redis.call('HSET', number, 'to', ms(to), 'calmFrom', ms(heldUntil))
end
local slot = math.max(tonumber(redis.call('HGET', number, 'slot') or 0), heldUntil)
redis.call('HSET', number, 'learnedAt', ms(now), 'pausedUntil', ms(heldUntil), 'pausedBy', ARGV[4], 'tooFast', ARGV[5], 'slot', ms(slot))
keep(number, heldUntil)
return 1
`);

/** Meta says that a recipient's budget is used up. KEYS: recipient. ARGV: until. */
export const HOLD_RECIPIENT = new Script(`${TIME}
local fullAt = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), ARGV[1] + ${PAIR_BORROWED_MS})
redis.call('SET', KEYS[1], ms(fullAt), 'PX', math.max(1, math.ceil(fullAt - now)))
return 1
`);

/** An account's calls are used up. KEYS: account. ARGV: departedAt, until, error. */
export const HOLD_ACCOUNT = new Script(`${TIME}
if tonumber(ARGV[1]) <= tonumber(redis.call('HGET', KEYS[1], 'learnedAt') or 0) then return 0 end
redis.call('HSET', KEYS[1], 'learnedAt', ms(now), 'pausedUntil', ms(tonumber(ARGV[2])), 'pausedBy', ARGV[3])
keep(KEYS[1], tonumber(ARGV[2]))
return 1
`);

/** A token is dead or an account locked. KEYS: account. ARGV: departedAt, why, error. */
export const CONDEMN_ACCOUNT = new Script(`${TIME}
if tonumber(ARGV[1]) <= tonumber(redis.call('HGET', KEYS[1], 'learnedAt') or 0) then return 0 end
redis.call('HSET', KEYS[1], 'learnedAt', ms(now), 'because', ARGV[2], 'verdictBy', ARGV[3], 'verdictAt', ms(now))
keep(KEYS[1], now + ${VERDICT_HOLDS_MS})
return 1
`);

/** A host only fails. KEYS: host. ARGV: open until, failed probes, the error if those who wait were given up. */
export const OPEN_HOST = new Script(`${TIME}
redis.call('HSET', KEYS[1], 'openUntil', ms(tonumber(ARGV[1])), 'failedProbes', ARGV[2])
redis.call('HDEL', KEYS[1], 'probeBy', 'probeUntil')
if ARGV[3] ~= '' then redis.call('HSET', KEYS[1], 'verdictBy', ARGV[3], 'verdictAt', ms(now)) end
keep(KEYS[1], now + ${VERDICT_HOLDS_MS})
return 1
`);

/** A host is back. KEYS: host. */
export const CLOSE_HOST = new Script(`return redis.call('DEL', KEYS[1])`);
