import { systemClock, type Clock } from '../clock';
import { CancelledError } from '../graph/errors';
import { NotSentError } from './errors';
import { decideRetry, defaultPolicy, type GiveUpReason } from './retry';
import type { RetryPolicy } from './types';

/** What became of a call. */
export type Repeated<T> =
	| { status: 'done'; value: T; attempts: number }
	/** `why` tells whether a later try could end otherwise. */
	| { status: 'failed'; error: unknown; attempts: number; why: GiveUpReason };

export interface RepeaterDeps {
	clock?: Clock;
	/** Numbers in [0, 1). */
	random?: () => number;
	policy?: RetryPolicy;
	/** Told when all calls must wait, for how many milliseconds, and by which error. */
	onPause?: (ms: number, error: unknown) => void;
}

/**
 * Makes calls that are no messages and may be repeated freely: uploads, downloads, look-ups. They have no
 * part in a number's rate. What one of them learns (a throttle, a dead token) holds for all that come after it.
 */
export class Repeater {
	private readonly clock: Clock;
	private readonly random: () => number;
	private readonly policy: RetryPolicy;
	private readonly onPause?: (ms: number, error: unknown) => void;
	/** Nothing leaves before: milliseconds since the Unix epoch. */
	private pausedUntil = -Infinity;
	private pausedBy?: unknown;
	private verdict?: { error: NotSentError; why: GiveUpReason };

	constructor({
		clock = systemClock,
		random = Math.random,
		policy = defaultPolicy,
		onPause,
	}: RepeaterDeps = {}) {
		this.clock = clock;
		this.random = random;
		this.policy = policy;
		this.onPause = onPause;
	}

	/**
	 * Makes a call until it succeeds or there is no use in it. Never rejects.
	 * @param call gets the number of the attempt, 1 for the first
	 */
	async run<T>(call: (attempt: number) => Promise<T>, signal?: AbortSignal): Promise<Repeated<T>> {
		let retryAt = -Infinity;
		for (let attempts = 0; ; attempts++) {
			const tooLong = await this.freeAfter(retryAt, signal);
			if (tooLong) return { status: 'failed', error: tooLong, attempts, why: 'later' };
			if (signal?.aborted) {
				return { status: 'failed', error: new CancelledError(false), attempts, why: 'cancelled' };
			}
			if (this.verdict) return { status: 'failed', attempts, ...this.verdict };
			try {
				return { status: 'done', value: await call(attempts + 1), attempts: attempts + 1 };
			} catch (error) {
				const decision = decideRetry(error, attempts + 1, this.policy, true, this.random);
				const now = this.clock.now();
				const { hold } = decision;
				if (hold && now + hold.ms > this.pausedUntil) {
					// Calls that were on their way together are told the same.
					const isNews = this.pausedUntil <= now;
					this.pausedUntil = now + hold.ms;
					this.pausedBy = error;
					if (isNews && hold.ms <= this.policy.longestPauseMs) this.onPause?.(hold.ms, error);
				}
				if ('giveUp' in decision) {
					const why = decision.giveUp;
					if (why === 'token' || why === 'account') {
						this.verdict ??= { error: new NotSentError(why, error), why };
					}
					return { status: 'failed', error, attempts: attempts + 1, why };
				}
				if (decision.retryAfterMs > this.policy.longestPauseMs) {
					return { status: 'failed', error, attempts: attempts + 1, why: 'later' };
				}
				retryAt = now + decision.retryAfterMs;
			}
		}
	}

	/**
	 * Waits until a call may leave, or nobody wants it any more.
	 * @returns an error where that would take too long
	 */
	private async freeAfter(
		retryAt: number,
		signal: AbortSignal | undefined,
	): Promise<NotSentError | undefined> {
		// Looked at anew after each wait: others may have learned meanwhile that it takes longer.
		for (;;) {
			const now = this.clock.now();
			if (this.pausedUntil - now > this.policy.longestPauseMs) {
				return new NotSentError('max-wait', this.pausedBy);
			}
			const at = Math.max(retryAt, this.pausedUntil);
			if (at <= now || signal?.aborted) return undefined;
			await this.until(at, signal);
		}
	}

	/** Waits for a moment, or until nobody wants it any more. */
	private async until(time: number, signal?: AbortSignal): Promise<void> {
		const delay = time - this.clock.now();
		await new Promise<void>((resolve) => {
			const done = () => {
				cancel();
				signal?.removeEventListener('abort', done);
				resolve();
			};
			const cancel = this.clock.after(delay, done);
			signal?.addEventListener('abort', done, { once: true });
		});
	}
}
