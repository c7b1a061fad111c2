import {
	CancelledError,
	GraphApiError,
	NetworkError,
	UnexpectedAnswerError,
} from '../graph/errors';
import { isUnanswered } from '../graph/patience';
import { HeldUpError } from './errors';
import type { RetryPolicy } from './types';

/** Five calls over about a quarter of a minute, more when Meta asks for a longer wait. */
export const defaultPolicy: RetryPolicy = {
	maxAttempts: 5,
	baseMs: 1_000,
	capMs: 60_000,
	longestPauseMs: 3_600_000,
};

/** The default's decisions with a hundredth of its waits: for tests over real sockets. */
export const fastPolicy: RetryPolicy = { ...defaultPolicy, baseMs: 10, capMs: 600 };

/** Others than the message itself that learn from its failure, and wait. */
export interface Hold {
	who: 'recipient' | 'number' | 'account';
	/** Milliseconds. */
	ms: number;
	because: 'pair' | 'throughput' | 'maintenance' | 'quota';
}

export type GiveUpReason =
	/** Meta's answer would be the same again. */
	| 'refused'
	/** Would work again, but after too long for an execution to wait. */
	| 'later'
	/** All tries are used up. */
	| 'attempts'
	| 'token'
	| 'account'
	/** Meta may have accepted it. */
	| 'unknown-outcome'
	/** We said no, or something of ours broke. */
	| 'ours'
	| 'cancelled';

export type Decision = (
	| {
			/** Milliseconds. */
			retryAfterMs: number;
			/** Meta may have accepted the former try: the next one may be a duplicate. */
			mayDuplicate?: true;
	  }
	| { giveUp: GiveUpReason }
) & { hold?: Hold };

/** The policy's least wait, doubled so many times, up to its cap: 1, 2, 4 … 60 s. In milliseconds. */
export function doubledMs({ baseMs, capMs }: RetryPolicy, times: number): number {
	return Math.min(capMs, baseMs * 2 ** Math.min(times, 30));
}

/** Calls that a `brief` error is worth. */
const BRIEF_ATTEMPTS = 3;

/**
 * May this message be tried again, and when? And who else must wait?
 * @param error what the last call threw
 * @param attempt how many calls were made for the message, this one included
 * @param policy how persistent to be
 * @param resendUnknown whether to repeat what may have been accepted
 * @param random numbers in [0, 1)
 */
export function decideRetry(
	error: unknown,
	attempt: number,
	policy: RetryPolicy,
	resendUnknown: boolean,
	random: () => number,
): Decision {
	const tried: Tried = { attempt, policy, resendUnknown, random };

	// No call was made: as often as whoever holds it up says so.
	if (error instanceof HeldUpError) return { retryAfterMs: error.afterMs };

	// The caller does not want it any more. Whether Meta has it depends on how far the call was.
	if (error instanceof CancelledError) {
		return { giveUp: error.requestWritten ? 'unknown-outcome' : 'cancelled' };
	}

	// Before anything was written Meta cannot have acted on it: repeating is always safe.
	if (error instanceof NetworkError) {
		return error.requestWritten ? unknown(tried) : again(tried, backoff(tried));
	}

	if (error instanceof UnexpectedAnswerError) return afterUnexpected(error, tried);
	if (error instanceof GraphApiError) return afterRefusal(error, tried);

	// A check of ours said no, or a bug: the same call would end the same way.
	return { giveUp: 'ours' };
}

/** What was tried, and how persistent to be. */
interface Tried {
	attempt: number;
	policy: RetryPolicy;
	resendUnknown: boolean;
	random: () => number;
}

function again(
	{ attempt, policy }: Tried,
	retryAfterMs: number,
	hold?: Hold,
	limit = policy.maxAttempts,
): Decision {
	// A hold stands even when this message gives up: it is a fact about the number, not the message.
	return attempt < limit ? { retryAfterMs, hold } : { giveUp: 'attempts', hold };
}

/**
 * Full jitter: those who failed together must not come back together. A wait that the server asks for is the
 * least, never shortened by chance.
 */
