import type { Logger } from 'n8n-workflow';

import { systemClock, type Clock } from '../shared/clock';

/** Milliseconds in which one reason is said once: whoever knocks often must not fill the log. */
const SILENCE_MS = 60_000;

/** Triggers and reasons remembered; there are a few reasons for each trigger. */
const MOST_REASONS = 1_000;

/** Says in n8n's log why deliveries are turned away, without a word of what was in them. */
export class Rejections {
	private readonly saidAt = new Map<string, number>();

	constructor(private readonly clock: Clock = systemClock) {}

	/** @param trigger by what its owner finds it: node and workflow */
	say(logger: Logger, trigger: string, reason: string): void {
		const now = this.clock.now();
		const key = `${trigger}\n${reason}`;
		const last = this.saidAt.get(key);
		if (last !== undefined && now - last < SILENCE_MS) return;
		if (last === undefined && this.saidAt.size >= MOST_REASONS) this.saidAt.clear();
		this.saidAt.set(key, now);
		logger.warn(`${trigger} turned a call away: ${reason}. Said once a minute at most.`);
	}
}