function backoff({ attempt, policy, random }: Tried, atLeast = 0): number {
	return Math.max(atLeast, random() * doubledMs(policy, attempt - 1));
}

/**
 * Meta took the request and nothing says what it did with it. A repetition may reach a person twice, and Meta has
 * no idempotency key to prevent it: only who asked for it gets it.
 */
function unknown(tried: Tried): Decision {
	const { attempt, policy, resendUnknown } = tried;
	if (!resendUnknown || attempt >= policy.maxAttempts) return { giveUp: 'unknown-outcome' };
	return { retryAfterMs: backoff(tried), mayDuplicate: true };
}

/**
 * The number was too fast, so all that wait for it would get the same answer: the number pauses for as long as Meta
 * says (0 says nothing), otherwise 1, 2, 4, 8 s. No jitter: the number's own pace spreads them.
 */
function throttled(tried: Tried, retryAfterMs?: number): Decision {
	const ms = retryAfterMs || doubledMs(tried.policy, tried.attempt - 1);
	return again(tried, ms, { who: 'number', ms, because: 'throughput' });
}

/**
 * No answer of the Graph API, but an answer of something. What a gateway says with 429 and 5xx is that the call
 * went no further; a success that cannot be read is most likely a success; the rest (a proxy's 403, a redirect)
 * would come again.
 */
function afterUnexpected(error: UnexpectedAnswerError, tried: Tried): Decision {
	if (error.httpStatus === 429) return throttled(tried, error.retryAfterMs);
	if (isUnanswered(error)) return again(tried, backoff(tried, error.retryAfterMs));
	return error.httpStatus < 300 ? unknown(tried) : { giveUp: 'refused' };
}

/** Meta said no, and the catalogue knows what kind of no it is. */
function afterRefusal({ advice, facts }: GraphApiError, tried: Tried): Decision {
	const { attempt, policy, random } = tried;
	const { retryAfterMs, regainAccessMs, isTransient } = facts;
	switch (advice.retry) {
		// The request, the recipient, the template or the permission is wrong, whatever the HTTP
		// status says (3, 131045 and 133000 come as 500).
		case 'never':
			return { giveUp: 'refused' };

		// Minutes to days: nothing an execution should be kept open for.
		case 'later':
			return { giveUp: 'later' };

		// Not this message's failure but the account's: repeating spends calls on a dead account.
		// The switch to a standby token lies beneath; a 190 that comes here is final.
		case 'token':
		case 'account':
			return { giveUp: advice.retry };

		// Meta's own trouble; its Retry-After, if any, is the least.
		case 'transient':
			return again(tried, backoff(tried, retryAfterMs));

		// Meta does not know what it was. Two more tries, unless it says itself that it will pass.
		case 'brief': {
			const limit = isTransient ? policy.maxAttempts : Math.min(BRIEF_ATTEMPTS, policy.maxAttempts);
			return again(tried, backoff(tried, retryAfterMs), undefined, limit);
		}

		case 'throughput':
			return throttled(tried, retryAfterMs);

		// This recipient got too many, nobody else is concerned. Meta's own schedule: 4^X seconds
		// (about-the-platform, "Pair rate limits"): 1, 4, 16, 64.
		case 'pair': {
			const ms = retryAfterMs || policy.baseMs * 4 ** Math.min(attempt - 1, 3);
			return again(tried, ms, { who: 'recipient', ms, because: 'pair' });
		}

		// An hour's calls are used up. Meta says in minutes when there will be some again; where it
		// does not, a minute is a guess that costs one call.
		case 'quota': {
			const ms = regainAccessMs || retryAfterMs || policy.baseMs * 60;
			return again(tried, ms, { who: 'account', ms, because: 'quota' });
		}

		// "Up to a minute" (throughput upgrade, 131057): half of one to a whole one.
		case 'maintenance': {
			const ms = Math.max(retryAfterMs ?? 0, policy.baseMs * (30 + 30 * random()));
			return again(tried, ms, { who: 'number', ms, because: 'maintenance' });
		}
	}
}
